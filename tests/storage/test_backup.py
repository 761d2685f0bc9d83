"""A backup of a live database is whole, and comes back equal into either engine."""

import gzip
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from storage import answers, audit, marks
from storage.backup import backup, check, restore
from storage.engine import Store
from storage.errors import BackupDamaged, NotEmpty, SecondInstance
from storage.instance import hold
from storage.tables import metadata
from tests.storage.support import NOW, a_round, line, person


def fill(store: Store) -> None:
    with store.write() as tx:
        who = person(tx, ("telegram", "lan"), name="Đỗ Thị Ánh & <con>")
        a_round(tx)
        for revision in range(3):
            new = answers.NewAnswer("2026", "07615", "CC04", '{"x":1}', who, "web", revision > 0)
            answers.put(tx, new, revision, NOW + timedelta(seconds=revision))
        audit.append(
            tx, "report:2026:07615", "answered", who, NOW, note='xuống\ndòng "và" \\ngoặc'
        )
        line(tx, NOW, person=who, choices=({"label": "Có", "action": "answer"},), subject="s")
        marks.put(tx, "training", {"có": True}, NOW)


def content(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.read() as tx:
        return {
            table.name: sorted(map(tuple, tx.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Another empty database, of the engine that the test asks for."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path}/other.db"
        if request.param == "postgresql":
            url = request.getfixturevalue("second_postgres_url")
        yield stack.enter_context(closing(Store(url, tmp_path)))


@pytest.fixture(scope="module")
def second_postgres(postgres) -> Iterator[str]:
    name = postgres.create()
    yield postgres.url_of(name)
    postgres.drop(name)


@pytest.fixture
def second_postgres_url(second_postgres: str) -> str:
    """A database without any table."""
    engine = create_engine(second_postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return second_postgres


ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.mark.parametrize("empty", ENGINES, indirect=True)
@pytest.mark.parametrize("portable", [False, True])
def test_a_backup_restored_is_equal(store: Store, empty: Store, tmp_path, portable: bool) -> None:
    fill(store)
    saved = backup(store, tmp_path / "backups", NOW, portable=portable)
    done = restore(empty, saved, NOW)
    assert (done.saved, done.broken) == (None, [])
    assert content(empty) == content(store)
    with empty.write() as tx:  # numbering goes on behind what was restored
        assert line(tx) == 2


def test_a_restore_never_overwrites_unasked(store: Store, tmp_path: Path) -> None:
    fill(store)
    saved = backup(store, tmp_path / "backups", NOW)
    before = content(store)
    with store.write() as tx:
        marks.put(tx, "later", 1, NOW)
    with pytest.raises(NotEmpty):
        restore(store, saved, NOW)
    done = restore(store, saved, NOW + timedelta(seconds=1), replace=True)
    assert content(store) == before
    assert done.saved is not None
    restore(store, done.saved, NOW + timedelta(seconds=2), replace=True)
    with store.read() as tx:
        assert marks.get(tx, "later") == 1


def test_nothing_is_restored_under_a_running_server(store: Store, tmp_path: Path) -> None:
    fill(store)
    saved = backup(store, tmp_path / "backups", NOW)
    running = hold(store)
    with pytest.raises(SecondInstance):
        restore(store, saved, NOW, replace=True)
    running.release()


def test_a_backup_while_others_write_is_one_moment(
    store: Store, database_url: str, tmp_path
) -> None:
    """Each write appends to two tables: a whole backup has as many rows in both."""
    done = threading.Event()

    def keep_writing() -> None:
        with closing(Store(database_url, tmp_path)) as writer:
            while not done.is_set():
                with writer.write() as tx:
                    audit.append(tx, audit.REST, "written", None, NOW)
                    line(tx)

    thread = threading.Thread(target=keep_writing)
    thread.start()
    try:
        saved = [backup(store, tmp_path / str(n), NOW, portable=bool(n % 2)) for n in range(6)]
    finally:
        done.set()
        thread.join()
    counts = []
    for number, path in enumerate(saved):
        with closing(Store(f"sqlite:///{tmp_path}/{number}.db", tmp_path)) as copy:
            assert restore(copy, path, NOW).broken == []
            found = content(copy)
            assert len(found["audit"]) == len(found["outbox"])
            counts.append(len(found["audit"]))
    assert counts == sorted(counts)
    assert counts[-1] > 0


def tampered(path: Path, where: str) -> Path:
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    match where:
        case "a row is missing":
            lines.pop(2)
        case "a value is changed":
            lines = [line.replace(b"Lan", b"Lam").replace("Đỗ".encode(), b"Do") for line in lines]
        case "the tail is missing":
            lines.pop()
        case "a line is garbage":
            lines[1] = b"{\n"
        case "a table is unknown":
            lines[1] = b'["wages", [1]]\n'
        case "a line is no row":
            lines[1] = b"7\n"
        case "another format":
            lines[0] = json.dumps({"format": "other"}).encode() + b"\n"
    path.write_bytes(gzip.compress(b"".join(lines)))
    return path


DAMAGES = ["a row is missing", "a value is changed", "the tail is missing", "a line is garbage"]


MORE = ["another format", "a table is unknown", "a line is no row"]


@pytest.mark.parametrize("damage", [*DAMAGES, *MORE])
def test_a_damaged_dump_is_refused_before_anything_is_touched(
    store: Store, tmp_path: Path, damage: str
) -> None:
    fill(store)
    before = content(store)
    saved = backup(store, tmp_path / "backups", NOW, portable=True)
    check(saved)
    with pytest.raises(BackupDamaged):
        restore(store, tampered(saved, damage), NOW, replace=True)
    assert content(store) == before


@pytest.mark.parametrize("keep", [0, 10, 100, 5000])
def test_a_file_cut_off_is_refused(sqlite_url: str, tmp_path: Path, keep: int) -> None:
    with closing(Store(sqlite_url, tmp_path)) as store:
        fill(store)
        for portable in (False, True):
            saved = backup(store, tmp_path / "backups", NOW, portable=portable)
            whole = saved.read_bytes()
            saved.write_bytes(whole[: min(keep, len(whole) - 1)])
            with pytest.raises(BackupDamaged):
                check(saved)


def test_a_damaged_database_is_put_aside_by_a_restore(sqlite_url: str, tmp_path: Path) -> None:
    with closing(Store(sqlite_url, tmp_path)) as store:
        fill(store)
        before = content(store)
        saved = backup(store, tmp_path / "backups", NOW)
        store.close()
        store.path.write_bytes(b"ruined" * 3000)
        for end in ("-wal", "-shm"):
            store.path.with_name(store.path.name + end).unlink(missing_ok=True)
        done = restore(store, saved, NOW)
        assert content(store) == before
        assert done.saved is not None
        assert done.saved.read_bytes().startswith(b"ruined")


def test_an_old_file_name_never_holds_half_a_backup(sqlite_url: str, tmp_path: Path) -> None:
    with closing(Store(sqlite_url, tmp_path)) as store:
        folder = tmp_path / "backups"
        saved = backup(store, folder, NOW)
        assert [p.name for p in folder.iterdir()] == [saved.name] == ["troly-20261103T080000Z.db"]
        with closing(sqlite3.connect(saved)) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
