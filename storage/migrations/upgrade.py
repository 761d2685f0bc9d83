"""Bring a database to this version's schema, after a backup when there is something in it."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from storage.errors import DatabaseDamaged, DatabaseNewer, DatabaseOlder

if TYPE_CHECKING:
    from storage.engine import Store

_HERE = Path(__file__).parent


def config() -> Config:
    """Return Alembic's configuration; there is no file of it."""
    found = Config()
    found.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    found.set_main_option("path_separator", "os")
    return found


def head() -> str:
    """Return the revision of this version of the program."""
    return str(ScriptDirectory.from_config(config()).get_current_head())


def revision_of(tx: Connection) -> str | None:
    """Return the revision a database stands at; None for an empty one."""
    return MigrationContext.configure(tx).get_current_revision()


def known(revision: str) -> bool:
    """Return whether this version of the program knows a revision."""
    script = ScriptDirectory.from_config(config())
    return any(step.revision == revision for step in script.walk_revisions())


def check_schema(store: "Store") -> None:
    """Raise unless a database stands at this version's schema."""
    stands = _stands_at(store)
    if stands != head():
        raise DatabaseOlder(store.where, f"schema {stands}, this version wants {head()}")


def upgrade(store: "Store", now: datetime) -> Path | None:
    """Upgrade to the head revision; return the backup that was made before, or None."""
    stands = _stands_at(store)
    if stands == head():
        return None
    saved = _saved(store, now) if stands else None
    with store.write() as tx:
        upgrade_to(tx, "head")
    return saved


def _stands_at(store: "Store") -> str | None:
    with store.read() as tx:
        stands = revision_of(tx)
        foreign = stands is None and bool(inspect(tx).get_table_names())
    if foreign:
        raise DatabaseDamaged(store.where, "tables that are not ours stand in it")
    if stands is not None and not known(stands):
        raise DatabaseNewer(store.where, f"schema {stands}, this version knows {head()}")
    return stands


def upgrade_to(tx: Connection, revision: str) -> None:
    """Run the migrations up to a revision in an open transaction."""
    settings = config()
    settings.attributes["connection"] = tx
    command.upgrade(settings, revision)


def _saved(store: "Store", now: datetime) -> Path:
    from storage.backup import backup

    return backup(store, store.data_dir / "backups", now)
