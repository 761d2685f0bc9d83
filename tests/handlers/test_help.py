"""Never silence, and no menu that leads nowhere."""

import pytest

from handlers import commands
from handlers.inbound import Kind
from handlers.turn import directory
from plan.actions import Action
from plan.units import Role
from tests.handlers.talk import LUC_NGAN, Talk, phrases

ODDITIES = ("sticker", "voice", "photo", "edited", "forwarded", "other", "location")


def test_every_command_of_the_menu_is_answered_by_a_desk(programme):
    known = directory()
    for listed in commands.COMMANDS:
        assert listed.name in known.commands
        assert listed.word in programme.phrases


@pytest.mark.parametrize("role", [None, *Role])
def test_every_role_has_help_and_a_way_to_stop(role):
    names = [command.name for command in commands.of_role(role)]
    assert {"hoi", "trogiup", "huy"} <= set(names)
    assert ("duyet" in names) is (role is Role.coordinator)
    assert ("baocao" in names) is (role in {Role.focal, Role.leader, Role.viewer})


def test_every_button_there_is_is_answered_by_a_desk():
    assert {action for action in Action if action not in directory().pressed} == set()


@pytest.mark.parametrize("oddity", ODDITIES)
@pytest.mark.parametrize("who", ["lan", "stranger"])
def test_anything_odd_is_answered_once_a_minute(talk: Talk, oddity: str, who: str):
    talk.somebody("lan", LUC_NGAN)
    said = phrases(talk.hears(who, kind=Kind.odd, oddity=oddity))
    assert said[0] == f"help.odd_{oddity}"
    assert len(said) == 2
    for _ in range(2):
        assert talk.hears(who, kind=Kind.odd, oddity=oddity) == []
    talk.hears(who, kind=Kind.odd, oddity=oddity)
    assert phrases(talk.hears(who, kind=Kind.odd, oddity=oddity)) == []


def test_a_forwarded_text_is_no_answer_but_may_be_a_question(talk: Talk):
    talk.somebody("lan", LUC_NGAN)
    talk.says("lan", "/bangiao")
    said = phrases(talk.says("lan", "Lê Văn Minh", oddity="forwarded"))
    assert said == ["help.odd_forwarded", "people.hand_over_again"]
    talk.says("lan", "/huy")
    said = phrases(talk.says("lan", "hạn gửi báo cáo là khi nào", oddity="forwarded"))
    assert "help.odd_forwarded" not in said


@pytest.mark.parametrize(
    "typed",
    [
        "/",
        "//",
        "/1",
        "/ bao cao",
        "/" + "a" * 40,
        "/start/../..",
        "/hàn",
        "/HAN",
        "/han@other_bot",
    ],
)
def test_a_slash_in_front_of_anything_is_survived(talk: Talk, typed: str):
    talk.somebody("lan", LUC_NGAN)
    assert talk.says("lan", typed)


@pytest.mark.parametrize("typed", ["/xyz", "/baoca", "/bot_father", "/startt"])
def test_an_unknown_command_names_the_nearest(talk: Talk, typed: str):
    talk.somebody("lan", LUC_NGAN)
    assert phrases(talk.says("lan", typed)) == ["help.unknown_command"]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n", "\u200b", "\u202e", "🙂", "a" * 5000, "<b>&", "{unit}", "\x00", "ﷺ" * 300],
)
@pytest.mark.parametrize("where", ["home", "handover", "name", "unit", "code", "phone"])
def test_nothing_typed_anywhere_breaks_a_desk(talk: Talk, text: str, where: str):
    talk.somebody("lan", LUC_NGAN)
    way = {
        "home": "/start",
        "handover": "/bangiao",
        "name": "/hoso",
        "unit": "/thamgia",
        "code": "/ma",
        "phone": "/hoso",
    }
    talk.says("lan", way[where])
    if where in {"name", "phone"}:
        talk.taps("lan", "Sửa họ tên" if where == "name" else "Sửa điện thoại")
    assert talk.says("lan", text)
