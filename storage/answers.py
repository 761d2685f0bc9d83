"""Every answer ever given. The newest of a question counts; none is ever changed or removed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select

from storage.engine import Tx
from storage.tables import answers


@dataclass(frozen=True)
class Given:
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
    row = {
        "round": new.round,
        "unit": new.unit,
        "question": new.question,
        "revision": replaces + 1,
        "value": new.value,
        "replaces": standing.id if standing else None,
        "person_id": new.person,
        "channel": new.channel,
        "at": now,
        "on_behalf": new.on_behalf,
    }
    return _given(tx.execute(insert(answers).values(**row).returning(answers)).one())


def current(tx: Tx, round_id: str, unit: str) -> dict[str, Given]:
    """Return the newest answer of each question of one report."""
    return {given.question: given for given in history(tx, round_id, unit)}


def current_of(tx: Tx, round_id: str, unit: str, question: str) -> Given | None:
    """Return the newest answer of one question."""
    table = answers
    query = (
        select(table)
        .where(table.c.round == round_id, table.c.unit == unit, table.c.question == question)
        .order_by(table.c.revision.desc())
        .limit(1)
    )
    row = tx.execute(query).first()
    return _given(row) if row else None


def history(tx: Tx, round_id: str, unit: str) -> list[Given]:
    """Return every answer of one report, oldest first."""
    query = select(answers).where(answers.c.round == round_id, answers.c.unit == unit)
    return [_given(row) for row in tx.execute(query.order_by(answers.c.id))]


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
    for row in tx.execute(select(table).where(table.c.id.in_(newest))):
        found.setdefault(row.unit, {})[row.question] = _given(row)
    return found


def _given(row: Row[Any]) -> Given:
    return Given(
        row.id,
        row.unit,
        row.question,
        row.revision,
        row.value,
        row.person_id,
        row.channel,
        row.at,
        row.on_behalf,
    )
