"""Moves of a report's life, appended. What state follows from them is reports/states.py's word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from storage.engine import Tx
from storage.tables import moves


@dataclass(frozen=True)
class Move:
    """One step of one report: what, by whom, when, and its words or choices."""

    id: int
    unit: str
    what: str
    value: Mapping[str, Any]
    person: int | None
    at: datetime


def add(
    tx: Tx, report: tuple[str, str], what: str, person: int | None, now: datetime, **value: Any
) -> int:
    """Append a move to the report of (round, unit) and return its id."""
    row = {"round": report[0], "unit": report[1], "what": what, "value": value}
    found = tx.execute(insert(moves).values(**row, person_id=person, at=now).returning(moves.c.id))
    return int(found.scalar_one())


def of_report(tx: Tx, round_id: str, unit: str) -> list[Move]:
    """Return the moves of one report, oldest first."""
    return _read(tx, moves.c.round == round_id, moves.c.unit == unit)


def of_round(tx: Tx, round_id: str) -> dict[str, list[Move]]:
    """Return the moves of a round by unit, oldest first; units without any are absent."""
    found: dict[str, list[Move]] = {}
    for move in _read(tx, moves.c.round == round_id):
        found.setdefault(move.unit, []).append(move)
    return found


def _read(tx: Tx, *conditions: Any) -> list[Move]:
    query = select(moves).where(*conditions).order_by(moves.c.id)
    return [
        Move(row.id, row.unit, row.what, row.value or {}, row.person_id, row.at)
        for row in tx.execute(query)
    ]
