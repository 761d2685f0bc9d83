"""What people type for counts, pairs, money and shares: understood, asked back, or refused."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import echo
from reports.read import read
from reports.readings import AskBack, NeedsReason, Unclear
from reports.values import NotApplicable, Numbers, Skipped, Unknown
from tests.reports.support import TODAY, one, pair, shipped_form

ONE = shipped_form().question("NV07")  # tin, bài: usual up to 1.000
PAIR = shipped_form().question("QH01")
MONEY = shipped_form().question("CP01")
SHARE = shipped_form().question("DS01")


def reading(question, typed):
    return read(question, typed, TODAY)


COUNTS = {
    "2": 2,
    "02": 2,
    "2 nữ": None,
    "mười hai": 12,
    "muoi hai": 12,
    "ba mươi mốt": 31,
    "ba muoi mot": 31,
    "hai mươi lăm": 25,
    "bốn lăm": 45,
    "hai chục": 20,
    "một trăm linh năm": 105,
    "mot tram le nam": 105,
    "hai trăm": 200,
    "o": 0,
    "O": 0,
    "0": 0,
    "không": 0,
    "không có": 0,
    "ko có": 0,
    "khoong cos": 0,
    "２０": 20,
    "muwowif hai": 12,
    "mu7o7i2 hai": 12,
    "1\u200b2": 12,
    "12 tin": 12,
    "dạ 12 ạ": 12,
    "có 12 tin, bài": 12,
    "số 5": 5,
    "2.": 2,
    "năm": 5,
    "năm 2026: 24": 24,
}


@pytest.mark.parametrize(("typed", "count"), COUNTS.items())
def test_a_count_is_read_as_people_write_it(typed, count):
    value = reading(ONE, typed)
    assert value == one("NV07", count) if count is not None else isinstance(value, AskBack)
    decomposed = reading(ONE, unicodedata.normalize("NFD", typed))
    assert decomposed == value


@pytest.mark.parametrize(
    ("typed", "phrase", "count"),
    [
        ("khoảng 20", "read.about", 20),
        ("~20", "read.about", 20),
        ("hơn 20", "read.about", 20),
        ("trên 20", "read.about", 20),
        ("1.250", "read.unusual", 1250),
        ("1,250", "read.comma", 1250),
        ("1 250", "read.blanks", 1250),
        ("2k", "read.thousand_letter", 2000),
        ("1o", "read.zero_letter", 10),
        ("trăm hai", "read.loose", 120),
        ("12 người phụ nữ Hoa", "read.extra_words", 12),
        ("5đ", "read.extra_words", 5),
        ("không có bài nào", "read.extra_words", 0),
    ],
)
def test_a_doubtful_count_is_asked_back(typed, phrase, count):
    found = reading(ONE, typed)
    assert isinstance(found, AskBack)
    assert (found.value, found.phrase) == (one("NV07", count), phrase)


BAD = {
    "nan": "not_a_number",
    "NaN": "not_a_number",
    "inf": "not_a_number",
    "-inf": "not_a_number",
    "1e400": "not_a_number",
    "1e5": "not_a_number",
    "5x": "not_a_number",
    "abc": "not_a_number",
    "٣": "not_a_number",
    "½": "not_a_number",
    "0x10": "not_a_number",
    "1_000": "not_a_number",
    "1.2.3": "not_a_number",
    "": "empty",
    "   ": "empty",
    "\u200b": "empty",
    "?": "empty",
    "-5": "negative",
    "−5": "negative",
    "âm 5": "negative",
    "2.5": "whole_number",
    "2,0": "whole_number",
    "33,3%": "count_not_percent",
    "9" * 30: "box_too_big",
    "9" * 4000: "box_too_big",
    "100001": "box_too_big",
    "2-3": "one_number",
    "2 hoặc 3": "one_number",
    "từ 2 đến 3": "one_number",
    "12/31": "one_number",
    "vài bài": "vague",
    "một số": "vague",
    "nhiều": "vague",
    "k": "none_or_unknown",
    "chưa có": "none_or_unknown",
    "không áp dụng": "must_answer",
}


@pytest.mark.parametrize(("typed", "phrase"), BAD.items(), ids=lambda v: v[:12])
def test_bad_input_is_refused_with_a_reason(typed, phrase, book):
    found = reading(ONE, typed)
    assert isinstance(found, Unclear)
    assert found.phrase == f"read.{phrase}"
    assert book.render(found.phrase, **found.slots)


PAIRS = [
    "31 12", "12/31", "12 trên 31", "tổng 31 nữ 12", "tong 31 nu 12", "toorng 31 nuwx 12",
    "31 người, nữ 12", "31 người trong đó có 12 nữ", "12 nữ / 31 người", "nữ 12 tổng 31",
    "31 (12 nữ)", "31\n12", "tổng số 31, nữ 12 (38,7%)", "12/31 (38,7%)", "31 nữ 12", "12 nữ 31",
    "ba mươi mốt mười hai", "muoi hai tren ba muoi mot", "31: 19 nam, 12 nữ", "31 đ/c, 12 nữ",
    "tổng31 nữ12", "12/31 nữ", "nữ 12/31", "tổng số 31, tổng nữ 12", "tổng số nữ 12 / tổng số 31", "31 người, trong đó 12 đồng chí nữ ạ",
]  # fmt: skip


@pytest.mark.parametrize("typed", PAIRS)
def test_a_pair_is_read_in_any_order_and_with_any_words(typed, book):
    value = reading(PAIR, typed)
    assert value == pair("QH01", 31, 12)
    assert echo.words(book, PAIR, value) == "tổng số 31, nữ 12 (38,7%)"
    assert reading(PAIR, unicodedata.normalize("NFD", typed)) == value


def test_a_letter_o_is_a_zero_beside_numbers_and_a_word_in_a_sentence():
    assert reading(PAIR, "31 o") == pair("QH01", 31, 0)
    assert reading(PAIR, "tong 31 nu o") == pair("QH01", 31, 0)
    assert isinstance(reading(PAIR, "o xa co 2 nguoi"), Unclear)


def test_few_people_at_many_activities_are_asked_back_unless_it_is_said_so():
    question = shipped_form().question("NV06")
    assert reading(question, "320 5") == AskBack(pair("NV06", 320, 5), "read.falls")
    assert reading(question, "320 hoạt động 5 lượt") == pair("NV06", 320, 5)
    assert reading(question, "5 0") == pair("NV06", 5, 0)


def test_women_none_is_a_full_answer():
    for typed in ("31, không có nữ", "31 nữ không", "31 0", "tổng 31 nữ 0"):
        assert reading(PAIR, typed) == pair("QH01", 31, 0)


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [("31-12", "dash"), ("31,12", "dash"), ("19 nam 12 nữ", "added"), ("khoảng 31 12", "about"),
     ("12/31 (40%)", "extra_words"), ("12 31", "swapped"), ("12\n31", "swapped"),
     ("mười hai ba mươi mốt", "swapped")],
)  # fmt: skip
def test_a_doubtful_pair_is_asked_back(typed, phrase):
    assert reading(PAIR, typed) == AskBack(pair("QH01", 31, 12), f"read.{phrase}")


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [("31", "all_boxes"), ("12 nữ", "missing_box"), ("không có nữ", "missing_box"),
     ("tổng 12 nữ 31", "part_over_whole"), ("31 12 5", "too_many_numbers"),
     ("31: 20 nam, 12 nữ", "missing_box"), ("90000 1", "box_too_big"),
     ("31 người, từ 10 đến 12 nữ", "vague"), ("31 hoặc 32 người, 12 nữ", "vague")],
)  # fmt: skip
def test_a_pair_that_is_not_whole_is_asked_for_again(typed, phrase):
    assert reading(PAIR, typed).phrase == f"read.{phrase}"


def test_nobody_in_the_planning_list_is_asked_back_once():
    for typed in ("0", "0 0", "không có"):
        found = reading(PAIR, typed)
        assert found.value == pair("QH01", 0, 0)
        assert found.phrase == "read.unusual"


def test_a_number_in_the_year_is_never_over_the_cumulative_one():
    question = shipped_form().question("DT01")
    expected = pair("DT01", 8, 10)
    for typed in (
        "8 10",
        "8/10",
        "trong năm 8 lũy kế 10",
        "trong năm 8, lũy kế từ 01/01/2026 là 10",
    ):
        assert reading(question, typed) == expected
    assert reading(question, "10 8") == AskBack(expected, "read.swapped")


def test_the_kinds_of_nothing_are_never_confused():
    question = shipped_form().question("CC09")
    assert reading(question, "không có") == pair("CC09", 0, 0)
    assert reading(question, "chưa có sl") == NeedsReason()
    assert reading(question, "chua co so lieu") == NeedsReason()
    expected = Unknown(reason="đang rà soát")
    assert reading(question, "chưa có số liệu vì đang rà soát") == expected
    assert reading(question, "Chưa thống kê: đang rà soát.") == expected
    assert reading(question, "không áp dụng") == NotApplicable()
    assert reading(question, "bỏ qua") == Skipped()


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_comes_to_something_that_may_be_said(typed):
    for question in (ONE, PAIR, MONEY, SHARE):
        assert reading(question, typed) is not None


UNKNOWN = st.text("bcghlpqstvwzfj", min_size=3, max_size=8)


@settings(deadline=None)
@given(UNKNOWN, st.integers(1, 400), st.booleans())
def test_a_number_beside_words_nobody_knows_is_never_taken_silently(word, number, before):
    typed = f"{word} {number}" if before else f"{number} {word}"
    for question in (ONE, PAIR, MONEY, SHARE):
        assert isinstance(reading(question, typed), AskBack | Unclear)


@settings(deadline=None)
@given(st.integers(0, 5000), st.integers(0, 5000))
def test_every_pair_that_is_read_is_a_part_of_a_whole(first, second):
    found = reading(PAIR, f"{first} {second}")
    value = found.value if isinstance(found, AskBack) else found
    assert isinstance(value, Numbers)
    assert value == pair("QH01", max(first, second), min(first, second))
