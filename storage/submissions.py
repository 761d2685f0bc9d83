"""What units sent: immutable versions with their receipts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select

from storage.columns import Moment
from storage.engine import Tx
from storage.prepared import Prepared
from storage.tables import moves, rounds, submissions


@dataclass(frozen=True)
class Submission:
    """One version of one report. `content` is what stood in it: answers, explanations."""

    round: str
    unit: str
    version: int
    form_version: str
    content: Mapping[str, Any]
    receipt: str
    person: int
    at: datetime
    on_time: bool

    @property
    def answers(self) -> Mapping[str, str]:
        """Return the answers of this version as stored JSON, by question id."""
        return dict(self.content.get("answers", {}))


def add(tx: Tx, new: Submission) -> None:
    """Append a version. Two of the same number cannot both stand (unique)."""
    tx.execute(
        insert(submissions).values(
            round=new.round,
            unit=new.unit,
            version=new.version,
            form_version=new.form_version,
            content=dict(new.content),
            receipt=new.receipt,
            person_id=new.person,
            at=new.at,
            on_time=new.on_time,
        )
    )


def versions(tx: Tx, round_id: str, unit: str) -> list[Submission]:
    """Return every version of a report, oldest first."""
    table = submissions
    query = select(table).where(table.c.round == round_id, table.c.unit == unit)
    return [_submission(row) for row in tx.execute(query.order_by(table.c.version))]


def latest(tx: Tx, round_id: str, unit: str) -> Submission | None:
    """Return the newest version of a report."""
    found = versions(tx, round_id, unit)
    return found[-1] if found else None


def version(tx: Tx, round_id: str, unit: str, number: int) -> Submission | None:
    """Return one version of a report."""
    return next((v for v in versions(tx, round_id, unit) if v.version == number), None)


def latest_of_round(tx: Tx, round_id: str) -> dict[str, Submission]:
    """Return the newest version of every unit that sent one, by unit."""
    query = select(submissions).where(submissions.c.round == round_id)
    rows = tx.execute(query.order_by(submissions.c.unit, submissions.c.version))
    return {row.unit: _submission(row) for row in rows}


@dataclass(frozen=True)
class Sent:
    """What a list shows of the newest version of one unit: no content."""

    unit: str
    version: int
    receipt: str
    at: datetime
    on_time: bool


def heads(tx: Tx, round_id: str) -> dict[str, Sent]:
    """Return the newest version of every unit that sent one, without its content."""
    table = submissions
    columns = (table.c.unit, table.c.version, table.c.receipt, table.c.at, table.c.on_time)
    query = select(*columns).where(table.c.round == round_id).order_by(table.c.version)
    return {row.unit: Sent(*row) for row in tx.execute(query)}


def accepted(tx: Tx, round_id: str, unit: str) -> Submission | None:
    """Return the version that was accepted, or None while none is."""
    row = _ACCEPTED.one(tx, round_=round_id, unit_=unit)
    return _version_at(tx, round_id, unit, row[0])


def accepted_before(tx: Tx, unit: str, year: int) -> Submission | None:
    """Return the accepted version of the unit's newest annual report of an earlier year."""
    rows = _ACCEPTED_BEFORE.all(tx, unit_=unit, year_=year)
    found = (_version_at(tx, round_id, unit, moment) for round_id, moment in rows)
    return next((submission for submission in found if submission), None)


def _version_at(tx: Tx, round_id: str, unit: str, moment: datetime | None) -> Submission | None:
    """Return the newest version that was sent by a moment."""
    if moment is None:
        return None
    return next((v for v in reversed(versions(tx, round_id, unit)) if v.at <= moment), None)


def _submission(row: Row[Any]) -> Submission:
    return Submission(
        row.round,
        row.unit,
        row.version,
        row.form_version,
        row.content,
        row.receipt,
        row.person_id,
        row.at,
        row.on_time,
    )


_last = func.max(moves.c.at, type_=Moment)
_of_unit = (moves.c.unit == bindparam("unit_"), moves.c.what == "accepted")
_ACCEPTED = Prepared(select(_last).where(moves.c.round == bindparam("round_"), *_of_unit))
_ACCEPTED_BEFORE = Prepared(
    select(rounds.c.id, _last)
    .join_from(rounds, moves, moves.c.round == rounds.c.id)
    .where(rounds.c.kind == "annual", rounds.c.year < bindparam("year_"), *_of_unit)
    .group_by(rounds.c.id, rounds.c.year)
    .order_by(rounds.c.year.desc())
)
