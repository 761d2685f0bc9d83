"""Moves of a report's life, appended. What state follows from them is reports/states.py's word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from storage.engine import Tx
from storage.prepared import Prepared, Row
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
    return int(_ADD.one(tx, **row, person_id=person, at=now)[0])


def of_report(tx: Tx, round_id: str, unit: str) -> list[Move]:
    """Return the moves of one report, oldest first."""
    return [_move(row) for row in _OF_REPORT.all(tx, round_=round_id, unit_=unit)]


def of_round(tx: Tx, round_id: str) -> dict[str, list[Move]]:
    """Return the moves of a round by unit, oldest first; units without any are absent."""
    found: dict[str, list[Move]] = {}
    for move in map(_move, _OF_ROUND.all(tx, round_=round_id)):
        found.setdefault(move.unit, []).append(move)
    return found


def _move(row: Row) -> Move:
    number, unit, what, value, person, at = row
    return Move(number, unit, what, value or {}, person, at)


_ADD = Prepared(
    insert(moves).returning(moves.c.id), "round", "unit", "what", "value", "person_id", "at"
)
_COLUMNS = (moves.c.id, moves.c.unit, moves.c.what, moves.c.value, moves.c.person_id, moves.c.at)
_of_round = select(*_COLUMNS).where(moves.c.round == bindparam("round_")).order_by(moves.c.id)
_OF_ROUND = Prepared(_of_round)
_OF_REPORT = Prepared(_of_round.where(moves.c.unit == bindparam("unit_")))
