"""Whole talks, turn by turn on the assistant's own answers: the subject is changed, or gone on with.

A line of `talks.txt` is the kind (X: changes, F: goes on), the asker's unit, and the turns, each
with the provisions that answer it ("-": the plan is silent, "*": anything).
"""

from collections import Counter

import pytest

from plan.answering.query import Query, Turn
from tests.answering.conftest import SETS

ROWS = (SETS / "seen" / "talks.txt").read_text(encoding="utf-8").splitlines()


def cited(citations, wanted):
    return any(c == w or c.startswith(f"{w}.") for c in citations[:3] for w in wanted)


def outcome(said, wanted):
    silent = "-" in wanted
    if said.choices:
        behind = silent or any(cited(option.citations, wanted) for option in said.choices)
        return "asked" if behind else "lost"
    fits = silent if said.abstained else cited(said.citations, wanted)
    return "right" if fits or "*" in wanted else "lost"


@pytest.mark.parametrize(("kind", "right", "lost"), [("X", 110, 8), ("F", 105, 22)])
def test_later_turns_of_talks(answerer, kind, right, lost):
    told = Counter()
    for row in ROWS:
        how, unit, *turns = row.split("|")
        talk = ()
        for number, turn in enumerate(turns if how == kind else ()):
            question, _, wanted = turn.rpartition("@")
            said = answerer.answer(Query(question, unit or None, talk))
            told[outcome(said, wanted.split(","))] += number > 0
            talk += (Turn("user", question), Turn("bot", said.answer_text[:300]))
    assert told["right"] >= right
    assert told["lost"] <= lost
