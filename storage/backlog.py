"""How the database stands, for those who watch: schema, pragmas, what waits."""

from dataclasses import dataclass

from sqlalchemy import func, select

from storage.engine import Store, Tx
from storage.errors import DatabaseNewer, DatabaseOlder
from storage.inbox import FLOOD
from storage.tables import inbox, outbox

# What SQLite must be told for a promise to hold (storage/opening.py says it at each connect).
_PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}


@dataclass(frozen=True)
class Backlog:
    """Messages not acted on, lines not said, messages put aside with an incident."""

    unread: int
    unsaid: int
    buried: int


def check_schema(store: Store) -> None:
    """Raise DatabaseOlder or DatabaseNewer when the schema is not this version's."""
    from storage.migrations.upgrade import head, known, revision_of

    with store.read() as tx:
        stands = revision_of(tx)
    if stands == head():
        return
    if stands is None or known(stands):
        raise DatabaseOlder(store.where, f"schema {stands}")
    raise DatabaseNewer(store.where, f"schema {stands}")


def wrong_pragmas(store: Store) -> list[str]:
    """Return the pragmas that are not as a promise needs them; none on PostgreSQL."""
    if not store.is_sqlite:
        return []
    with store.read() as tx:
        found = {name: str(tx.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in _PRAGMAS}
    return [f"{name}={value}" for name, value in found.items() if value != _PRAGMAS[name]]


def count(tx: Tx) -> Backlog:
    """Return how much waits."""
    unread = select(func.count()).where(inbox.c.done_at.is_(None))
    unsaid = select(func.count()).where(outbox.c.settled_at.is_(None), outbox.c.channel != "web")
    buried = select(func.count()).where(inbox.c.incident.is_not(None), inbox.c.incident != FLOOD)
    return Backlog(
        tx.execute(unread).scalar_one(),
        tx.execute(unsaid).scalar_one(),
        tx.execute(buried).scalar_one(),
    )
