"""Two focal points on one report see each other and never overwrite silently."""

import pytest

from reports.values import Numbers, from_json
from storage import answers
from tests.handlers.office import COMMUNE, REQUIRED, act, staffed


@pytest.fixture
def office(play):
    staffed(play)
    play.joins("mai", COMMUNE)
    return play


def given(play, question):
    with play.store.read() as tx:
        found = answers.current_of(tx, "2026", COMMUNE, question)
    return from_json(found.value), found.person, found.revision


def test_the_second_answer_to_one_question_shows_both(office):
    act(office, "lan", "/baocao", *REQUIRED[:3])
    act(office, "mai", "/baocao")
    act(office, "lan", "31 12")
    heard = act(office, "mai", "30 11")
    assert len(heard) == 1
    assert "đồng chí Nguyễn Thị Lan" in heard[0]
    assert "Của đồng nghiệp: tổng số 31, nữ 12" in heard[0]
    assert "Của anh/chị: tổng số 30, nữ 11" in heard[0]
    assert given(office, "QH01")[0] == Numbers(boxes={"QH01": 31, "QH02": 12})


@pytest.mark.parametrize(
    ("choice", "total", "who"),
    [("[Giữ của tôi]", 30, "mai"), ("[Giữ của đồng nghiệp]", 31, "lan")],
)
def test_the_second_writer_decides(office, choice, total, who):
    act(office, "lan", "/baocao", *REQUIRED[:3])
    act(office, "mai", "/baocao")
    act(office, "lan", "31 12")
    act(office, "mai", "30 11", choice)
    value, person, _ = given(office, "QH01")
    assert value.boxes["QH01"] == total
    assert person == office.people[who]
    assert "Câu 5/11" in office.last("mai")


def test_a_third_answer_between_shows_both_again(office):
    act(office, "lan", "/baocao", *REQUIRED[:3])
    act(office, "mai", "/baocao")
    act(office, "lan", "31 12")
    act(office, "mai", "30 11")
    act(office, "lan", "[Quay lại]", "32 12")
    act(office, "mai", "[Giữ của tôi]")
    assert "Của đồng nghiệp: tổng số 32, nữ 12" in office.last("mai")
    assert given(office, "QH01")[0].boxes["QH01"] == 32


def test_the_same_answer_twice_is_no_conflict(office):
    act(office, "lan", "/baocao", *REQUIRED[:3])
    act(office, "mai", "/baocao")
    act(office, "lan", "31 12")
    act(office, "mai", "31 12")
    assert "Đồng chí Nguyễn Thị Lan đã nhập mục" in office.last("mai")
    assert "Câu 5/11" in office.last("mai")
    assert given(office, "QH01")[2] == 1


def test_what_a_colleague_answered_since_is_told(office):
    act(office, "lan", "/baocao", *REQUIRED[:2])
    act(office, "mai", "/baocao", "3 1")
    act(office, "lan", "[Quay lại]", "2 2")
    told = office.last("lan").text
    assert "Đồng chí Nguyễn Thị Mai đã nhập mục “Chủ tịch, Phó Chủ tịch UBND”" in told
    assert "tổng số 3, nữ 1" in told


def test_a_colleague_goes_on_where_the_first_stopped(office):
    act(office, "lan", "/baocao", *REQUIRED[:4], "[Để sau]")
    assert "Câu 5/11" in act(office, "mai", "/baocao")[0]


def test_a_colleagues_narrative_is_not_replaced_by_done(office):
    act(office, "lan", "/baocao", *REQUIRED[:8])
    act(office, "mai", "/baocao", "Ý của Mai")
    act(office, "lan", "Ý của Lan", "[Xong]")
    act(office, "mai", "Ý thứ hai của Mai", "[Xong]")
    assert "Của đồng nghiệp: Ý của Lan" in office.last("mai")
    act(office, "mai", "[Giữ của tôi]")
    assert given(office, "TM01")[0].text == "Ý của Mai\nÝ thứ hai của Mai"
