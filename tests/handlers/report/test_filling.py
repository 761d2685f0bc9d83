"""A commune fills its report: one question a screen, echoed, in few acts."""

import pytest

from reports.values import Narrative, NotApplicable, Numbers, Unknown, YesNo, from_json
from storage import answers, rounds, submissions
from tests.handlers.office import COMMUNE, OTHER, REQUIRED, SENT, TO_REVIEW, act, staffed


@pytest.fixture
def office(play):
    return staffed(play)


def given(play, question, unit=COMMUNE):
    with play.store.read() as tx:
        found = answers.current_of(tx, "2026", unit, question)
    return found and from_json(found.value)


def test_the_required_part_takes_at_most_twenty_acts_with_the_final_word(office):
    assert len(SENT) <= 20
    act(office, "lan", "/baocao")
    heard = act(office, "lan", *SENT)
    assert "Mã tiếp nhận: 2026-07582-1-" in heard[0]
    assert heard[1].about["paper"] == "report"
    with office.store.read() as tx:
        assert submissions.latest(tx, "2026", COMMUNE).on_time


def test_a_plan_already_issued_with_its_number_still_stays_within_twenty(office):
    acts = ("[Có]", "12/KH-UBND ngày 05/3/2026", *SENT[1:])
    act(office, "lan", "/baocao")
    assert "Mã tiếp nhận" in act(office, "lan", *acts)[0]
    assert len(acts) <= 20


def test_the_screen_shows_unit_place_progress_help_day_and_provision(office):
    screen = act(office, "lan", "/baocao", "[Chưa]")[0].text
    assert "xã Lục Ngạn · Báo cáo năm 2026" in screen
    assert "Mục tiêu 1: lãnh đạo chủ chốt là nữ · Câu 2/11" in screen
    assert "Ví dụ: 2 1" in screen
    assert "Số liệu tính đến ngày 02/11/2026" in screen
    assert "Căn cứ: mục II, mục tiêu cụ thể thứ nhất của Kế hoạch" in screen


def test_after_the_cut_off_the_cut_off_is_printed(office):
    office.at("2026-11-20 08:00")
    assert "Số liệu tính đến ngày 15/11/2026" in act(office, "lan", "/baocao", "[Chưa]")[0]


def test_a_pair_is_echoed_with_its_share_beside_the_next_question(office):
    heard = act(office, "lan", "/baocao", *REQUIRED[:3], "12/31")
    assert len(heard) == 1
    assert "✓ Người trong quy hoạch lãnh đạo, quản lý: tổng số 31, nữ 12 (38,7%)" in heard[0]
    assert "Câu 5/11" in heard[0]
    assert given(office, "QH01") == Numbers(boxes={"QH01": 31, "QH02": 12})


def test_what_is_not_understood_is_told_with_an_example_and_asked_again(office):
    heard = act(office, "lan", "/baocao", *REQUIRED[:3], "nhiều lắm")
    assert len(heard) == 1
    assert "Ví dụ: 31 12" in heard[0]
    assert "Câu 4/11" in heard[0]
    assert given(office, "QH01") is None


@pytest.mark.parametrize("yes", ["[Đúng]", "đúng", "vâng ạ", "ừ"])
def test_an_unusual_number_is_asked_back_and_kept_on_yes(office, yes):
    heard = act(office, "lan", "/baocao", *REQUIRED[:3], "khoảng 31 12")
    assert given(office, "QH01") is None
    assert "Đúng" in heard[0].buttons
    act(office, "lan", yes)
    assert given(office, "QH01") == Numbers(boxes={"QH01": 31, "QH02": 12})


def test_another_number_instead_of_yes_is_the_answer(office):
    act(office, "lan", "/baocao", *REQUIRED[:3], "khoảng 31 12", "30 11")
    assert given(office, "QH01") == Numbers(boxes={"QH01": 30, "QH02": 11})


def test_no_figure_yet_wants_a_reason_by_button_or_by_words(office):
    act(office, "lan", "/baocao", *REQUIRED[:3], "[Chưa có số liệu]", "[Đang rà soát]")
    assert given(office, "QH01") == Unknown(reason="Đang rà soát")
    act(office, "lan", "chưa có số liệu", "?", "chờ quyết định phê duyệt")
    assert given(office, "DT01") == Unknown(reason="chờ quyết định phê duyệt")


def test_the_kinds_of_nothing_are_never_confused(office):
    act(office, "lan", "/baocao", *TO_REVIEW, "[Sửa mục khác]")
    section = next(b for b in office.last("lan").buttons if b.startswith("Mục tiêu 1"))
    act(office, "lan", f"[{section}]", "[Trưởng phòng, phó phòng và tương đương]")
    act(office, "lan", "[Không áp dụng]")
    assert given(office, "CC09") == NotApplicable()
    assert given(office, "TM02") == Narrative(text="")
    assert given(office, "DS00") == YesNo(yes=False)


def test_a_question_of_a_condition_appears_only_when_it_holds(office):
    act(office, "lan", "/baocao", *REQUIRED[:5], "[Có]")
    assert "Có bao nhiêu cán bộ lãnh đạo, quản lý là người dân tộc thiểu số" in office.last("lan")
    act(office, "lan", "1 0")
    assert "lý do và giải pháp của đơn vị" in office.last("lan")


def test_leaving_and_coming_back_weeks_later_is_exactly_there(office):
    act(office, "lan", "/baocao", *REQUIRED[:3], "[Để sau]")
    assert "Đã lưu tất cả" in office.last("lan")
    assert "câu 4/11" in office.last("lan")
    office.at("2026-11-25 08:00")
    assert "Câu 4/11" in act(office, "lan", "/baocao")[0]


def test_words_after_leaving_are_no_answer(office):
    act(office, "lan", "/baocao", *REQUIRED[:3], "[Để sau]", "31 12")
    assert given(office, "QH01") is None


def test_back_shows_the_standing_answer_and_keeps_it_or_takes_another(office):
    act(office, "lan", "/baocao", *REQUIRED[:3], "[Quay lại]")
    assert "Đang ghi: tổng số 3, nữ 1" in office.last("lan")
    act(office, "lan", "[Giữ nguyên]")
    assert "Câu 4/11" in office.last("lan")
    act(office, "lan", "[Quay lại]", "4 1")
    assert given(office, "CC03") == Numbers(boxes={"CC03": 4, "CC04": 1})
    assert "Câu 4/11" in office.last("lan")


def test_an_old_button_answers_its_own_question_or_says_it_is_old(office):
    first = act(office, "lan", "/baocao")[0]
    act(office, "lan", "[Chưa]")
    heard = office.tap("lan", "Có", line=first)
    assert "Nút vừa bấm đã cũ" in heard[0]
    assert "Câu 2/11" in heard[0]
    assert given(office, "NV01") == YesNo(yes=False)


def test_an_answer_typed_twice_never_lands_in_the_next_question(office):
    act(office, "lan", "/baocao", *REQUIRED[:2])
    crossed = office.spoken("lan", "3 1")
    office.say("lan", "3 1")
    heard = office.take(crossed.model_copy(update={"key": "again"}))
    assert "trước khi câu hỏi mới hiện ra" in heard[0]
    assert given(office, "CC03") == Numbers(boxes={"CC03": 3, "CC04": 1})
    assert given(office, "QH01") is None


def test_last_years_value_is_one_tap(office):
    act(office, "lan", "/baocao", *SENT)
    act(office, "hoa", "[Xem báo cáo]", "[Mở báo cáo]", "[Duyệt]")
    office.at("2027-10-05 08:00")
    with office.store.write() as tx:
        rounds.ensure_annual_rounds(tx, office.programme, office.now)
    act(office, "lan", "/baocao", "[Chưa]")
    assert "Báo cáo năm 2026: tổng số 2, nữ 1 (50%)." in office.last("lan")
    act(office, "lan", "[Không đổi]")
    with office.store.read() as tx:
        kept = answers.current_of(tx, "2027", COMMUNE, "CC01")
    assert from_json(kept.value) == Numbers(boxes={"CC01": 2, "CC02": 1})


def test_the_optional_part_is_offered_once_and_filled_or_chosen(office):
    act(office, "lan", "/baocao", *REQUIRED)
    assert "16 câu tự chọn" in office.last("lan")
    act(office, "lan", "[Chọn câu]", "[Cuộc kiểm tra, giám sát]", "2")
    assert "Còn 15 câu tự chọn" in office.last("lan")
    act(office, "lan", "[Xong phần tự chọn]")
    assert "Kiểm tra trước khi gửi" in office.last("lan")
    assert "Cuộc kiểm tra, giám sát: 2 cuộc" in office.last("lan")


def test_filling_the_optional_part_walks_through_it(office):
    act(office, "lan", "/baocao", *REQUIRED, "[Điền lần lượt]")
    assert "Câu tự chọn 1/16" in office.last("lan")
    act(office, "lan", "4")
    assert "Câu tự chọn 2/16" in office.last("lan")


def test_every_screen_of_a_training_house_says_so(office):
    office.trains()
    heard = act(office, "lan", "/baocao", *SENT)
    assert all("[Tập huấn]" in line for line in heard)
    assert "[Tập huấn]" in office.last("hoa")


def test_a_department_is_asked_its_own_questions(office):
    office.joins("minh", "STP")
    act(office, "minh", "/baocao", "[Chưa]")
    assert "Trong năm, đơn vị ban hành" not in office.last("minh")
    assert "Cơ quan hiện có bao nhiêu lãnh đạo" in office.last("minh")


def test_several_units_are_switched_by_a_button(office):
    office.joins("lan", OTHER)
    act(office, "lan", "/baocao")
    assert "Đổi đơn vị" in office.last("lan").buttons


def test_a_question_about_the_plan_is_answered_and_the_question_shown_again(office):
    words = "chỉ tiêu nữ lãnh đạo chủ chốt cấp xã là bao nhiêu phần trăm?"
    heard = act(office, "lan", "/baocao", *REQUIRED[:1], words)
    assert len(heard) == 2
    assert "65%" in heard[0]
    assert "Câu 2/11" in heard[1]
    act(office, "lan", "2 1")
    assert given(office, "CC01") == Numbers(boxes={"CC01": 2, "CC02": 1})


def test_words_that_tried_to_be_a_figure_are_no_small_talk(office):
    heard = act(office, "lan", "/baocao", *REQUIRED[:3], "nhiều lắm")
    assert len(heard) == 1
    assert "Báo cáo cần con số cụ thể" in heard[0]


@pytest.mark.parametrize("hint", ["likely", "possible", ""])
def test_only_a_likely_hint_is_given(office, hint):
    communes = (u for u in office.programme.units if u.question_set == "commune")
    office.joins("ha", next(unit for unit in communes if unit.dtts_hint == hint).code)
    act(office, "ha", "/baocao", *REQUIRED[:5])
    assert "Địa bàn có đồng bào dân tộc thiểu số" in office.last("ha")
    assert ("Gợi ý từ danh mục đơn vị: Có" in office.last("ha")) is (hint == "likely")
