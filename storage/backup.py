"""A consistent copy of a live database, checked before it counts; and the way back.

Copying the file of a running SQLite database loses rows while its integrity check says ok: its
backup interface does not. PostgreSQL is written as our own portable dump. Each can be restored
into either engine.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import MetaData, inspect

from storage import audit
from storage.audit import Broken
from storage.dump import check_dump, load_dump, write_dump
from storage.engine import Store
from storage.errors import BackupDamaged, DatabaseDamaged, NotEmpty
from storage.instance import hold

_SQLITE_MAGIC = b"SQLite format 3\0"
_GZIP_MAGIC = b"\x1f\x8b"


def backup(store: Store, folder: Path, now: datetime, *, portable: bool = False) -> Path:
    """Copy a database, also while it is written to; return the checked file.

    `portable`: the dump that either engine can take, also for SQLite.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    as_dump = portable or not store.is_sqlite
    name = f"troly-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{'.jsonl.gz' if as_dump else '.db'}"
    with _arriving(folder / name) as path:
        if as_dump:
            dump(store, path, now)
            check_dump(path)
        else:
            _copy(store.path, path)
            _check_file(path)
    return folder / name


def dump(store: Store, path: Path, now: datetime) -> dict[str, int]:
    """Write the portable dump of one snapshot; return the number of rows by table."""
    with store.read() as tx:
        return write_dump(tx, path, now)


def check(path: Path) -> None:
    """Read a backup of either kind from end to end. Raises BackupDamaged."""
    if _magic(path).startswith(_GZIP_MAGIC):
        check_dump(path)
    elif _magic(path) == _SQLITE_MAGIC:
        _check_file(path)
    else:
        raise BackupDamaged(str(path), "it is not one of our backups")


@dataclass(frozen=True)
class Restored:
    """What a restore did: the copy of what it replaced, and audit chains that do not hold."""

    saved: Path | None
    broken: list[Broken]


def restore(store: Store, path: Path, now: datetime, *, replace: bool = False) -> Restored:
    """Bring a backup back and upgrade it to this version.

    Raises BackupDamaged before anything is touched; NotEmpty unless `replace`; SecondInstance
    while a server runs on the database. A damaged database is put aside, not overwritten.
    """
    check(path)
    held = hold(store)
    try:
        saved = _saved(store, now, replace=replace)
        with TemporaryDirectory(dir=store.data_dir) as folder:
            _bring_back(store, path, now, Path(folder))
    finally:
        held.release()
    store.upgrade(now)
    with store.read() as tx:
        return Restored(saved, audit.verify(tx))


def _saved(store: Store, now: datetime, *, replace: bool) -> Path | None:
    try:
        if _is_empty(store):
            return None
    except DatabaseDamaged:
        store.close()
        aside = store.path.with_name(f"{store.path.name}.damaged-{now:%Y%m%dT%H%M%S}")
        for end in ("-wal", "-shm", ""):
            if (part := store.path.with_name(store.path.name + end)).exists():
                part.rename(aside.with_name(aside.name + end))
        return aside
    if not replace:
        raise NotEmpty(store.where)
    return backup(store, store.data_dir / "backups", now)


def _bring_back(store: Store, path: Path, now: datetime, folder: Path) -> None:
    is_dump = _magic(path).startswith(_GZIP_MAGIC)
    if store.is_sqlite:
        _overwrite(store, _loaded(path, folder) if is_dump else path)
        return
    if not is_dump:
        with closing(Store(f"sqlite:///{_copied(path, folder)}")) as old:
            path = folder / "between"
            dump(old, path, now)
    _load_postgresql(store, path)


def _loaded(path: Path, folder: Path) -> Path:
    """Return a SQLite database made from a dump."""
    with closing(Store(f"sqlite:///{folder / 'new.db'}")) as new, new.write() as tx:
        load_dump(tx, path)
    return folder / "new.db"


def _copied(path: Path, folder: Path) -> Path:
    """Return a copy, because opening a database leaves its marks beside it."""
    _copy(path, folder / "old.db")
    return folder / "old.db"


def _load_postgresql(store: Store, path: Path) -> None:
    """Replace everything in one transaction."""
    with store.write() as tx:
        standing = MetaData()
        standing.reflect(tx)
        standing.drop_all(tx)
        load_dump(tx, path)


def _overwrite(store: Store, path: Path) -> None:
    store.close()
    _copy(path, store.path)


def _copy(source: Path, target: Path) -> None:
    """Copy page by page in one step: writers are not disturbed, and do not disturb."""
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
    except sqlite3.Error as error:
        raise DatabaseDamaged(str(source), str(error)) from None


def _check_file(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
            strays = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise BackupDamaged(str(path), str(error)) from None
    if found != "ok" or strays:
        raise BackupDamaged(str(path), str(found))


def _is_empty(store: Store) -> bool:
    with store.read() as tx:
        tables = set(inspect(tx).get_table_names()) - {"alembic_version"}
        return not any(
            tx.exec_driver_sql(f'SELECT 1 FROM "{name}" LIMIT 1').first()  # noqa: S608 -- our own names
            for name in tables
        )


def _magic(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(16)
    except OSError as error:
        raise BackupDamaged(str(path), error.strerror or "") from None


@contextmanager
def _arriving(path: Path) -> Iterator[Path]:
    """Give a name to write under; the file gets its real name only once it is whole and safe."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        yield part
        if part.exists():
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.rename(path)
            _sync_folder(path.parent)
    finally:
        for leftover in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
