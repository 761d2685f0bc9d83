"""Parts of a narrative, kept one by one as they are typed, until they become one answer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, insert, select, update

from storage.engine import Tx
from storage.tables import pieces


@dataclass(frozen=True)
class Place:
    """Whose narrative it is: a person's own, for one question of one report."""

    round: str
    unit: str
    question: str
    person: int


def add(tx: Tx, place: Place, text: str, now: datetime) -> None:
    """Keep one more part."""
    tx.execute(
        insert(pieces).values(
            round=place.round,
            unit=place.unit,
            question=place.question,
            person_id=place.person,
            text=text,
            at=now,
        )
    )


def waiting(tx: Tx, place: Place) -> list[str]:
    """Return the parts that wait to become an answer, oldest first."""
    query = select(pieces.c.text).where(_open(place)).order_by(pieces.c.id)
    return list(tx.execute(query).scalars())


def ever(tx: Tx, round_id: str, unit: str) -> list[str]:
    """Return every part that was ever kept for a report, oldest first."""
    chosen = (pieces.c.round == round_id, pieces.c.unit == unit)
    return list(tx.execute(select(pieces.c.text).where(*chosen).order_by(pieces.c.id)).scalars())


def close(tx: Tx, place: Place, now: datetime, *, last_only: bool = False) -> None:
    """Close the waiting parts (or the last one): they became an answer, or are taken back."""
    chosen = _open(place)
    if last_only:
        newest = select(pieces.c.id).where(chosen).order_by(pieces.c.id.desc()).limit(1)
        chosen = pieces.c.id == newest.scalar_subquery()
    tx.execute(update(pieces).where(chosen).values(closed_at=now))


def _open(place: Place) -> ColumnElement[bool]:
    return and_(
        pieces.c.round == place.round,
        pieces.c.unit == place.unit,
        pieces.c.question == place.question,
        pieces.c.person_id == place.person,
        pieces.c.closed_at.is_(None),
    )
