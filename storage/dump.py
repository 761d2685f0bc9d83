"""A whole database as one portable file: from either engine, into either engine.

Gzipped JSON lines: a head (format, schema, tables with their columns), one line a row, a tail
(rows by table, SHA-256 of all before it). Moments are UTC microseconds, as they are stored.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, MetaData, column, insert, select, table, text

from storage.engine import Tx
from storage.errors import BackupDamaged, DatabaseNewer
from storage.migrations import upgrade as migrations

FORMAT = "troly-dump"
_BATCH = 1000
_VERSION_TABLE = "alembic_version"


@dataclass(frozen=True)
class Head:
    """The first line of a dump."""

    schema: str
    made_at: str
    tables: dict[str, dict[str, str]]  # by name: columns and their kind, "bool" or ""


def write_dump(tx: Tx, path: Path, now: datetime) -> dict[str, int]:
    """Write everything that a snapshot shows; return the number of rows by table."""
    found = MetaData()
    found.reflect(tx)
    tables = {t.name: t for t in found.sorted_tables if t.name != _VERSION_TABLE}
    kinds = {
        name: {c.name: "bool" if isinstance(c.type, Boolean) else "" for c in each.columns}
        for name, each in tables.items()
    }
    schema = migrations.revision_of(tx) or ""
    digest, rows = hashlib.sha256(), dict.fromkeys(tables, 0)
    with gzip.open(path, "wb", compresslevel=6) as file:

        def put(value: Any) -> None:
            line = (json.dumps(value, ensure_ascii=False) + "\n").encode()
            digest.update(line)
            file.write(line)

        head = {"format": FORMAT, "schema": schema, "made_at": now.isoformat(), "tables": kinds}
        put(head)
        for name, columns in kinds.items():
            for row in _rows(tx, name, columns):
                put([name, row])
                rows[name] += 1
        tail = {"rows": rows, "sha256": digest.hexdigest()}
        file.write((json.dumps(tail) + "\n").encode())
    return rows


def _rows(tx: Tx, name: str, columns: dict[str, str]) -> Iterator[list[Any]]:
    order = "id" if "id" in columns else next(iter(columns))
    query = select(*_columns(columns)).select_from(table(name)).order_by(column(order))
    with tx.execute(query, execution_options={"yield_per": _BATCH}) as result:
        for row in result:
            yield list(row)


def _columns(columns: dict[str, str]) -> list[Any]:
    return [column(c, Boolean) if kind == "bool" else column(c) for c, kind in columns.items()]


def check_dump(path: Path) -> Head:
    """Read a dump from end to end. Raises BackupDamaged when it is not whole."""
    for _ in read_rows(path):
        pass
    return read_head(path)


def read_head(path: Path) -> Head:
    """Return the first line of a dump. Raises BackupDamaged when it is not one of ours."""
    return _head(path, next(_lines(path), b""))


def read_rows(path: Path) -> Iterator[tuple[str, list[Any]]]:
    """Yield (table, values) of every row; at the end the sum is checked.

    Raises BackupDamaged as soon as something is wrong, at the latest at the end.
    """
    digest, counted = hashlib.sha256(), dict[str, int]()
    lines = _lines(path)
    for number, line in enumerate(lines):
        entry = _parsed(path, line)
        if number == 0:
            counted = dict.fromkeys(_head(path, line).tables, 0)
        elif isinstance(entry, dict):
            more = next(lines, None)
            if more or entry != {"rows": counted, "sha256": digest.hexdigest()}:
                raise BackupDamaged(str(path), "its sum does not match")
            return
        elif not isinstance(entry, list) or len(entry) != 2 or entry[0] not in counted:
            raise BackupDamaged(str(path), "a line is no row of ours")
        else:
            counted[entry[0]] += 1
            yield entry[0], entry[1]
        digest.update(line)
    raise BackupDamaged(str(path), "it ends too early")


def load_dump(tx: Tx, path: Path) -> dict[str, int]:
    """Fill an empty database, at the schema of the dump; return the number of rows by table.

    Raises BackupDamaged, or DatabaseNewer when the dump is a later version's. The caller rolls
    back, and upgrades afterwards.
    """
    head = read_head(path)
    if not migrations.known(head.schema):
        raise DatabaseNewer(str(path), f"schema {head.schema}")
    migrations.upgrade_to(tx, head.schema)
    rows = dict.fromkeys(head.tables, 0)
    for name, group in groupby(read_rows(path), key=lambda row: row[0]):
        columns = head.tables[name]
        into = insert(table(name, *_columns(columns)))
        for batch in _batches(values for _, values in group):
            tx.execute(into, [dict(zip(columns, values, strict=True)) for values in batch])
            rows[name] += len(batch)
    if tx.dialect.name == "postgresql":
        _continue_numbers(tx, head)
    return rows


def _batches(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    batch: list[list[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _continue_numbers(tx: Tx, head: Head) -> None:
    """Let the numbering of new rows go on behind those that were loaded."""
    for name, columns in head.tables.items():
        sequence = tx.execute(
            text("SELECT pg_get_serial_sequence(:name, 'id') WHERE :has_id"),
            {"name": name, "has_id": "id" in columns},
        ).scalar()
        if sequence:
            newest = select(text("coalesce(max(id), 0) + 1")).select_from(table(name))
            number = tx.execute(newest).scalar_one()
            tx.execute(
                text("SELECT setval(:sequence, :number, false)"),
                {"sequence": sequence, "number": number},
            )


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as file:
            yield from file
    except (OSError, EOFError) as error:
        raise BackupDamaged(str(path), str(error)) from None


def _parsed(path: Path, line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        raise BackupDamaged(str(path), "a line cannot be read") from None


def _head(path: Path, line: bytes) -> Head:
    head = _parsed(path, line)
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise BackupDamaged(str(path), "it is not one of our backups")
    return Head(head["schema"], head["made_at"], head["tables"])
