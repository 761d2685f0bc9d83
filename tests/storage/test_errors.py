"""What can be wrong with a database is told by type, and never with a password."""

import os
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import marks
from storage.engine import Store
from storage.errors import (
    DatabaseDamaged,
    DatabaseFull,
    DatabaseLocked,
    DatabaseNewer,
    DatabaseUnreachable,
    SecondInstance,
    StorageError,
)
from storage.instance import hold

NOW = datetime(2026, 11, 3, 8, tzinfo=UTC)


def test_a_database_from_a_later_version_is_refused(store: Store) -> None:
    with store.write() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewer, match="9999"):
        store.upgrade(NOW)


@pytest.mark.parametrize(
    "content",
    [b"this is not a database, and it never was one" * 100, b"SQLite format 3\0" + b"x" * 8000],
    ids=["text", "ruined"],
)
def test_a_damaged_file_is_told_apart(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "troly.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged, match="backup"), closing(Store(f"sqlite:///{path}")) as s:
        s.upgrade(NOW)


def test_somebody_elses_tables_are_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "troly.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE wages (amount)")
    with (
        pytest.raises(DatabaseDamaged, match="not ours"),
        closing(Store(f"sqlite:///{path}")) as s,
    ):
        s.upgrade(NOW)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/nowhere/troly.db"
    with pytest.raises(DatabaseUnreachable, match="nowhere"), closing(Store(url)) as store:
        store.upgrade(NOW)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://troly:secret@127.0.0.1:9/troly",
        "mysql://troly:secret@127.0.0.1/troly",
        "sqlite://",
        "not a url",
    ],
)
def test_an_unreachable_database_hides_its_password(url: str) -> None:
    with pytest.raises(DatabaseUnreachable) as caught, closing(Store(url)) as store:
        store.upgrade(NOW)
    told = f"{caught.value} {caught.value.where} {caught.value.why}"
    assert "secret" not in told


def test_a_missing_driver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DatabaseUnreachable, match=r"\[postgresql\]"):
        Store("postgresql://troly:secret@127.0.0.1/troly")


def test_a_full_disk_is_told_and_loses_nothing(sqlite_url: str) -> None:
    with closing(Store(sqlite_url)) as store:
        with store.write() as tx:
            marks.put(tx, "kept", 1, NOW)
        with store.writer.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(DatabaseFull, match="room"), store.write() as tx:
            marks.put(tx, "big", "x" * 1_000_000, NOW)
        with store.read() as tx:
            assert (marks.get(tx, "kept"), marks.get(tx, "big")) == (1, None)


def test_a_database_locked_by_another_program(sqlite_url: str, tmp_path: Path) -> None:
    with closing(Store(sqlite_url)) as store, closing(sqlite3.connect(tmp_path / "troly.db")) as o:
        with store.write() as tx:
            tx.exec_driver_sql("PRAGMA busy_timeout=10")
        o.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseLocked, match="other program"), store.write():
            pass


def test_a_second_instance_is_refused_until_the_first_ends(
    store: Store, database_url: str
) -> None:
    first = hold(store)
    with closing(Store(database_url, store.data_dir)) as other:
        with pytest.raises(SecondInstance, match="already running"):
            hold(other)
        hold(other, "courier").release()
        first.release()
        hold(other).release()


def test_the_hold_of_a_process_that_died_is_free(store: Store, database_url: str) -> None:
    child = os.fork()
    if child == 0:
        hold(Store(database_url, store.data_dir))
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    hold(store).release()


@pytest.mark.postgres
def test_the_hold_of_a_process_just_gone_is_waited_for(postgres_url: str, tmp_path: Path) -> None:
    """PostgreSQL notices a dead client a moment later: a restart must not be refused for it."""
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with (
        closing(Store(postgres_url, tmp_path)) as store,
        closing(Store(postgres_url, tmp_path)) as other,
        ThreadPoolExecutor(1) as thread,
    ):
        first = hold(store)
        second = thread.submit(hold, other)
        with store.read() as tx:
            while not tx.exec_driver_sql(waiting).scalar_one():
                assert not second.done(), second.exception()
        first.release()
        second.result().release()


def test_every_error_tells_where_what_and_how_to_mend() -> None:
    for kind in StorageError.__subclasses__():
        told = str(kind("the place", "the reason"))
        assert told.startswith("the place: ")
        assert "(the reason)" in told
        assert f"Mend: {kind.mend}." in told
