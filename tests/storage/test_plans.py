"""The queries that run at every message find their rows by an index, however long the history."""

import re
from contextlib import closing

import pytest

from storage import answers, audit, deliveries, inbox, marks, pace, people, post
from storage.engine import Store
from storage.prepared import Prepared

HOT = {
    f"{module.__name__}.{name}": value
    for module in (answers, audit, deliveries, inbox, marks, pace, people, post)
    for name, value in vars(module).items()
    if isinstance(value, Prepared)
}
# What each may look through from end to end: partial indexes that hold only what is open.
SHORT = {"ix_outbox_open", "ix_inbox_open"}


def steps(store: Store, prepared: Prepared) -> list[str]:
    sql = prepared.sql(store.writer.dialect)
    if sql.startswith("INSERT"):
        return []
    with store.read() as tx:
        driver = tx.connection.driver_connection
        rows = driver.execute(f"EXPLAIN QUERY PLAN {sql}", [1] * sql.count("?")).fetchall()
    return [row[3] for row in rows]


@pytest.mark.parametrize("name", sorted(HOT))
def test_a_hot_query_searches_and_never_scans_or_sorts(sqlite_url: str, name: str) -> None:
    with closing(Store(sqlite_url)) as store:
        for step in steps(store, HOT[name]):
            used = re.search(r"INDEX (\w+)", step)
            short = used is not None and used.group(1) in SHORT
            assert step.startswith("SEARCH") or short, f"{name}: {step}"


def test_there_are_hot_queries_in_every_module() -> None:
    assert len(HOT) > 25
    assert {name.split(".")[1] for name in HOT} >= {"post", "inbox", "deliveries", "answers"}


@pytest.mark.parametrize("name", ["storage.deliveries._OPEN", "storage.inbox._UNREAD"])
def test_what_is_open_is_found_without_the_history(sqlite_url: str, name: str) -> None:
    with closing(Store(sqlite_url)) as store:
        plan = " ".join(steps(store, HOT[name]))
    assert any(index in plan for index in SHORT)


def test_the_last_question_is_found_among_questions_only(sqlite_url: str) -> None:
    with closing(Store(sqlite_url)) as store:
        plan = " ".join(steps(store, HOT["storage.post._ASKED_PERSON"]))
    assert "ix_outbox_asked" in plan
