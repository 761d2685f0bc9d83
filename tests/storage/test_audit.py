"""Audit lines are bound to each other; a change anywhere is found at its first place."""

from contextlib import closing
from datetime import timedelta, timezone

import pytest

from storage import audit
from storage.appendonly import APPEND_ONLY
from storage.audit import Broken
from storage.engine import Store
from tests.storage.support import NOW

CHAIN = "report:2026:07615"
HANOI = timezone(timedelta(hours=7))


def write_some(store: Store) -> None:
    with store.write() as tx:
        for number in range(5):
            audit.append(tx, CHAIN, "answered", 7, NOW, question=f"CC0{number}", note="ý kiến")
        audit.append(tx, audit.REST, "joined", None, NOW.astimezone(HANOI), parts=(1, 2))


def test_a_chain_holds_and_is_read_back_by_another_connection(
    store: Store, database_url: str
) -> None:
    write_some(store)
    with closing(Store(database_url)) as second, second.read() as tx:
        assert audit.chains(tx) == [audit.REST, CHAIN]
        assert audit.verify(tx) == []
        lines = audit.entries(tx, CHAIN)
    assert [line.place for line in lines] == [1, 2, 3, 4, 5]
    assert [line.previous for line in lines[1:]] == [line.hash for line in lines[:-1]]
    assert lines[0].detail == {"question": "CC00", "note": "ý kiến"}


CHANGES = [
    ("what = 'accepted'", 3),
    ("person_id = 8", 3),
    ("at = at + 1", 3),
    ("detail = '{}'", 3),
    ("place = 9", 3),
    ("hash = 'f'", 3),
    ("chain = 'report:2026:other'", 3),
]


@pytest.mark.parametrize(("change", "place"), CHANGES)
def test_a_changed_line_is_found(sqlite_url: str, change: str, place: int) -> None:
    with closing(Store(sqlite_url)) as store:
        write_some(store)
        with store.write() as tx:
            tx.exec_driver_sql("DROP TRIGGER audit_no_update")
            tx.exec_driver_sql(f"UPDATE audit SET {change} WHERE chain = '{CHAIN}' AND place = 3")
        with store.read() as tx:
            assert Broken(CHAIN, place) in audit.verify(tx)


def test_a_removed_line_is_found(sqlite_url: str) -> None:
    with closing(Store(sqlite_url)) as store:
        write_some(store)
        with store.write() as tx:
            tx.exec_driver_sql("DROP TRIGGER audit_no_delete")
            tx.exec_driver_sql(f"DELETE FROM audit WHERE chain = '{CHAIN}' AND place = 2")
        with store.read() as tx:
            assert audit.verify(tx) == [Broken(CHAIN, 2)]


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_history_refuses_to_be_changed(store: Store, statement: str, table: str) -> None:
    with store.write() as tx:
        _one_row(tx, table)
    with pytest.raises(Exception, match="can only grow"), store.write() as tx:
        tx.exec_driver_sql(statement.format(table))
    with store.read() as tx:
        assert tx.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 1


@pytest.mark.postgres
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_history_refuses_to_be_emptied(postgres_url: str, table: str) -> None:
    with (
        closing(Store(postgres_url)) as store,
        pytest.raises(Exception, match="can only grow"),
        store.write() as tx,
    ):
        tx.exec_driver_sql(f"TRUNCATE {table} CASCADE")


def _one_row(tx, table: str) -> None:
    from tests.storage.support import a_round, person

    a_round(tx)
    who = person(tx)
    report = f"'2026', 'u', {who}, 1"
    rows = {
        "audit": "(chain, place, at, what, previous, hash) VALUES ('c', 1, 1, 'w', '', '')",
        "answers": f"(round, unit, person_id, at, question, revision, value, channel, on_behalf)"
        f" VALUES ({report}, 'q', 1, '', 'web', false)",
        "submissions": f"(round, unit, person_id, at, version, form_version, content, receipt,"
        f" on_time) VALUES ({report}, 1, '', '', 'R', true)",
        "moves": f"(round, unit, person_id, at, what) VALUES ({report}, 'submitted')",
    }
    tx.exec_driver_sql(f"INSERT INTO {table} {rows[table]}")
