"""Words typed where a screen stands open: none is swallowed, none is taken for something else."""

import pytest

from plan.units import Role
from tests.handlers.talk import LUC_NGAN, Talk, phrases


@pytest.fixture
def lan(talk: Talk) -> int:
    return talk.somebody("lan", LUC_NGAN)


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("chỉ tiêu của xã mình là gì", "ask_desk.answer"),
        ("hỏi: sở tư pháp làm gì", "ask_desk.answer"),
        ("cho gặp cán bộ phụ trách", "ask_desk.what_to_send"),
        ("cảm ơn em", "ask_desk.thanks"),
        ("25 giờ", "remind.settings"),
        ("9h30", "remind.settings"),
    ],
)
def test_the_settings_hear_an_hour_and_anything_else(talk: Talk, lan: int, typed: str, heard: str):
    talk.says("lan", "tắt nhắc")
    assert phrases(talk.says("lan", typed))[0] == heard


def test_the_settings_lead_home(talk: Talk, lan: int):
    talk.says("lan", "/caidat")
    assert phrases(talk.taps("lan", "Màn hình chính")) == ["home.focal"]


def test_who_goes_on_leave_may_think_better_of_it(talk: Talk, lan: int):
    talk.somebody("minh", LUC_NGAN)
    talk.says("lan", "/caidat")
    talk.taps("lan", "Tạm nghỉ (phép, công tác)")
    assert phrases(talk.says("lan", "thôi để sau")) == ["remind.leave_unclear"]
    assert phrases(talk.taps("lan", "Thôi")) == ["remind.settings"]


def test_home_ends_the_talk(talk: Talk, lan: int):
    talk.says("lan", "chỉ tiêu của xã tôi là gì")
    assert "Tiếp câu trước" in talk.says("lan", "còn sở thì sao")[0].text
    talk.says("lan", "/start")
    assert "Tiếp câu trước" not in talk.says("lan", "còn sở thì sao")[0].text


def test_a_stranger_is_shown_how_to_send_a_question_on(talk: Talk):
    line = talk.says("stranger", "Nộp muộn thì bị phạt bao nhiêu tiền?")[0]
    labels = [choice["label"] for choice in line.choices or []]
    assert "Tham gia một đơn vị để gửi câu hỏi" in labels
    assert phrases(talk.taps("stranger", labels[-1]))[0].startswith("enrol.")


def test_whether_a_unit_has_sent_is_for_the_coordinator(talk: Talk, lan: int):
    talk.somebody("hoa", "SNV", Role.coordinator)
    assert "kỳ báo cáo" in talk.says("hoa", "xã Sơn Động nộp chưa?")[0].text  # the board
    told = talk.says("lan", "xã Sơn Động nộp chưa?")[0].text
    assert "chỉ Sở Nội vụ tỉnh Bắc Ninh xem được" in told
