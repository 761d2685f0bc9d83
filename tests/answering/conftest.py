"""The answerer of the Bắc Ninh pack, made once, and the sets of questions."""

import json
import sys
from pathlib import Path

import pytest

from bot.cli.ask import told
from plan.answering.answerer import Answerer
from plan.answering.query import Query, Turn
from plan.programme import find_pack, load_programme

SETS = Path(__file__).parents[1] / "questions"
# The yardstick's files import each other by name, as scripts do.
sys.path.insert(0, str(SETS))


@pytest.fixture(scope="session")
def programme():
    return load_programme(find_pack("bac-ninh-2282"))


@pytest.fixture(scope="session")
def answerer(programme):
    return Answerer(programme)


def cases(name):
    """Return one set of questions."""
    text = (SETS / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def predictions(answerer, questions):
    """Return what is said to each question, in the scorer's shape."""
    for case in questions:
        turns = tuple(Turn(turn["role"], turn["text"]) for turn in case["context"])
        said = answerer.answer(Query(case["question"], case["asker_unit"] or None, turns))
        yield {"id": case["id"], **told(said)}


def scored(questions, told):
    """Return the scorer's measures, each as (how many, of how many)."""
    import score

    return score.score(questions, list(told))[0]
