"""Marks that survive restarts: one value by name (a pause, the last tick, a channel's offset)."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from storage.engine import Tx
from storage.prepared import Prepared
from storage.tables import marks


def get(tx: Tx, name: str) -> Any:
    """Return a mark's value, or None when it was never set."""
    row = _GET.first(tx, mark=name)
    return None if row is None else row[0]


def set_at(tx: Tx, name: str) -> datetime | None:
    """Return when a mark was last set, or None."""
    row = _GET.first(tx, mark=name)
    return None if row is None else row[1]


def put(tx: Tx, name: str, value: Any, now: datetime) -> None:
    """Set a mark."""
    if not _UPDATE.run(tx, mark=name, value=value, at=now):
        _INSERT.run(tx, name=name, value=value, at=now)


_GET = Prepared(select(marks.c.value, marks.c.at).where(marks.c.name == bindparam("mark")))
_UPDATE = Prepared(update(marks).where(marks.c.name == bindparam("mark")), "value", "at")
_INSERT = Prepared(insert(marks), "name", "value", "at")
