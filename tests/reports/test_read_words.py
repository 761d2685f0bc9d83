"""What people type for yes and no, choices, papers, days, narratives and reasons."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import echo
from reports.dates import Day, read_day
from reports.read import nothing, own_words, read, read_reason
from reports.readings import AskBack, NeedsReason, Unclear
from reports.values import Chosen, Document, Narrative, NotApplicable, Skipped, Unknown, YesNo
from tests.reports.support import TODAY, one, pair, shipped_form

FORM = shipped_form()


def reading(question_id, typed):
    return read(FORM.question(question_id), typed, TODAY)


YES = ["có", "Có.", "co", "cos", "co1", "rồi", "r", "có rồi", "co roi", "vâng", "dạ có ạ", "ok", "oke",
       "đúng", "đã ban hành", "đã ban hành rồi ạ", "CÓ", "ừ"]  # fmt: skip
NO = ["không", "ko", "k", "hok", "khong", "khoong", "chưa", "chua", "chuwa", "chưa có", "không ạ",
      "dạ chưa ạ", "chưa ban hành", "không có"]  # fmt: skip


@pytest.mark.parametrize("typed", YES)
def test_yes_in_every_habit(typed):
    assert reading("NV01", typed) == YesNo(yes=True)


@pytest.mark.parametrize("typed", NO)
def test_no_in_every_habit(typed):
    assert reading("NV01", typed) == YesNo(yes=False)


@pytest.mark.parametrize("typed", ["đang làm", "dang lam", "đang trình ký", "sắp xong"])
def test_being_done_is_not_done_but_is_asked_back(typed):
    assert reading("NV01", typed) == AskBack(YesNo(yes=False), "read.doing")


def test_yes_with_more_words_is_asked_back_and_a_mixed_answer_is_not_understood():
    assert reading("NV01", "có, số 12/KH-UBND") == AskBack(YesNo(yes=True), "read.extra_words")
    assert reading("NV01", "chưa, đầu năm sau") == AskBack(YesNo(yes=False), "read.extra_words")
    for typed in ("có nhưng chưa ban hành", "không biết", "x", "1", "có không"):
        assert isinstance(reading("NV01", typed), Unclear)


@pytest.mark.parametrize(
    ("typed", "option"),
    [("đang làm", "doing"), ("rồi", "yes"), ("Đã đánh giá", "yes"), ("da danh gia", "yes"), ("chưa", "no"),
     ("chuwa", "no"), ("đang đánh giá nhé", "doing")],
)  # fmt: skip
def test_a_choice_is_typed_by_its_label_or_by_habit(typed, option):
    assert reading("NV03", typed) == Chosen(option=option)


def test_a_choice_of_years_may_be_spaced_or_embedded():
    assert reading("QH03", "2025 - 2030") == Chosen(option="2025_2030")
    found = reading("QH03", "giai đoạn 2025-2030")
    assert found == AskBack(Chosen(option="2025_2030"), "read.extra_words")
    assert isinstance(reading("QH03", "2024-2029"), Unclear)


MARCH = date(2026, 3, 5)
PAPERS = {
    "12/KH-UBND ngày 5/3/2026": ("12/KH-UBND", MARCH),
    "số 12/KH-UBND, 5-3": ("12/KH-UBND", MARCH),
    "12/KH-UBND 05/03/26": ("12/KH-UBND", MARCH),
    "12/kh-ubnd ngay 5 thang 3 nam 2026": ("12/KH-UBND", MARCH),
    "Kế hoạch số 12/KH-UBND ban hành ngày 05 tháng 3 năm 2026": ("12/KH-UBND", MARCH),
    "12 / KH - UBND ngày 2026-03-05": ("12/KH-UBND", MARCH),
    "dạ có, số 12/KH-UBND ngày 5.3.2026 ạ": ("12/KH-UBND", MARCH),
    "03/2026/QĐ-UBND ngày 5/3/2026": ("03/2026/QĐ-UBND", MARCH),
    "45-CTr/TU ngày 5/3": ("45-CTr/TU", MARCH),
    "12/KH-UBND": ("12/KH-UBND", None),
    "12/KH-UBND hôm nay": ("12/KH-UBND", TODAY),
}


@pytest.mark.parametrize(("typed", "paper"), PAPERS.items())
def test_a_paper_is_read_with_its_number_and_day(typed, paper):
    assert reading("NV01S", typed) == Document(number=paper[0], day=paper[1])


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [("12KH-UBND ngày 5/3", "extra_words"), ("12/KH-UBND ngày mai", "paper_future"),
     ("12/KH-UBND 15/12", "extra_words"), ("12/KH-UBND 5/3/2003", "paper_old"),
     ("12/KH-UBND do chủ tịch ký", "extra_words")],
)  # fmt: skip
def test_a_doubtful_paper_is_asked_back(typed, phrase):
    found = reading("NV01S", typed)
    assert isinstance(found, AskBack)
    assert found.phrase == f"read.{phrase}"


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [("12", "paper_number"), ("5/3/2026", "paper_number"), ("KH-UBND", "paper_number"),
     ("12/KH-UBND ngày 31/2/2026", "paper_day"), ("12/KH-UBND 2026", "paper_day"),
     ("1/" + "K" * 80, "too_long")],
)  # fmt: skip
def test_what_is_no_paper_is_refused(typed, phrase):
    assert reading("NV01S", typed).phrase == f"read.{phrase}"


NOVEMBER = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("5/11", NOVEMBER), ("05/11/26", NOVEMBER), ("5-11", NOVEMBER), ("5.11.2026", NOVEMBER),
     ("ngày 5 tháng 11", NOVEMBER), ("ngày 5 tháng 11 năm 2026", NOVEMBER), ("mùng 5/11", NOVEMBER),
     ("ngay 5 thang 11", NOVEMBER), ("2026-11-05", NOVEMBER), ("hôm nay", TODAY), ("hom nay", TODAY),
     ("mai", date(2026, 11, 25)), ("hôm qua", date(2026, 11, 23))],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(typed, day):
    assert read_day(typed, TODAY) == Day(day)


def test_a_day_without_a_year_looks_the_way_it_is_told_to():
    assert read_day("15/12", TODAY, "past") == Day(date(2025, 12, 15), doubtful=True)
    assert read_day("15/12", TODAY, "future") == Day(date(2026, 12, 15))
    assert read_day("5/1", TODAY, "future") == Day(date(2027, 1, 5), doubtful=True)


@pytest.mark.parametrize("typed", ["31/2", "0/5", "5/13", "5", "32/1/2026", "x", "", "5/11/20261"])
def test_what_is_no_day_is_none(typed):
    assert read_day(typed, TODAY) is None


def test_a_pasted_word_text_survives():
    pasted = "1. Kết quả:\r\n- “Có thêm” 01 nữ\u00a0PCT;\r\n\r\n\r\n\r\n• Cử 08 nữ đi học…\t\tTốt.\x0b\x00"
    expected = "1. Kết quả:\n- “Có thêm” 01 nữ PCT;\n\n• Cử 08 nữ đi học… Tốt."
    assert reading("TM01", pasted) == Narrative(text=expected)


def test_in_a_narrative_everything_typed_is_the_answer():
    for typed in ("chỉ tiêu của tôi là gì?", "bỏ qua", "có", "5"):
        assert reading("TM01", typed) == Narrative(text=typed)


def test_nothing_to_propose_is_not_an_unanswered_question(book):
    for typed in ("Không có", "không", "ko co", "Không có."):
        value = reading("TM03", typed)
        assert value == Narrative(text="")
        assert echo.words(book, FORM.question("TM03"), value) == "Không có"


def test_a_narrative_has_a_limit_and_needs_a_word():
    assert reading("TM03", "a" * 700) == Narrative(text="a" * 700)
    found = reading("TM03", "a" * 701)
    assert (found.phrase, found.slots) == ("read.too_long", {"count": "701", "most": "700"})
    assert reading("TM01", "👍").phrase == "read.empty"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_stored_words_are_clean_and_cleaning_them_again_changes_nothing(typed):
    text = own_words(typed)
    assert own_words(text) == text
    assert all(c == "\n" or ord(c) >= 32 for c in text)
    text.encode("utf-8")


def test_a_reason_is_one_line_of_words():
    assert read_reason("  Đang rà soát\nsau sắp xếp ") == "Đang rà soát sau sắp xếp"
    assert read_reason("...").phrase == "read.reason_empty"
    assert read_reason("x" * 301).phrase == "read.too_long"


def test_buttons_of_nothing_make_four_different_values():
    count, text = FORM.question("CC09"), FORM.question("TM03")
    assert nothing(count, "zero") == pair("CC09", 0, 0)
    assert nothing(FORM.question("CP01"), "zero") == one("CP01", 0)
    assert nothing(count, "unknown", "đang rà soát") == Unknown(reason="đang rà soát")
    assert nothing(count, "not_applicable") == NotApplicable()
    assert nothing(count, "skip") == Skipped()
    assert nothing(text, "zero") == Narrative(text="")


def test_a_paper_may_be_unknown_with_a_reason():
    assert reading("NV01S", "chưa có số") == NeedsReason()


def test_every_value_has_words(book):
    told = {
        "NV01": ("chưa", "Chưa"),
        "DS00": ("không", "Không"),
        "NV03": ("đang", "Đang làm"),
        "CP01": ("1 tỷ 2", "1.200.000.000 đồng"),
        "DS01": ("33,3%", "33,3%"),
        "NV06": ("5 1.250", "hoạt động 5, lượt người 1.250"),
        "NV02": ("3", "3 văn bản"),
        "NV01S": ("12/KH-UBND ngày 5/1/2026", "12/KH-UBND ngày 05/01/2026"),
        "CC09": ("chưa thống kê vì mới sắp xếp", "Chưa có số liệu (mới sắp xếp)"),
    }
    for question_id, (typed, words) in told.items():
        assert echo.words(book, FORM.question(question_id), reading(question_id, typed)) == words


def test_no_share_is_told_of_nothing(book):
    assert echo.words(book, FORM.question("QH01"), pair("QH01", 0, 0)) == "tổng số 0, nữ 0"
    assert echo.share(FORM.question("QH01"), pair("QH01", 3, 1)) == "33,3%"
