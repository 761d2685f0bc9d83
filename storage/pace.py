"""The moments of recent sends, so that a limit holds across restarts and processes."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from storage.engine import Tx
from storage.prepared import Prepared
from storage.tables import pace


def note(tx: Tx, channel: str, addresses: Iterable[str], now: datetime) -> None:
    """Note that a message goes out to each address now."""
    _NOTE.many(tx, ({"channel": channel, "address": a, "at": now} for a in addresses))


def since(tx: Tx, channel: str, moment: datetime) -> list[tuple[str, datetime]]:
    """Return (address, moment) of the sends at or after a moment, oldest first."""
    return [(row[0], row[1]) for row in _SINCE.all(tx, channel_=channel, moment=moment)]


def forget(tx: Tx, before: datetime) -> None:
    """Remove sends before a moment."""
    _FORGET.run(tx, moment=before)


_NOTE = Prepared(insert(pace), "channel", "address", "at")
_SINCE = Prepared(
    select(pace.c.address, pace.c.at)
    .where(pace.c.channel == bindparam("channel_"), pace.c.at >= bindparam("moment"))
    .order_by(pace.c.at)
)
_FORGET = Prepared(delete(pace).where(pace.c.at < bindparam("moment")))
