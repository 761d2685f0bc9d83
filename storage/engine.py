"""Open the database the right way; one `write()` is one transaction."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError

from storage import opening
from storage.errors import DatabaseUnreachable
from storage.faulty import driver_errors, translated

# An open transaction. Other floors name it so and need no SQL library.
Tx = Connection
# In Tx.info of a write transaction: who was found behind an account (storage/people.py).
ACCOUNTS = "accounts"


class Store:
    """A database by URL: `sqlite:///path` or `postgresql+psycopg://...`.

    Threads may share it. `data_dir` holds the file store, backups and the lock file; for SQLite
    it defaults to the database's folder.
    """

    def __init__(self, url: str, data_dir: Path | None = None) -> None:
        self.url = _parsed(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.path = opening.sqlite_path(self.url)
            self.writer = opening.sqlite_writer(self.url)
            self.readers = opening.sqlite_readers(self.url)
        else:
            self.path = Path()
            try:
                self.writer = opening.postgresql_writer(self.url)
                self.readers = opening.postgresql_readers(self.url)
            except ImportError:
                why = "the driver is missing: install with the extra [postgresql]"
                raise DatabaseUnreachable(self.where, why) from None
        self.data_dir = data_dir or (self.path.parent if self.is_sqlite else Path("data"))
        self._writing = threading.Lock()
        self._owner: int | None = None

    @property
    def where(self) -> str:
        """Return what to call this database in a message: never with a password."""
        return str(self.path) if self.is_sqlite else self.url.render_as_string(hide_password=True)

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """Open the one write transaction; committed at the end, rolled back by an exception.

        Raises a StorageError when the database cannot do it.
        """
        if self._owner == threading.get_ident():
            raise RuntimeError("a write inside a write: pass the open tx on instead")
        with self._writing, self._open(self.writer) as tx:
            self._owner = threading.get_ident()
            tx.info.clear()  # the connection outlives a transaction, what was noted in it must not
            tx.info[ACCOUNTS] = {}
            try:
                yield tx
            finally:
                self._owner = None

    def hurry(self) -> None:
        """Give up soon when another process writes: for a server, where everybody would wait."""
        if self.is_sqlite:
            opening.hurry(self.writer)

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Open a snapshot to read from. Nothing can be written in it."""
        with self._open(self.readers) as tx:
            yield tx

    @contextmanager
    def _open(self, engine: Engine) -> Iterator[Tx]:
        try:
            with engine.begin() as tx:
                yield tx
        except driver_errors() as error:
            if known := translated(error, self.where):
                raise known from error
            raise

    def upgrade(self, now: datetime) -> Path | None:
        """Bring the schema to this version; return the backup made before, if there was a need.

        Raises DatabaseNewer when the database is from a later version.
        """
        from storage.migrations import standing

        if standing.is_current(self):
            return None
        from storage.migrations.upgrade import upgrade

        return upgrade(self, now)

    def check_schema(self) -> None:
        """Look whether the schema is this version's, changing nothing.

        Raises DatabaseOlder, DatabaseNewer or DatabaseDamaged. For commands beside a server.
        """
        from storage.migrations.upgrade import check_schema

        check_schema(self)

    def close(self) -> None:
        """Close all connections."""
        self.writer.dispose()
        self.readers.dispose()


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUnreachable("TROLY_DATABASE_URL", "not a database URL") from None
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database:
        return parsed
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    raise DatabaseUnreachable(parsed.render_as_string(hide_password=True), "unknown database")
