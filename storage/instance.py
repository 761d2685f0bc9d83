"""Who may run on this database: one server at a time, held by the operating system."""

import fcntl
import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from storage.errors import DatabaseLocked, SecondInstance
from storage.faulty import driver_errors, translated

if TYPE_CHECKING:
    import psycopg

    from storage.engine import Store

_NOTICE_MS = 1000


class Hold:
    """A lock that ends with the process, however it ends. `release` ends it earlier."""

    def __init__(
        self, file: int | None = None, session: "psycopg.Connection | None" = None
    ) -> None:
        self._file = file
        self._session = session

    def is_held(self) -> bool:
        """Return whether the lock still holds; PostgreSQL drops it with its session."""
        if self._session is None:
            return self._file is not None
        try:
            self._session.execute("SELECT 1")
        except driver_errors():
            return False
        return True

    def release(self) -> None:
        """Let another process have it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if self._session is not None:
            # Unlocked before it is closed: the server's side ends a little after the client's.
            with suppress(*driver_errors()):
                self._session.execute("SELECT pg_advisory_unlock_all()")
            self._session.close()
            self._session = None


def hold(store: "Store", what: str = "server", *, patient: bool = True) -> Hold:
    """Take the lock `what` of a database. Raises SecondInstance when another process has it.

    SQLite: a lock file beside the database, held by flock. PostgreSQL: an advisory lock on a
    session of its own; who is `patient` waits for as long as the server may need to notice that
    a client was killed.
    """
    if store.is_sqlite:
        return _hold_file(store.path.with_name(f"{store.path.name}.{what}.lock"), store.where)
    return _hold_advisory(store, what, _NOTICE_MS if patient else 1)


def _hold_file(path: Path, where: str) -> Hold:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        raise SecondInstance(where) from None
    return Hold(file=file)


def _hold_advisory(store: "Store", what: str, wait_ms: int) -> Hold:
    number = zlib.crc32(f"troly:{what}".encode())
    try:
        session = _session_apart(store)
        try:
            session.execute(f"SET lock_timeout = {wait_ms}")
            session.execute(f"SELECT pg_advisory_lock({number})")
        except BaseException:
            session.close()
            raise
    except driver_errors() as error:
        known = translated(error, store.where)
        if isinstance(known, DatabaseLocked):
            raise SecondInstance(store.where) from None
        if known:
            raise known from error
        raise
    return Hold(session=session)


def _session_apart(store: "Store") -> "psycopg.Connection":
    """Return a session that is no pool's: it lives as long as the hold."""
    borrowed = store.readers.raw_connection()
    session: psycopg.Connection = borrowed.driver_connection  # type: ignore[assignment]
    borrowed.detach()
    session.autocommit = True
    return session
