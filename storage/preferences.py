"""A person's own choices and the coordinator's settings, appended; the newest counts."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from storage.engine import Tx
from storage.prepared import Prepared
from storage.tables import preferences, settings


def put(tx: Tx, person: int, name: str, value: Any, now: datetime) -> None:
    """Append a choice of a person. None takes it back."""
    tx.execute(insert(preferences).values(person_id=person, name=name, value=value, at=now))


def get(tx: Tx, person: int, name: str) -> Any:
    """Return the newest value of a person's choice, or None."""
    row = _GET.first(tx, person=person, name_=name)
    return None if row is None else row[0]


def everybody(tx: Tx, name: str) -> dict[int, Any]:
    """Return the newest value of one choice by person; those taken back are absent."""
    table = preferences
    query = select(table.c.person_id, table.c.value).where(table.c.name == name)
    newest = {row.person_id: row.value for row in tx.execute(query.order_by(table.c.id))}
    return {person: value for person, value in newest.items() if value is not None}


def set_setting(tx: Tx, name: str, value: Any, by: int | None, now: datetime) -> None:
    """Append a setting of the coordinator."""
    tx.execute(insert(settings).values(name=name, value=value, by=by, at=now))


def setting(tx: Tx, name: str, default: Any) -> Any:
    """Return the newest value of a setting, or the programme's default."""
    found = _SETTING.first(tx, name_=name)
    return default if found is None or found[0] is None else found[0]


_GET = Prepared(
    select(preferences.c.value)
    .where(
        preferences.c.person_id == bindparam("person"), preferences.c.name == bindparam("name_")
    )
    .order_by(preferences.c.id.desc())
    .limit(1)
)
_SETTING = Prepared(
    select(settings.c.value)
    .where(settings.c.name == bindparam("name_"))
    .order_by(settings.c.id.desc())
    .limit(1)
)
