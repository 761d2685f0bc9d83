"""Asked back with buttons: a tap answers, and can be taught to everybody's next question."""

import pytest

from handlers.ask import answerers
from plan.answering.query import Query
from plan.units import Role
from tests.handlers.talk import LUC_NGAN, Talk, phrases

# One of these is unclear to the present voters; which one is theirs to say.
UNCLEAR = (
    "chi tieu quy hoach nu bao nhieu",
    "tỷ lệ thế nào",
    "cái đó bao nhiêu phần trăm",
    "ai làm",
    "cán bộ nữ thì sao",
    "bao giờ xong",
    "đào tạo",
)


@pytest.fixture
def unclear(talk: Talk) -> str:
    ask = answerers.of(talk.programme).answer
    return next(q for q in UNCLEAR if ask(Query(q, LUC_NGAN)).choices)


@pytest.fixture
def hoa(talk: Talk) -> int:
    return talk.somebody("hoa", "SNV", Role.coordinator)


def asked_back(talk: Talk, unclear: str) -> str:
    """Ask, and return the first reading that is offered."""
    (line,) = talk.says("lan", unclear)
    assert line.phrase == "ask_desk.which"
    assert 2 <= len(line.choices) <= 5
    return line.choices[0]["label"]


def test_a_tap_answers_and_is_noted(talk: Talk, hoa: int, unclear: str):
    talk.somebody("lan", LUC_NGAN)
    label = asked_back(talk, unclear)
    assert talk.taps("lan", label)
    assert talk.count("questions") == 1


def test_a_typed_label_is_a_tap(talk: Talk, hoa: int, unclear: str):
    talk.somebody("lan", LUC_NGAN)
    label = asked_back(talk, unclear)
    talk.says("lan", label.upper())
    assert talk.count("questions") == 1


def test_what_is_taught_is_answered_at_once(talk: Talk, hoa: int, unclear: str):
    talk.somebody("lan", LUC_NGAN)
    label = asked_back(talk, unclear)
    told = talk.taps("lan", label)[0]
    talk.says("hoa", "/cauhoi")
    talk.taps("hoa", "Cách hiểu chờ duyệt (1)")
    talk.taps("hoa", "Duyệt tất cả")
    again = talk.says("stranger", unclear.upper() + " ?")
    assert phrases(again) != ["ask_desk.which"]
    if told.phrase == "ask_desk.answer":
        assert phrases(again) == ["ask_desk.answer"]


def test_nobody_else_teaches(talk: Talk, hoa: int, unclear: str):
    talk.somebody("lan", LUC_NGAN)
    talk.taps("lan", asked_back(talk, unclear))
    talk.says("hoa", "/cauhoi")
    talk.taps("hoa", "Cách hiểu chờ duyệt (1)")
    button = talk.button("hoa", "Duyệt tất cả")
    assert phrases(talk.presses("lan", button))[0] == "help.stale"
    talk.end_roles(hoa)
    assert phrases(talk.presses("hoa", button)) == ["enrol.not_coordinator"]
    assert phrases(talk.says("lan", unclear)) == ["ask_desk.which"]


def test_a_tap_after_the_list_was_shown_is_not_taught_with_it(talk: Talk, hoa: int, unclear: str):
    talk.somebody("lan", LUC_NGAN)
    talk.taps("lan", asked_back(talk, unclear))
    talk.says("hoa", "/cauhoi")
    talk.taps("hoa", "Cách hiểu chờ duyệt (1)")
    talk.taps("lan", asked_back(talk, unclear))
    (said,) = talk.taps("hoa", "Duyệt tất cả")
    assert "1 lượt" in said.text
