"""What people type for counts, pairs, money and shares: understood, asked back, or refused."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import echo
from reports.read import read
from reports.readings import AskBack, NeedsReason, Unclear
from reports.values import NotApplicable, Numbers, Percent, Skipped, Unknown
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
    "31 12", "12/31", "12 31", "12 trên 31", "tổng 31 nữ 12", "tong 31 nu 12", "toorng 31 nuwx 12",
    "31 người, nữ 12", "31 người trong đó có 12 nữ", "12 nữ / 31 người", "nữ 12 tổng 31",
    "31 (12 nữ)", "31\n12", "tổng số 31, nữ 12 (38,7%)", "12/31 (38,7%)", "31 nữ 12", "12 nữ 31",
    "ba mươi mốt mười hai", "muoi hai tren ba muoi mot", "31: 19 nam, 12 nữ", "31 đ/c, 12 nữ",
    "tổng31 nữ12", "31 người, trong đó 12 đồng chí nữ ạ",
]  # fmt: skip


@pytest.mark.parametrize("typed", PAIRS)
def test_a_pair_is_read_in_any_order_and_with_any_words(typed, book):
    value = reading(PAIR, typed)
    assert value == pair("QH01", 31, 12)
    assert echo.words(book, PAIR, value) == "tổng số 31, nữ 12 (38,7%)"
    assert reading(PAIR, unicodedata.normalize("NFD", typed)) == value


def test_women_none_is_a_full_answer():
    for typed in ("31, không có nữ", "31 nữ không", "31 0", "tổng 31 nữ 0"):
        assert reading(PAIR, typed) == pair("QH01", 31, 0)


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [("31-12", "dash"), ("31,12", "dash"), ("19 nam 12 nữ", "added"), ("khoảng 31 12", "about"),
     ("12/31 (40%)", "extra_words")],
)  # fmt: skip
def test_a_doubtful_pair_is_asked_back(typed, phrase):
    assert reading(PAIR, typed) == AskBack(pair("QH01", 31, 12), f"read.{phrase}")


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [("31", "all_boxes"), ("12 nữ", "missing_box"), ("không có nữ", "missing_box"),
     ("tổng 12 nữ 31", "part_over_whole"), ("31 12 5", "too_many_numbers"),
     ("31: 20 nam, 12 nữ", "missing_box"), ("90000 1", "box_too_big")],
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


MONEYS = {
    "45tr": 45_000_000, "45,5 triệu": 45_500_000, "45.5 triệu": 45_500_000, "45 trieu": 45_000_000,
    "1 tỷ 2": 1_200_000_000, "1tỷ2": 1_200_000_000, "1 tỷ 200 triệu": 1_200_000_000,
    "45.500.000đ": 45_500_000, "45500000": 45_500_000, "45,500,000": 45_500_000,
    "45.500.000 vnđ": 45_500_000, "45 triệu đồng": 45_000_000, "2 triệu rưỡi": 2_500_000,
    "ba triệu rưỡi": 3_500_000, "hai tỷ ba trăm triệu": 2_300_000_000, "500 nghìn": 500_000,
    "bốn lăm phẩy năm triệu": 45_500_000, "45 triệu 500 nghìn": 45_500_000, "ko có": 0, "0đ": 0,
    "trăm triệu": 100_000_000,
}  # fmt: skip


@pytest.mark.parametrize(("typed", "amount"), MONEYS.items())
def test_money_is_read_as_people_write_it(typed, amount):
    assert reading(MONEY, typed) == one("CP01", amount)


@pytest.mark.parametrize(
    ("typed", "phrase", "amount"),
    [("500k", "thousand_letter", 500_000), ("45", "money_small", 45), ("20 tỷ", "money_large", 20 * 10**9),
     ("1 tỷ 200", "loose", 1_200_000_000), ("2 triệu 50", "loose", 2_050_000), ("45 500 000", "blanks", 45_500_000),
     ("1.250 triệu", "comma", 1_250_000_000), ("khoảng 45tr", "about", 45_000_000)],
)  # fmt: skip
def test_doubtful_money_is_asked_back(typed, phrase, amount):
    assert reading(MONEY, typed) == AskBack(
        one("CP01", amount), f"read.{phrase}", reading(MONEY, typed).slots
    )


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [("45,5", "whole_dong"), ("-45tr", "negative"), ("1e9", "not_a_number"), ("9" * 40, "too_big"),
     ("10 triệu 20 triệu", "one_number"), ("999999 tỷ tỷ", "too_big")],
)  # fmt: skip
def test_money_that_is_no_amount_is_refused(typed, phrase):
    assert reading(MONEY, typed).phrase == f"read.{phrase}"


@pytest.mark.parametrize(
    ("typed", "share"),
    [("33,3%", "33.3"), ("33.3", "33.3"), ("33", "33"), ("0,5", "0.5"), ("100", "100"), ("33,3 phần trăm", "33.3"),
     ("ba mươi ba phẩy ba", "33.3"), ("o", "0"), ("không có", "0")],
)  # fmt: skip
def test_a_share_keeps_one_decimal(typed, share):
    found = reading(SHARE, typed)
    assert isinstance(found, Percent)
    assert str(found.value.normalize() if found.value else 0) in {share, "1E+2"}


def test_a_share_out_of_range_or_finer_than_one_decimal_is_not_taken_silently():
    assert reading(SHARE, "120%").phrase == "read.percent_range"
    assert reading(SHARE, "1/3").phrase == "read.one_percent"
    assert reading(SHARE, "33,35").phrase == "read.rounded"
    assert str(reading(SHARE, "33,35").value.value) == "33.4"


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


@settings(deadline=None)
@given(st.integers(0, 5000), st.integers(0, 5000))
def test_every_pair_that_is_read_is_a_part_of_a_whole(first, second):
    found = reading(PAIR, f"{first} {second}")
    value = found.value if isinstance(found, AskBack) else found
    assert isinstance(value, Numbers)
    assert value == pair("QH01", max(first, second), min(first, second))


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_an_amount_is_read_from_every_grouping(amount):
    texts = (str(amount), f"{amount:,}".replace(",", "."), f"{amount} đồng")
    for text in texts:
        found = reading(MONEY, text)
        assert (found.value if isinstance(found, AskBack) else found) == one("CP01", amount)
