"""Steps of the ladder that were dealt with, and what contacts pressed on reminders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, insert, select, update

from storage.columns import Moment
from storage.engine import Tx
from storage.prepared import Prepared, insert_new
from storage.tables import (
    answers,
    decisions,
    identities,
    memberships,
    moves,
    outbox,
    preferences,
    reminders,
    responses,
    rounds,
    settings,
)


@dataclass(frozen=True)
class NewStep:
    """A step to be remembered. outcome: promised, collapsed or expired."""

    round: str
    unit: str
    person: int | None
    cycle: str
    step: str
    due_at: datetime
    outcome: str
    why: str
    line: int | None = None


@dataclass(frozen=True)
class Remembered:
    """A step with what became of its message."""

    id: int
    round: str
    unit: str
    person: int | None
    cycle: str
    step: str
    due_at: datetime
    outcome: str
    why: str
    at: datetime
    line: int | None
    channel: str | None
    attempts: int
    delivered_at: datetime | None
    settled_at: datetime | None
    failure: str | None


@dataclass(frozen=True)
class Response:
    """A button pressed on a reminder; `called` is the coordinator's note of a phone call."""

    round: str
    unit: str
    person: int
    what: str
    value: dict[str, Any]
    at: datetime


# --- steps -----------------------------------------------------------------------------------
def remember(tx: Tx, new: NewStep, now: datetime) -> bool:
    """Remember a step, for ever; False when it was remembered before."""
    values = {
        "round": new.round,
        "unit": new.unit,
        "person_id": new.person,
        "cycle": new.cycle,
        "step": new.step,
        "due_at": new.due_at,
        "outcome": new.outcome,
        "why": new.why,
        "outbox_id": new.line,
        "at": now,
    }
    if new.person is None and tx.execute(_same(select(reminders.c.id), new)).first():
        return False  # NULL is never equal to NULL, the unique key does not see it
    return _REMEMBER.first(tx, **values) is not None


def supersede(tx: Tx, new: NewStep) -> bool:
    """Let another message make a promised step good; False when it was not promised.

    What its own message was to make good goes over to the new one too.
    """
    change = {"outcome": new.outcome, "why": new.why, "outbox_id": new.line}
    promised = _same(select(reminders.c.id, reminders.c.outbox_id), new)
    found = tx.execute(promised.where(reminders.c.outcome == "promised")).first()
    if found is None:
        return False
    r = reminders.c
    tx.execute(update(reminders).where(r.id == found.id).values(**change))
    tx.execute(
        update(reminders)
        .where(r.outbox_id == found.outbox_id, r.round == new.round, r.unit == new.unit)
        .where(r.outcome == "collapsed")
        .values(outbox_id=new.line)
    )
    return True


def _same(statement: Any, new: NewStep) -> Any:
    r = reminders.c
    person = r.person_id.is_(None) if new.person is None else r.person_id == new.person
    return statement.where(
        r.round == new.round, r.unit == new.unit, person, r.cycle == new.cycle, r.step == new.step
    )


def of_rounds(tx: Tx, round_ids: Iterable[str]) -> list[Remembered]:
    """Return the remembered steps of rounds, oldest first."""
    return _read(tx, _SELECT.where(reminders.c.round.in_(list(round_ids))))


def of_unit(tx: Tx, round_id: str, unit: str) -> list[Remembered]:
    """Return the remembered steps of one unit in one round, oldest first."""
    return [Remembered(*row) for row in _OF_UNIT.all(tx, round_=round_id, unit_=unit)]


def of_line(tx: Tx, line: int) -> list[Remembered]:
    """Return the steps that travel in a message, those it makes good included."""
    return [Remembered(*row) for row in _OF_LINE.all(tx, line_=line)]


def since(tx: Tx, moment: datetime, until: datetime | None = None) -> list[Remembered]:
    """Return the steps dealt with from one moment to before another, oldest first."""
    query = _SELECT.where(reminders.c.at >= moment)
    return _read(tx, query.where(reminders.c.at < until) if until else query)


def heard_by(tx: Tx, person: int, after: datetime) -> list[int]:
    """Return the messages of the ladder that reached a person after a moment."""
    return [row[0] for row in _HEARD_BY.all(tx, person=person, after=after)]


def _read(tx: Tx, query: Select[Any]) -> list[Remembered]:
    return [Remembered(*row) for row in tx.execute(query.order_by(reminders.c.id))]


# --- responses -------------------------------------------------------------------------------
def respond(tx: Tx, new: Response) -> None:
    """Append what somebody pressed."""
    tx.execute(
        insert(responses).values(
            round=new.round,
            unit=new.unit,
            person_id=new.person,
            what=new.what,
            value=new.value,
            at=new.at,
        )
    )


def responses_of(tx: Tx, round_ids: Iterable[str], unit: str | None = None) -> list[Response]:
    """Return what was pressed in rounds (by one unit's people), oldest first."""
    query = select(responses).where(responses.c.round.in_(list(round_ids)))
    if unit is not None:
        query = query.where(responses.c.unit == unit)
    return [_response(row) for row in tx.execute(query.order_by(responses.c.id))]


def _response(row: Row[Any]) -> Response:
    return Response(row.round, row.unit, row.person_id, row.what, row.value or {}, row.at)


# --- who can be told -------------------------------------------------------------------------
def accounts(tx: Tx) -> dict[int, list[tuple[str, datetime | None, str]]]:
    """Return everybody's live accounts by person: channel, unreachable since, and why."""
    i = identities.c
    query = select(i.person_id, i.channel, i.unreachable_since, i.unreachable_why)
    found: dict[int, list[tuple[str, datetime | None, str]]] = {}
    for row in tx.execute(query.where(i.ended_at.is_(None)).order_by(i.id)):
        account = (row.channel, row.unreachable_since, row.unreachable_why or "")
        found.setdefault(row.person_id, []).append(account)
    return found


def begun(tx: Tx, round_id: str, units: Iterable[str] | None = None) -> set[str]:
    """Return the units (of these, or of all) that have given any answer in a round."""
    query = select(answers.c.unit).where(answers.c.round == round_id).distinct()
    if units is not None:
        query = query.where(answers.c.unit.in_(list(units)))
    return set(tx.execute(query).scalars())


# --- has anything changed ----------------------------------------------------------------------
def fingerprint(tx: Tx) -> str:
    """Return a word that changes whenever something may make a step due earlier than planned.

    Facts are only appended, so newest ids and newest ends say it all; answers do not matter.
    """
    newest = (
        func.max(table.c.id) for table in (decisions, moves, preferences, responses, settings)
    )
    ends = (
        *(func.max(memberships.c.id), func.max(memberships.c.confirmed_at)),
        *(func.max(memberships.c.ended_at), func.max(identities.c.id)),
        *(func.max(identities.c.unreachable_since), func.count(identities.c.unreachable_since)),
        *(func.count(rounds.c.id), func.max(rounds.c.closed_at), func.max(rounds.c.created_at)),
    )
    asked = [select(what).scalar_subquery() for what in (*newest, *ends)]
    return "|".join(str(value) for value in tx.execute(select(*asked)).one())


_REMEMBER = Prepared(
    insert_new(reminders, "round", "unit", "person_id", "cycle", "step"),
    *(
        "round",
        "unit",
        "person_id",
        "cycle",
        "step",
        "due_at",
        "outcome",
        "why",
        "outbox_id",
        "at",
    ),
)
_SELECT = select(
    *(reminders.c.id, reminders.c.round, reminders.c.unit, reminders.c.person_id),
    *(reminders.c.cycle, reminders.c.step, reminders.c.due_at, reminders.c.outcome),
    *(reminders.c.why, reminders.c.at, reminders.c.outbox_id),
    *(outbox.c.channel, func.coalesce(outbox.c.attempts, 0), outbox.c.delivered_at),
    *(outbox.c.settled_at, outbox.c.failure),
).select_from(reminders.outerjoin(outbox, outbox.c.id == reminders.c.outbox_id))
_OF_UNIT = Prepared(
    _SELECT.where(
        reminders.c.round == bindparam("round_"), reminders.c.unit == bindparam("unit_")
    ).order_by(reminders.c.id)
)
_OF_LINE = Prepared(
    _SELECT.where(reminders.c.outbox_id == bindparam("line_")).order_by(reminders.c.id)
)
_HEARD_BY = Prepared(
    select(outbox.c.id)
    .where(outbox.c.person_id == bindparam("person"))
    .where(outbox.c.delivered_at >= bindparam("after", type_=Moment))
    .where(
        outbox.c.id.in_(
            select(reminders.c.outbox_id).where(
                reminders.c.person_id == bindparam("person"), reminders.c.step.not_like("N-%")
            )
        )
    )
)
