"""Parts of a narrative, kept one by one as they are typed, until they become one answer."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update

from storage.engine import Tx
from storage.prepared import Prepared
from storage.tables import pieces


class Place(NamedTuple):
    """Whose narrative it is: a person's own, for one question of one report."""

    round: str
    unit: str
    question: str
    person: int


def add(tx: Tx, place: Place, text: str, now: datetime) -> None:
    """Keep one more part."""
    round_, unit, question, person = place
    _ADD.run(tx, round=round_, unit=unit, question=question, person_id=person, text=text, at=now)


def waiting(tx: Tx, place: Place) -> list[str]:
    """Return the parts that wait to become an answer, oldest first."""
    return [row[1] for row in _WAITING.all(tx, **_at(place))]


def ever(tx: Tx, round_id: str, unit: str) -> list[str]:
    """Return every part that was ever kept for a report, oldest first."""
    chosen = (pieces.c.round == round_id, pieces.c.unit == unit)
    return list(tx.execute(select(pieces.c.text).where(*chosen).order_by(pieces.c.id)).scalars())


def close(tx: Tx, place: Place, now: datetime, *, last_only: bool = False) -> None:
    """Close the waiting parts (or the last one): they became an answer, or are taken back."""
    rows = [row[0] for row in _WAITING.all(tx, **_at(place))]
    for row in rows[-1:] if last_only else rows:
        _CLOSE.run(tx, row=row, closed_at=now)


def _at(place: Place) -> dict[str, str | int]:
    names = ("round_", "unit_", "question_", "person")
    return dict(zip(names, place, strict=True))


_ADD = Prepared(insert(pieces), "round", "unit", "question", "person_id", "text", "at")
_WAITING = Prepared(
    select(pieces.c.id, pieces.c.text)
    .where(
        pieces.c.round == bindparam("round_"),
        pieces.c.unit == bindparam("unit_"),
        pieces.c.question == bindparam("question_"),
        pieces.c.person_id == bindparam("person"),
        pieces.c.closed_at.is_(None),
    )
    .order_by(pieces.c.id)
)
_CLOSE = Prepared(update(pieces).where(pieces.c.id == bindparam("row")), "closed_at")
