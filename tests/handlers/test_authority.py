"""Nobody reads or changes another unit's report: every word and button is judged by the sender."""

import pytest
from sqlalchemy import func, select

from plan.units import Role
from storage import tables
from tests.handlers.office import COMMUNE, OTHER, SENT, TO_REVIEW, act, read_by, send, staffed

FACTS = (
    tables.answers,
    tables.moves,
    tables.submissions,
    tables.explanations,
    tables.pieces,
    tables.files,
    tables.decisions,
    tables.rounds,
)


@pytest.fixture
def office(play):
    staffed(play)
    play.joins("son", OTHER)
    play.joins("xem", COMMUNE, Role.viewer)
    play.joins("chutich", COMMUNE, Role.leader)
    return play


def facts(play):
    with play.store.read() as tx:
        return {t.name: tx.execute(select(func.count()).select_from(t)).scalar() for t in FACTS}


def buttons(play, name):
    """Return the opaque id of every button that somebody was ever shown."""
    return [choice for line in play.heard.get(name, []) for choice in line.buttons.values()]


def stirred(play):
    """Let everybody see many screens: questions, summary, receipt, board, return, extension."""
    act(play, "lan", "/baocao", "[Mục lục]", "[Tiếp tục]", *SENT)
    read_by(play)
    act(play, "hoa", "[Trả lại]", "[Ghi lý do]", "Xin viết rõ hơn.", "[Thôi]")
    act(play, "hoa", "/tinhhinh", "[Chưa gửi (122)]", "[xã Đại Sơn]", "[Gia hạn]", "[Thôi]")


@pytest.mark.parametrize("thief", ["son", "stranger"])
def test_a_button_of_somebody_else_has_no_effect(office, thief):
    stirred(office)
    before = facts(office)
    for choice in [*buttons(office, "lan"), *buttons(office, "hoa")]:
        heard = office.press(thief, choice)
        assert not any("38,7%" in line for line in heard)
    assert facts(office) == before


@pytest.mark.parametrize("name", ["xem", "chutich", "hoa"])
def test_those_who_only_read_cannot_answer(office, name):
    act(office, name, "/baocao")
    for choice in buttons(office, name):
        office.press(name, choice)
    act(office, name, "31 12")
    assert {
        k: v for k, v in facts(office).items() if k in ("answers", "submissions", "moves")
    } == {
        "answers": 0,
        "submissions": 0,
        "moves": 0,
    }


def test_who_lost_the_role_meets_closed_doors_behind_old_buttons(office):
    act(office, "lan", "/baocao", *TO_REVIEW, "[Lấy bản DOCX]", "[Sửa mục khác]")
    act(office, "lan", "[Mục tiêu 2: nữ trong quy hoạch (1/2)]", "[Tiếp tục]", "[Gửi báo cáo]")
    before = facts(office)
    office.leaves("lan", COMMUNE)
    for choice in buttons(office, "lan"):
        heard = office.press("lan", choice)
        assert not any("xã Lục Ngạn ·" in line or "paper" in line.about for line in heard)
    act(office, "lan", "[Xác nhận gửi]", "31 12")
    assert facts(office) == before


def test_who_works_for_another_unit_now_reads_nothing_of_the_former_one(office):
    act(office, "lan", "/baocao", *TO_REVIEW, "[Lấy bản DOCX]", "[Sửa mục khác]")
    before = facts(office)
    office.leaves("lan", COMMUNE)
    office.joins("lan", OTHER)
    for choice in buttons(office, "lan"):
        heard = office.press("lan", choice)
        assert not any("xã Lục Ngạn ·" in line or "paper" in line.about for line in heard)
    assert facts(office) == before


def test_who_only_reads_from_now_on_writes_nothing_by_old_buttons(office):
    act(office, "lan", "/baocao", *TO_REVIEW[:3])
    before = facts(office)
    office.leaves("lan", COMMUNE)
    office.joins("lan", COMMUNE, Role.viewer)
    act(office, "lan", "31 12")
    for choice in buttons(office, "lan"):
        office.press("lan", choice)
    assert facts(office) == before


def test_a_former_coordinator_decides_nothing(office):
    send(office)
    read_by(office)
    act(office, "hoa", "[Trả lại]", "[Ghi lý do]", "Xin viết rõ hơn.")
    act(office, "hoa", "/dotxuat", "Báo cáo đột xuất", "15/12", "[Chưa có]")
    before = facts(office)
    office.leaves("hoa", "SNV")
    for choice in buttons(office, "hoa"):
        office.press("hoa", choice)
    act(office, "hoa", "Xin viết rõ hơn nữa.", "/tinhhinh", "/dotxuat")
    assert facts(office) == before


@pytest.mark.parametrize("name", ["lan", "xem", "chutich", "stranger"])
@pytest.mark.parametrize("command", ["/tinhhinh", "/theodoi", "/dotxuat"])
def test_the_coordinators_commands_are_closed_to_others(office, name, command):
    heard = act(office, name, command)
    assert len(heard) == 1
    assert "dành cho cán bộ tổng hợp" in heard[0]


def test_a_viewer_sees_no_figure_that_could_point_at_a_person(office):
    act(office, "lan", "/baocao", *SENT[:5], "[Có]", "3 1")
    act(office, "xem", "/baocao", "[Mục lục]")
    section = next(b for b in office.last("xem").buttons if b.startswith("Mục tiêu 4"))
    act(office, "xem", f"[{section}]")
    assert "Lãnh đạo, quản lý là người dân tộc thiểu số: ẩn" in office.last("xem")
    act(office, "lan", "[Mục lục]", f"[{section}]")
    assert "Lãnh đạo, quản lý là người dân tộc thiểu số: tổng số 3, nữ 1" in office.last("lan")
