"""Files that people handed over: names and hashes here, the bytes in the file store."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, insert, select, update

from storage.engine import Tx
from storage.tables import files


@dataclass(frozen=True)
class Kept:
    """A file that was kept. `stored` is its random name, `purpose` signed | plan | other."""

    stored: str
    sha256: str
    name: str
    media_type: str
    size: int
    purpose: str


def add(tx: Tx, report: tuple[str, str], file: Kept, person: int, now: datetime) -> int:
    """Note a kept file of the report of (round, unit) and return its id."""
    row = {"round": report[0], "unit": report[1], "person_id": person, "at": now}
    row |= {name: getattr(file, name) for name in Kept.__dataclass_fields__}
    return int(tx.execute(insert(files).values(**row).returning(files.c.id)).scalar_one())


def count(tx: Tx, round_id: str, unit: str) -> int:
    """Return how many files a report has."""
    query = select(func.count()).select_from(files).where(_standing(round_id, unit))
    return int(tx.execute(query).scalar_one())


def of_report(tx: Tx, round_id: str, unit: str) -> dict[int, Kept]:
    """Return the files of a report by id, oldest first."""
    query = select(files).where(_standing(round_id, unit)).order_by(files.c.id)
    return {
        row.id: Kept(row.stored, row.sha256, row.name, row.media_type, row.size, row.purpose)
        for row in tx.execute(query)
    }


def is_kept(tx: Tx, stored: str) -> bool:
    """Return whether a file of the file store stands in any row, removed ones too."""
    query = select(files.c.id).where(files.c.stored == stored)
    return tx.execute(query).first() is not None


def name_purpose(tx: Tx, round_id: str, unit: str, file_id: int, purpose: str) -> bool:
    """Note what a standing file of this report is; False when it is not one of them."""
    chosen = and_(_standing(round_id, unit), files.c.id == file_id)
    return tx.execute(update(files).where(chosen).values(purpose=purpose)).rowcount == 1


def kept(tx: Tx) -> frozenset[str]:
    """Return the names in the file store of all files that stand in a row, removed ones too."""
    return frozenset(tx.execute(select(files.c.stored)).scalars())


def remove(tx: Tx, round_id: str, unit: str, file_id: int, now: datetime) -> bool:
    """Mark a file of this report as removed; False when it is not one of its standing files."""
    chosen = and_(_standing(round_id, unit), files.c.id == file_id)
    return tx.execute(update(files).where(chosen).values(removed_at=now)).rowcount == 1


def _standing(round_id: str, unit: str) -> ColumnElement[bool]:
    return and_(files.c.round == round_id, files.c.unit == unit, files.c.removed_at.is_(None))
