"""From shares to one decision, whatever the shares are."""

import itertools

import pytest

from plan.answering.decide import decide
from plan.answering.rank import Ranked, ordered

LABELS = (
    *("report.when", "intent.deadline", "fund.source", "target.key", "target.all", "no.money"),
    *("intent.status", "intent.status_all", "scope.time"),
)


@pytest.fixture(scope="module")
def lore(answerer):
    return answerer.lore


def ranked(shares):
    best = ordered(shares)
    first = next(iter(best))
    return Ranked(best, {"classifier": first, "neighbours": first}, 0.5)


@pytest.mark.parametrize("figure", [True, False])
def test_every_decision_can_be_carried_out(lore, figure):
    parts = (0.05, 0.2, 0.3, 0.45)
    for chosen in itertools.permutations(LABELS, len(parts)):
        made = decide(ranked(dict(zip(chosen, parts, strict=True))), lore, figure=figure)
        if made.move == "answer":
            assert {made.label, made.second} - {""} <= set(lore.topic)
        elif made.move == "intent":
            assert made.label.startswith("intent.")


def test_doubt_is_asked_not_answered(lore):
    assert decide(ranked({"fund.source": 0.8, "no.money": 0.2}), lore).move == "ask"
    assert decide(ranked({"fund.source": 0.9, "no.money": 0.1}), lore).move == "answer"


def test_who_asks_for_a_figure_gets_one(lore):
    shares = {"target.key": 0.45, "no.quota_unit": 0.3, "fund.source": 0.25}
    assert decide(ranked(shares), lore, figure=True).label == "target.key"
    assert decide(ranked(shares), lore).move == "ask"
    unsure = {"target.key": 0.3, "target.planned": 0.3, "no.quota_unit": 0.3, "doc.date": 0.1}
    assert decide(ranked(unsure), lore, figure=True).label in ("target.key", "target.all")


def test_a_countdown_and_the_deadline_are_one_answer(lore):
    shares = {"intent.deadline": 0.35, "report.when": 0.3, "fund.source": 0.35}
    made = decide(ranked(shares), lore)
    assert (made.move, made.label) == ("intent", "intent.deadline")
