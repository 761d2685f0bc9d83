"""Sending and what follows: receipts, times, recalling, asking to mend, the official number."""

import pytest

from plan.units import Role
from storage import audit, moves, preferences, rounds, submissions
from storage.rounds import Decision
from tests.handlers.office import COMMUNE, SENT, TO_REVIEW, act, read_by, send, staffed


@pytest.fixture
def office(play):
    return staffed(play)


def versions(play, unit=COMMUNE):
    with play.store.read() as tx:
        return submissions.versions(tx, "2026", unit)


def steps(play, unit=COMMUNE):
    with play.store.read() as tx:
        return [move.what for move in moves.of_report(tx, "2026", unit)]


def test_the_receipt_says_code_time_and_what_comes_next(office):
    heard = act(office, "lan", "/baocao", *SENT)
    receipt, paper = heard
    assert "Mã tiếp nhận: 2026-07582-1-" in receipt
    assert "ngày 02/11/2026, đúng hạn" in receipt
    assert "Tiếp theo: Sở Nội vụ tỉnh Bắc Ninh xem và duyệt" in receipt
    assert receipt.copies["Chép mã tiếp nhận"] == versions(office)[0].receipt
    assert paper.about == {
        "paper": "report",
        "name": "BC-07582-2026-v1.docx",
        "round": "2026",
        "unit": COMMUNE,
        "version": 1,
    }


def test_coordinators_colleagues_and_leaders_are_told(office):
    office.joins("mai", COMMUNE)
    office.joins("chutich", COMMUNE, Role.leader)
    send(office)
    assert "xã Lục Ngạn đã gửi báo cáo (lần gửi đầu, đúng hạn)" in office.last("hoa")
    for name in ("mai", "chutich"):
        assert "Đồng chí Nguyễn Thị Lan đã gửi báo cáo" in office.last(name)


@pytest.mark.parametrize(
    ("moment", "in_time"),
    [("2026-11-29 23:59", True), ("2026-11-30 00:00", False), ("2026-12-02 08:00", False)],
)
def test_late_begins_with_the_day_named_in_the_plan(office, moment, in_time):
    act(office, "lan", "/baocao", *TO_REVIEW, "[Gửi báo cáo]")
    office.at(moment)
    office.now -= office.step
    heard = act(office, "lan", "[Xác nhận gửi]")
    assert ("đúng hạn" if in_time else "muộn so với hạn") in heard[0]
    assert versions(office)[0].on_time is in_time


def test_an_extension_moves_the_deadline_of_one_unit(office):
    until = {"until": "2026-12-05"}
    with office.store.write() as tx:
        new = Decision(0, "2026", COMMUNE, "extend", until, "mới sáp nhập", office.now, None)
        rounds.decide(tx, new)
    office.at("2026-12-04 08:00")
    send(office)
    assert versions(office)[0].on_time


def test_sending_twice_by_one_button_is_one_version(office):
    act(office, "lan", "/baocao", *TO_REVIEW, "[Gửi báo cáo]")
    button = office.last("lan")
    office.tap("lan", "Xác nhận gửi", line=button)
    office.tap("lan", "Xác nhận gửi", line=button)
    assert len(versions(office)) == 1
    assert "Đã gửi, chờ xem" in office.last("lan")


def test_recalled_freely_until_it_is_opened(office):
    send(office)
    act(office, "lan", "[Rút về để sửa]", "[Xác nhận rút]")
    assert "Đã rút báo cáo về" in office.last("lan")
    assert "đã rút báo cáo về" in office.last("hoa")
    act(office, "lan", "[Gửi báo cáo]", "[Xác nhận gửi]")
    assert [v.version for v in versions(office)] == [1, 2]
    assert "lần gửi thứ 2" in office.heard["lan"][-2]


def test_once_opened_it_is_asked_for(office):
    send(office)
    receipt = office.heard["lan"][-2]
    read_by(office)
    office.tap("lan", "Rút về để sửa", line=receipt)
    assert "đã được mở xem nên không tự rút được" in office.last("lan")
    act(office, "lan", "[Xin sửa]", "nhầm số nữ trong quy hoạch")
    assert "Lý do: nhầm số nữ trong quy hoạch" in office.last("hoa")
    act(office, "hoa", "[Xem báo cáo]", "[Cho phép sửa]")
    assert "cho phép" in office.last("lan")
    act(office, "lan", "[Mở báo cáo]", "[Gửi báo cáo]", "[Xác nhận gửi]")
    assert len(versions(office)) == 2


def test_a_refused_wish_leaves_the_report_as_it_was(office):
    send(office)
    read_by(office)
    act(office, "lan", "/baocao", "[Xin sửa]", "muốn viết lại", "/baocao")
    assert "Xin sửa" not in office.last("lan").buttons
    act(office, "hoa", "[Xem báo cáo]", "[Từ chối]")
    assert "chưa cho phép" in office.last("lan")
    assert steps(office)[-1] == "reopen_refused"
    act(office, "lan", "/baocao")
    assert "Xin sửa" in office.last("lan").buttons


def test_the_first_time_in_time_is_kept_by_a_late_new_version(office):
    send(office)
    read_by(office)
    act(office, "hoa", "[Trả lại]", "[Ghi lý do]", "Xin viết rõ phần kiến nghị.")
    act(office, "hoa", "[Xác nhận trả lại]")
    office.at("2026-12-03 08:00")
    act(office, "lan", "[Mở báo cáo]", "[Gửi báo cáo]")
    receipt = act(office, "lan", "[Xác nhận gửi]")[0]
    assert "Thời điểm gửi đúng hạn lần đầu" in receipt
    assert [v.on_time for v in versions(office)] == [True, True]


def test_the_number_comes_later_and_blocks_nothing(office):
    send(office)
    act(office, "lan", "[Ghi số, ký hiệu]", "125/BC-UBND ngày 02/11/2026")
    assert "Văn bản phát hành: 125/BC-UBND ngày 02/11/2026" in office.last("lan")
    assert versions(office)[0].version == 1


def test_somebody_not_confirmed_fills_in_but_does_not_send(office):
    office.joins("moi", "07615", confirmed=False)
    act(office, "moi", "/baocao", *TO_REVIEW, "[Gửi báo cáo]")
    assert "chưa xác nhận anh/chị là đầu mối" in office.last("moi")
    assert versions(office, "07615") == []


def test_the_leader_sees_it_first_where_that_is_set(office):
    office.joins("chutich", COMMUNE, Role.leader)
    with office.store.write() as tx:
        preferences.set_setting(tx, "leader_approval", True, None, office.now)
    act(office, "lan", "/baocao", *TO_REVIEW, "[Gửi báo cáo]", "[Trình lãnh đạo]")
    assert "chờ đồng chí xem trước khi gửi" in office.last("chutich")
    assert "tổng số 31, nữ 12 (38,7%)" in office.last("chutich")
    assert versions(office) == []
    act(office, "chutich", "[Đề nghị sửa]", "Bổ sung kiến nghị về kinh phí")
    assert "đề nghị sửa báo cáo của Ủy ban nhân dân xã Lục Ngạn: Bổ sung kiến nghị" in office.last(
        "lan"
    )
    act(office, "lan", "[Tiếp tục]", "[Gửi báo cáo]", "[Trình lãnh đạo]")
    heard = act(office, "chutich", "[Đồng ý, gửi đi]")
    assert "Mã tiếp nhận" in heard[0]
    assert versions(office)[0].person == office.people["chutich"]
    assert "đã gửi báo cáo" in office.last("lan")


def test_without_a_leader_it_leaves_at_once_although_that_is_set(office):
    with office.store.write() as tx:
        preferences.set_setting(tx, "leader_approval", True, None, office.now)
    send(office)
    assert len(versions(office)) == 1


def test_a_report_with_the_leader_is_taken_back_by_the_focal_point(office):
    office.joins("chutich", COMMUNE, Role.leader)
    with office.store.write() as tx:
        preferences.set_setting(tx, "leader_approval", True, None, office.now)
    act(office, "lan", "/baocao", *TO_REVIEW, "[Gửi báo cáo]", "[Trình lãnh đạo]")
    asked = office.last("chutich")
    act(office, "lan", "[Rút về để sửa]", "[Xác nhận rút]")
    assert "rút báo cáo khỏi bước trình lãnh đạo" in office.last("lan")
    office.tap("chutich", "Đồng ý, gửi đi", line=asked)
    assert versions(office) == []


def test_every_move_and_answer_stands_in_the_reports_own_chain(office):
    send(office)
    with office.store.read() as tx:
        told = [entry.what for entry in audit.entries(tx, f"report:2026:{COMMUNE}")]
        assert audit.verify_chain(tx, f"report:2026:{COMMUNE}") is None
    assert told.count("answered") == 11
    assert told[-2:] == ["optional", "submitted"]


def test_a_round_that_is_over_takes_nothing_more(office):
    act(office, "lan", "/baocao", "[Chưa]")
    office.at("2027-02-01 08:00")
    act(office, "lan", "2 1")
    assert "Kỳ báo cáo đã kết thúc" in office.last("lan")
    assert steps(office) == []
