"""Opening the two engines the right way: what SQLite and PostgreSQL need to keep a promise."""

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event

# Milliseconds a writer of another process (a command beside the server) may keep us waiting.
BUSY_MS = 10_000
_HURRY_MS = 1_000  # the same for a server, which tries again and lets others speak in between
# Every writer takes this lock first, so that PostgreSQL writes one transaction after the other,
# as SQLite does: what holds on one engine holds on the other.
_WRITERS = 0x7472_6F6C  # "trol"


def sqlite_path(url: URL) -> Path:
    """Return the file of a SQLite URL."""
    return Path(url.database or "").absolute()


def sqlite_writer(url: URL) -> Engine:
    """Return the engine of the one writer connection: BEGIN IMMEDIATE, durable at COMMIT."""
    engine = _sqlite(url, pool_size=1, read_only=False)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def sqlite_readers(url: URL) -> Engine:
    """Return the engine of the readers: each transaction is a snapshot, nothing can be written."""
    engine = _sqlite(url, pool_size=4, read_only=True)
    event.listen(engine, "begin", _begin_deferred)
    return engine


def hurry(engine: Engine) -> None:
    """Let a writer's engine wait for others a moment only."""

    def shorten(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA busy_timeout={_HURRY_MS}")

    event.listen(engine, "connect", shorten)
    engine.dispose()


def _sqlite(url: URL, *, pool_size: int, read_only: bool) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=BUSY_MS / 1000,
        connect_args={"check_same_thread": False, "cached_statements": 512},
        hide_parameters=True,
    )

    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        pragmas = (
            f"busy_timeout={BUSY_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "cache_size=-16000",
            f"query_only={'ON' if read_only else 'OFF'}",
        )
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    return engine


def _begin_immediate(tx: Connection) -> None:
    tx.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(tx: Connection) -> None:
    tx.exec_driver_sql("BEGIN")


def postgresql_writer(url: URL) -> Engine:
    """Return the engine of PostgreSQL's writer: one transaction after the other, all processes."""
    engine = create_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 10,
            "options": "-c idle_in_transaction_session_timeout=60s",
        },
        hide_parameters=True,
    )
    event.listen(engine, "begin", _queue_up)
    return engine


def _queue_up(tx: Connection) -> None:
    tx.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def postgresql_readers(url: URL) -> Engine:
    """Return the engine of PostgreSQL's readers: snapshots, read only."""
    return create_engine(
        url,
        pool_size=4,
        max_overflow=0,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
        connect_args={"connect_timeout": 10},
        hide_parameters=True,
    )
