"""From the drivers' complaints to our own few error types."""

import sqlite3
import sys
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.errors import (
    DatabaseDamaged,
    DatabaseFull,
    DatabaseLocked,
    DatabaseUnreachable,
    StorageError,
)

# By SQLite's primary result code (https://sqlite.org/rescode.html).
_SQLITE = {
    5: DatabaseLocked,  # BUSY
    8: DatabaseUnreachable,  # READONLY
    10: DatabaseUnreachable,  # IOERR
    11: DatabaseDamaged,  # CORRUPT
    13: DatabaseFull,  # FULL
    14: DatabaseUnreachable,  # CANTOPEN
    26: DatabaseDamaged,  # NOTADB
}
# By class of PostgreSQL's SQLSTATE: connection, resources, operator intervention, system error.
_POSTGRES = ("08", "57", "58")


def driver_errors() -> tuple[type[Exception], ...]:
    """Return what the drivers in use may raise; PostgreSQL's is loaded only where it is used."""
    psycopg = sys.modules.get("psycopg")
    common = (DBAPIError, PoolTimeout, sqlite3.Error)
    return (*common, psycopg.Error) if psycopg else common


def translated(error: BaseException, where: str) -> StorageError | None:
    """Return what a driver's error means for us; None when it is about one statement only."""
    if isinstance(error, PoolTimeout):
        return DatabaseLocked(where, "all connections are in use")
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        kind = _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
        return kind(where, str(cause)) if kind else None
    return _postgres(cause, where) if isinstance(cause, driver_errors()) else None


def _postgres(cause: Any, where: str) -> StorageError | None:
    state = cause.sqlstate
    if state == "53100":
        return DatabaseFull(where)
    if state in {"55P03", "40P01"}:
        return DatabaseLocked(where)
    if state is None and isinstance(cause, sys.modules["psycopg"].OperationalError):
        return DatabaseUnreachable(where, str(cause).strip().split("\n", 1)[0])
    if state is not None and state.startswith(_POSTGRES):
        return DatabaseUnreachable(where, state)
    return None
