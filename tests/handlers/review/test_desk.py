"""The coordinator sees who owes and who has sent, reads, accepts and returns."""

import pytest

from storage import audit, moves, rounds, submissions
from tests.handlers.office import COMMUNE, act, read_by, send, staffed


@pytest.fixture
def office(play):
    return staffed(play)


def steps(play, unit=COMMUNE):
    with play.store.read() as tx:
        return [move.what for move in moves.of_report(tx, "2026", unit)]


def returned(play, *questions, reason="Chưa khớp quyết định phê duyệt quy hoạch."):
    send(play)
    read_by(play)
    act(play, "hoa", "[Trả lại]", *(f"[{question}]" for question in questions))
    act(play, "hoa", "[Ghi lý do]", reason, "[Xác nhận trả lại]")


PLANNED = "Người trong quy hoạch lãnh đạo, quản lý"
TRAINED = "Nữ trong quy hoạch được đào tạo, bồi dưỡng, tập huấn"


def test_the_board_counts_and_lists(office):
    act(office, "hoa", "/tinhhinh")
    assert "Phải báo cáo: 123 đơn vị" in office.last("hoa")
    assert "Chưa gửi: 123 (chưa bắt đầu 123" in office.last("hoa")
    act(office, "lan", "/baocao", "[Chưa]")
    act(office, "hoa", "/tinhhinh")
    assert "chưa bắt đầu 122, đang nhập 1" in office.last("hoa")
    send(office)
    act(office, "hoa", "/theodoi")
    assert "Đã gửi: 1 (đúng hạn 1, muộn 0)" in office.last("hoa")
    assert "Chờ xem (1)" in office.last("hoa").buttons


def test_lists_are_paged_and_say_where_each_unit_stands(office):
    act(office, "lan", "/baocao", "[Chưa]", "2 1")
    act(office, "hoa", "/tinhhinh", "[Chưa gửi (123)]")
    assert "Trang 1/16" in office.last("hoa")
    assert "Trang trước" not in office.last("hoa").buttons
    act(office, "hoa", "[Trang sau]")
    assert "9. xã Lục Ngạn: đang nhập 2/11" in office.last("hoa")
    act(office, "hoa", *["[Trang sau]"] * 14)
    assert "Trang 16/16" in office.last("hoa")
    assert "Trang sau" not in office.last("hoa").buttons


def test_reading_opens_it_once_and_shows_everything(office):
    send(office)
    read_by(office)
    screen = office.last("hoa")
    assert "tổng số 31, nữ 12 (38,7%)" in screen
    assert "Có thêm 01 nữ Phó Chủ tịch UBND.\n- Cử 08 nữ cán bộ đi bồi dưỡng." in screen
    act(office, "hoa", "/tinhhinh", "[Chờ xem (1)]", "[xã Lục Ngạn]", "[Mở báo cáo]")
    assert steps(office).count("opened") == 1


def test_accepting_tells_the_unit(office):
    send(office)
    read_by(office)
    act(office, "hoa", "[Duyệt]")
    assert "Đã duyệt báo cáo" in office.last("hoa")
    assert "đã duyệt báo cáo của Ủy ban nhân dân xã Lục Ngạn" in office.last("lan")
    with office.store.read() as tx:
        assert submissions.accepted(tx, "2026", COMMUNE).version == 1


def test_a_newer_version_is_not_accepted_unread(office):
    send(office)
    act(office, "hoa", "[Xem báo cáo]")
    read_by(office)
    screen = office.last("hoa")
    act(office, "lan", "/baocao", "[Xin sửa]", "nhầm số liệu")
    act(office, "hoa", "[Xem báo cáo]", "[Cho phép sửa]")
    act(office, "lan", "[Mở báo cáo]", "[Gửi báo cáo]", "[Xác nhận gửi]")
    office.tap("hoa", "Duyệt", line=screen)
    assert "vừa gửi bản mới (lần gửi thứ 2)" in office.last("hoa")
    assert "accepted" not in steps(office)


def test_a_return_names_questions_and_reason_and_the_unit_mends_only_those(office):
    returned(office, PLANNED, TRAINED)
    told = office.last("lan")
    assert f"Câu cần sửa: {PLANNED}; {TRAINED}." in told
    assert "Lý do: Chưa khớp quyết định phê duyệt quy hoạch." in told
    act(office, "lan", "[Mở báo cáo]")
    assert "Mục cần chỉnh lý 1/2" in office.last("lan")
    assert "Lý do trả lại: Chưa khớp" in office.last("lan")
    act(office, "lan", "30 12")
    assert "Mục cần chỉnh lý 2/2" in office.last("lan")
    act(office, "lan", "[Giữ nguyên]")
    assert "Kiểm tra trước khi gửi" in office.last("lan")
    act(office, "lan", "[Gửi báo cáo]", "[Xác nhận gửi]")
    act(office, "hoa", "[Xem báo cáo]", "[Mở báo cáo]")
    assert "tổng số 31, nữ 12 (38,7%) → tổng số 30, nữ 12 (40%)" in office.last("hoa")


def test_choosing_again_takes_a_question_back(office):
    send(office)
    read_by(office)
    act(office, "hoa", "[Trả lại]", f"[{PLANNED}]")
    assert "Đã chọn 1" in office.last("hoa")
    act(office, "hoa", f"[✓ {PLANNED}]")
    assert "Đã chọn 0" in office.last("hoa")


def test_without_questions_the_whole_report_goes_back(office):
    returned(office)
    assert "Câu cần sửa: cả báo cáo" in office.last("lan")
    act(office, "lan", "[Mở báo cáo]")
    assert "Kiểm tra trước khi gửi" in office.last("lan")
    assert "Lý do trả lại: Chưa khớp" in office.last("lan")


@pytest.mark.parametrize("reason", ["", "   ", ".", "??", "12 3"])
def test_a_return_without_a_reason_is_not_sent(office, reason):
    send(office)
    read_by(office)
    act(office, "hoa", "[Trả lại]", "[Ghi lý do]", reason)
    assert "Lý do trả lại là bắt buộc" in office.last("hoa")
    assert "returned" not in steps(office)


def test_a_second_return_begins_anew(office):
    returned(office, PLANNED)
    act(office, "lan", "[Mở báo cáo]", "30 12", "[Gửi báo cáo]", "[Xác nhận gửi]")
    read_by(office)
    act(office, "hoa", "[Trả lại]", f"[{PLANNED}]", "[Ghi lý do]", "Vẫn chưa khớp.")
    act(office, "hoa", "[Xác nhận trả lại]")
    act(office, "lan", "[Mở báo cáo]")
    assert "Mục cần chỉnh lý 1/1" in office.last("lan")


def test_extending_one_unit_wants_day_and_reason(office):
    act(office, "hoa", "/tinhhinh", "[Chưa gửi (123)]", "[xã Đại Sơn]", "[Gia hạn]")
    act(office, "hoa", "29/11")
    assert "Hạn mới phải sau hạn hiện tại (29/11/2026)" in office.last("hoa")
    act(office, "hoa", "mai kia", "05/12", "x")
    assert "đến hết ngày 05/12/2026. Lý do" in office.last("hoa")
    act(office, "hoa", "đơn vị mới sắp xếp", "[Xác nhận gia hạn]")
    assert "Đã gia hạn đến hết ngày 05/12/2026. Lý do: đơn vị mới sắp xếp" in office.last("hoa")
    with office.store.read() as tx:
        (decision,) = rounds.decisions_of(tx, "2026")
    assert (decision.unit, decision.value) == ("07627", {"until": "2026-12-05"})


def test_the_extended_unit_is_told_with_the_reason(office):
    act(office, "hoa", "/tinhhinh", "[Chưa gửi (123)]", "[Trang sau]", "[xã Lục Ngạn]")
    act(office, "hoa", "[Gia hạn]", "[04/12/2026]", "lũ lụt", "[Xác nhận gia hạn]")
    told = "đến hết ngày 04/12/2026 (ngày làm việc cuối: thứ Sáu 04/12). Lý do: lũ lụt"
    assert told in office.last("lan")
    assert "Hạn: trước ngày 05/12/2026" in act(office, "lan", "/baocao", "[Để sau]")[0]


def test_an_adhoc_round_of_the_same_form_opens_for_everybody(office):
    act(office, "hoa", "/dotxuat", "abc", "Báo cáo đột xuất quý I/2027", "hôm qua", "15/12")
    act(office, "hoa", "123/SNV-XDCQ ngày 01/11/2026")
    assert "Mở kỳ báo cáo đột xuất cho 123 đơn vị?" in office.last("hoa")
    act(office, "hoa", "[Xác nhận mở kỳ]")
    assert "Đã mở kỳ: Báo cáo đột xuất quý I/2027" in office.last("hoa")
    act(office, "lan", "/baocao")
    assert "Ủy ban nhân dân xã Lục Ngạn đang có 2 kỳ báo cáo mở" in office.last("lan")
    act(office, "lan", "[Báo cáo đột xuất quý I/2027]", "[Chưa]")
    assert "xã Lục Ngạn · Báo cáo đột xuất quý I/2027" in office.last("lan")
    with office.store.read() as tx:
        opened = rounds.round_of(tx, "2026-a1")
    assert opened.request == "123/SNV-XDCQ ngày 01/11/2026"


def test_the_ladder_tells_rounds_apart_where_there_are_several(office):
    alone = act(office, "hoa", "/nhac")[0]
    assert "năm 2026)" not in alone
    act(office, "hoa", "/dotxuat", "Báo cáo đột xuất", "25/11", "[Chưa có]", "[Xác nhận mở kỳ]")
    both = act(office, "hoa", "/nhac")[0]
    assert "(Báo cáo đột xuất)" in both
    assert "2026-a1" not in both


def test_confirming_a_round_twice_opens_it_once(office):
    act(office, "hoa", "/dotxuat", "Báo cáo đột xuất", "15/12", "[Chưa có]")
    line = office.last("hoa")
    office.tap("hoa", "Xác nhận mở kỳ", line=line)
    office.tap("hoa", "Xác nhận mở kỳ", line=line)
    with office.store.read() as tx:
        assert [r.id for r in rounds.all_rounds(tx) if r.kind == "adhoc"] == ["2026-a1"]


def test_all_figures_come_as_one_workbook(office):
    act(office, "hoa", "/tinhhinh", "[Tải XLSX]")
    about = office.last("hoa").about
    assert about == {"paper": "workbook", "round": "2026", "name": "TH-2026.xlsx"}


def test_columns_that_may_point_at_a_person_come_on_a_wish_that_is_noted(office):
    act(office, "hoa", "/tinhhinh", "[Tải XLSX]", "[Tải bản có cột nhạy cảm]")
    assert office.last("hoa").about["sensitive"] == 1
    with office.store.read() as tx:
        assert "sensitive_export" in [entry.what for entry in audit.entries(tx, audit.REST)]


def test_the_coordinator_prints_what_was_sent_not_what_is_being_written(office):
    returned(office, PLANNED)
    act(office, "lan", "[Mở báo cáo]", "30 12")
    act(office, "hoa", "/tinhhinh", "[Đã trả lại (1)]", "[xã Lục Ngạn]", "[Lấy bản DOCX]")
    assert office.last("hoa").about["version"] == 1


def cards(play, name="hoa"):
    return [line.card for line in play.heard[name]]


def test_a_tapped_list_turns_its_page_in_place_and_a_typed_one_comes_anew(office):
    act(office, "hoa", "/tinhhinh", "[Chưa gửi (123)]", "[Trang sau]")
    act(office, "hoa", "Trang trước", "/tinhhinh")
    first, listed, turned, typed, anew = cards(office)
    assert first == listed == turned
    assert len({first, typed, anew}) == 3


def test_an_older_board_that_is_tapped_changes_where_it_stands(office):
    (board,) = act(office, "hoa", "/tinhhinh")
    act(office, "hoa", "/tinhhinh")
    (listed,) = office.tap("hoa", "Chưa gửi (123)", line=board)
    assert listed.card == board.card
