"""A write is one transaction on disk; nobody overwrites anybody; readers see snapshots."""

import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from storage import marks
from storage.engine import Store
from storage.errors import StorageError
from storage.tables import people

NOW = datetime(2026, 11, 3, 8, tzinfo=UTC)


def count_up(store: Store, times: int) -> None:
    for _ in range(times):
        with store.write() as tx:
            marks.put(tx, "count", (marks.get(tx, "count") or 0) + 1, NOW)


def test_what_one_connection_wrote_another_reads_back(store: Store, database_url: str) -> None:
    with store.write() as tx:
        marks.put(tx, "greeting", {"lời": "xin chào"}, NOW)
    with closing(Store(database_url)) as second, second.read() as tx:
        assert marks.get(tx, "greeting") == {"lời": "xin chào"}
        assert marks.set_at(tx, "greeting") == NOW


def test_a_write_that_raises_leaves_nothing(store: Store) -> None:
    def half_done() -> None:
        with store.write() as tx:
            marks.put(tx, "half", 1, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    with store.read() as tx:
        assert marks.get(tx, "half") is None


def test_a_hundred_concurrent_increments_keep_a_hundred(store: Store, database_url: str) -> None:
    with closing(Store(database_url)) as other:
        threads = [
            threading.Thread(target=count_up, args=(store if n % 2 else other, 10))
            for n in range(10)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    with store.read() as tx:
        assert marks.get(tx, "count") == 100


def test_a_reader_sees_one_moment(store: Store) -> None:
    with store.read() as snapshot:
        assert marks.get(snapshot, "later") is None
        with store.write() as tx:
            marks.put(tx, "later", 1, NOW)
        assert marks.get(snapshot, "later") is None
    with store.read() as tx:
        assert marks.get(tx, "later") == 1


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises((DBAPIError, StorageError)), store.read() as tx:
        tx.execute(insert(people).values(created_at=NOW))


def test_a_write_inside_a_write_is_refused_at_once(store: Store) -> None:
    with store.write(), pytest.raises(RuntimeError, match="pass the open tx"), store.write():
        pass


def test_sqlite_keeps_its_promises(sqlite_url: str) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    with closing(Store(sqlite_url)) as store, store.write() as tx:
        found = {name: tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert found == wanted


def test_a_row_that_points_nowhere_is_refused(store: Store) -> None:
    from storage.tables import identities

    row = {"person_id": 404, "channel": "web", "address": "a", "created_at": NOW}
    with pytest.raises(DBAPIError), store.write() as tx:
        tx.execute(insert(identities).values(row))


def test_moments_come_back_in_utc_to_the_microsecond(store: Store) -> None:
    exact = datetime.fromisoformat("2026-11-29T23:59:59.999999+07:00")
    with store.write() as tx:
        tx.execute(insert(people).values(name="Đỗ Thị Ánh", created_at=exact))
    with store.read() as tx:
        name, moment = tx.execute(select(people.c.name, people.c.created_at)).one()
    assert (name, moment, moment.tzinfo) == ("Đỗ Thị Ánh", exact, UTC)


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="time zone"), store.write() as tx:
        tx.execute(insert(people).values(created_at=NOW.replace(tzinfo=None)))
