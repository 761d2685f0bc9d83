"""Every answer ever given. The newest of a question counts; none is ever changed or removed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, insert, select

from storage.engine import Tx
from storage.prepared import Prepared
from storage.tables import answers


class Given(NamedTuple):
    """An answer as it is stored. `value` is JSON (reports.values); `revision` counts from 1."""

    id: int
    unit: str
    question: str
    revision: int
    value: str
    person: int
    channel: str
    at: datetime
    on_behalf: bool


@dataclass(frozen=True)
class NewAnswer:
    """An answer to be kept; `on_behalf` when the coordinator enters it for the unit."""

    round: str
    unit: str
    question: str
    value: str
    person: int
    channel: str
    on_behalf: bool = False


class ConflictError(Exception):
    """Somebody else answered since the question was asked; `theirs` is what stands now."""

    def __init__(self, theirs: Given | None) -> None:
        super().__init__("the question was answered meanwhile: show both and ask")
        self.theirs = theirs


def put(tx: Tx, new: NewAnswer, replaces: int, now: datetime) -> Given:
    """Append an answer over revision `replaces` (0: over none).

    Raises ConflictError when another revision stands by now. Who comes second never wins
    silently; the unique key (round, unit, question, revision) holds it across processes.
    """
    standing = current_of(tx, new.round, new.unit, new.question)
    if (standing.revision if standing else 0) != replaces:
        raise ConflictError(standing)
    row = _PUT.one(
        tx,
        round=new.round,
        unit=new.unit,
        question=new.question,
        revision=replaces + 1,
        value=new.value,
        replaces=standing.id if standing else None,
        person_id=new.person,
        channel=new.channel,
        at=now,
        on_behalf=new.on_behalf,
    )
    return Given(*row)


def current(tx: Tx, round_id: str, unit: str) -> dict[str, Given]:
    """Return the newest answer of each question of one report."""
    found = map(Given._make, _HISTORY.all(tx, round_=round_id, unit_=unit))
    return {given.question: given for given in found}


def current_of(tx: Tx, round_id: str, unit: str, question: str) -> Given | None:
    """Return the newest answer of one question."""
    row = _NEWEST.first(tx, round_=round_id, unit_=unit, question_=question)
    return Given(*row) if row else None


def history(tx: Tx, round_id: str, unit: str) -> list[Given]:
    """Return every answer of one report, oldest first."""
    found = map(Given._make, _HISTORY.all(tx, round_=round_id, unit_=unit))
    return sorted(found, key=lambda given: given.id)


def current_of_round(
    tx: Tx, round_id: str, units: Iterable[str] | None = None
) -> dict[str, dict[str, Given]]:
    """Return the newest answers of a round by unit and question; untouched units are absent."""
    table = answers
    newest = (
        select(func.max(table.c.id))
        .where(table.c.round == round_id)
        .group_by(table.c.unit, table.c.question)
    )
    if units is not None:
        newest = newest.where(table.c.unit.in_(list(units)))
    found: dict[str, dict[str, Given]] = {}
    for row in tx.execute(select(*_COLUMNS).where(table.c.id.in_(newest))):
        given = Given(*tuple(row))
        found.setdefault(given.unit, {})[given.question] = given
    return found


# In the order of Given.
_COLUMNS = (
    *(answers.c.id, answers.c.unit, answers.c.question, answers.c.revision, answers.c.value),
    *(answers.c.person_id, answers.c.channel, answers.c.at, answers.c.on_behalf),
)
_of_report = (answers.c.round == bindparam("round_"), answers.c.unit == bindparam("unit_"))
_PUT = Prepared(
    insert(answers).returning(*_COLUMNS),
    *("round", "unit", "question", "revision", "value", "replaces", "person_id", "channel"),
    *("at", "on_behalf"),
)
_NEWEST = Prepared(
    select(*_COLUMNS)
    .where(*_of_report, answers.c.question == bindparam("question_"))
    .order_by(answers.c.revision.desc())
    .limit(1)
)
# Sorted as the unique key is, so that nothing is sorted.
_HISTORY = Prepared(
    select(*_COLUMNS).where(*_of_report).order_by(answers.c.question, answers.c.revision)
)
