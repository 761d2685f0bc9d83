"""Statements compiled once and run on the driver itself: for the few that run at every message.

SQLAlchemy's own execution costs about 40 microseconds a statement, the driver's about 4; the SQL
is still written in Core and means the same on both engines.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import Select

from storage.columns import Moment, bind_moment, read_moment

Row = tuple[Any, ...]
Statement = Select[Any] | UpdateBase
_Convert = Callable[[Any], Any] | None


def insert_new(table: Table, *unique: str) -> dict[str, UpdateBase]:
    """Return an INSERT that does nothing where the unique columns stand already.

    It returns the new row's id, or no row.
    """
    key, target = table.c.id, list(unique)
    lite = sqlite.insert(table).on_conflict_do_nothing(index_elements=target)
    full = postgresql.insert(table).on_conflict_do_nothing(index_elements=target)
    return {"sqlite": lite.returning(key), "postgresql": full.returning(key)}


class Prepared:
    """One statement with named parameters (bindparam); every value must be given by name.

    `columns` are the columns that an INSERT or UPDATE sets. Lists (IN) are not for here. Where
    the engines need different Core statements, they come by the dialect's name.
    """

    def __init__(self, statement: Statement | Mapping[str, Statement], *columns: str) -> None:
        self._statement = statement
        self._columns = list(columns) or None
        self._by_dialect: dict[str, _Compiled] = {}

    def run(self, tx: Connection, **values: Any) -> int:
        """Run and return how many rows were touched."""
        return int(self._execute(tx, values)[1].rowcount)

    def first(self, tx: Connection, **values: Any) -> Row | None:
        """Run and return the first row."""
        compiled, cursor = self._execute(tx, values)
        row = cursor.fetchone()
        return None if row is None else compiled.convert(row)

    def one(self, tx: Connection, **values: Any) -> Row:
        """Run and return the first row, which must be there. Raises LookupError."""
        row = self.first(tx, **values)
        if row is None:
            raise LookupError(f"no row: {self._statement}")
        return row

    def all(self, tx: Connection, **values: Any) -> list[Row]:
        """Run and return all rows."""
        compiled, cursor = self._execute(tx, values)
        return [compiled.convert(row) for row in cursor.fetchall()]

    def many(self, tx: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run once for each row of values."""
        compiled = self._compiled(tx.dialect)
        bound = [compiled.bind(row) for row in rows]
        if bound:
            tx.connection.cursor().executemany(compiled.sql, bound)

    def sql(self, dialect: Dialect) -> str:
        """Return the SQL as the driver gets it, for looking at query plans."""
        return self._compiled(dialect).sql

    def _execute(self, tx: Connection, values: Mapping[str, Any]) -> tuple["_Compiled", Any]:
        compiled = self._compiled(tx.dialect)
        driver: Any = tx.connection.driver_connection
        return compiled, driver.execute(compiled.sql, compiled.bind(values))

    def _compiled(self, dialect: Dialect) -> "_Compiled":
        found = self._by_dialect.get(dialect.name)
        if found is None:
            statement = self._statement
            if isinstance(statement, Mapping):
                statement = statement[dialect.name]
            found = _Compiled(statement, self._columns, dialect)
            self._by_dialect[dialect.name] = found
        return found


class _Compiled:
    def __init__(self, statement: Statement, columns: list[str] | None, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
        self.sql: str = compiled.string
        self._names: list[str] = list(
            compiled.positiontup if compiled.positional else compiled.binds
        )
        self._positional: bool = compiled.positional
        self._defaults = {
            name: bound.value for name, bound in compiled.binds.items() if not bound.required
        }
        for column in getattr(compiled, "insert_prefetch", ()):
            self._defaults[column.key] = column.default.arg
        self._bind: dict[str, _Convert] = {
            name: _binder(bound.type, dialect) for name, bound in compiled.binds.items()
        }
        readers = (_reader(column.type, dialect) for column in statement.exported_columns)
        self._reads = [(at, read) for at, read in enumerate(readers) if read]

    def bind(self, values: Mapping[str, Any]) -> Any:
        """Return the values as the driver wants them. Raises KeyError when one is missing."""
        given = []
        for name in self._names:
            value = values[name] if name in values else self._defaults[name]
            convert = self._bind[name]
            given.append(convert(value) if convert else value)
        return given if self._positional else dict(zip(self._names, given, strict=True))

    def convert(self, row: Row) -> Row:
        """Return a driver's row in our types."""
        if not self._reads:
            return row
        values = list(row)
        for at, read in self._reads:
            values[at] = read(values[at])
        return tuple(values)


def _binder(kind: Any, dialect: Dialect) -> _Convert:
    if isinstance(kind, Moment):
        return bind_moment
    found: _Convert = kind.dialect_impl(dialect).bind_processor(dialect)
    return found


def _reader(kind: Any, dialect: Dialect) -> _Convert:
    if isinstance(kind, Moment):
        return read_moment
    found: _Convert = kind.dialect_impl(dialect).result_processor(dialect, None)
    return found
