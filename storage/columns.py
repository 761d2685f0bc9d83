"""Column types: aware UTC moments and JSON that mean the same on SQLite and PostgreSQL."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text, TypeDecorator

# SQLite gives rowid keys only to INTEGER, PostgreSQL wants 64 bits.
BigId = BigInteger().with_variant(Integer, "sqlite")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def bind_moment(value: datetime | None) -> int | None:
    """Return microseconds since 1970. Raises ValueError for a moment without a zone."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a stored moment needs a time zone")
    delta = value - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def read_moment(value: int | None) -> datetime | None:
    """Return the moment in UTC."""
    return None if value is None else _EPOCH + timedelta(microseconds=value)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as UTC microseconds since 1970; comparing and sorting just work."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        """Return microseconds. Raises ValueError for a moment without a zone."""
        return bind_moment(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        return read_moment(value)


class Json(TypeDecorator[Any]):
    """Small JSON as text, keys sorted, letters as they are."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: Dialect) -> str | None:
        """Return JSON text."""
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Any:
        """Return the JSON value."""
        return None if value is None else json.loads(value)
