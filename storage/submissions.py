"""What units sent: immutable versions with their receipts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, select

from storage.engine import Tx
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


def first_times(tx: Tx, round_id: str) -> dict[str, tuple[datetime, bool]]:
    """Return when each unit first sent, and whether any version came on time, by unit."""
    table = submissions
    query = (
        select(table.c.unit, table.c.at, table.c.on_time)
        .where(table.c.round == round_id)
        .order_by(table.c.version.desc())
    )
    found: dict[str, tuple[datetime, bool]] = {}
    for row in tx.execute(query):
        found[row.unit] = (row.at, row.on_time or found.get(row.unit, (row.at, False))[1])
    return found


def accepted_before(tx: Tx, unit: str, year: int) -> Submission | None:
    """Return the newest accepted version of the unit's annual report of an earlier year."""
    query = _accepted(unit).where(rounds.c.year < year)
    row = tx.execute(query).first()
    return _submission(row) if row else None


def _accepted(unit: str) -> Select[Any]:
    accepted = (
        select(moves.c.round, func.max(moves.c.at).label("at"))
        .where(moves.c.unit == unit, moves.c.what == "accepted")
        .group_by(moves.c.round)
        .subquery()
    )
    return (
        select(submissions)
        .join(rounds, rounds.c.id == submissions.c.round)
        .join(accepted, accepted.c.round == submissions.c.round)
        .where(
            submissions.c.unit == unit,
            submissions.c.at <= accepted.c.at,
            rounds.c.kind == "annual",
        )
        .order_by(rounds.c.year.desc(), submissions.c.version.desc())
        .limit(1)
    )


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
