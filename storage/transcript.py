"""What was said in one chat, both ways, in order: for a channel that shows its own history."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.engine import Tx
from storage.lines import LINE_COLUMNS, Line
from storage.tables import inbox, outbox


@dataclass(frozen=True, slots=True)
class Heard:
    """What they said: handlers.inbound JSON, or None once it was blanked."""

    id: int
    at: datetime
    body: str | None


def transcript(
    tx: Tx, channel: str, address: str, since: datetime, limit: int = 500
) -> list[Heard | Line]:
    """Return the newest lines of an account since a moment, both ways, oldest first.

    Ours are those that were attempted, at the moment of their first attempt.
    """
    both: list[Heard | Line] = []
    both += _heard(tx, channel, address, since, limit)
    both += _said(tx, channel, address, since, limit)
    return sorted(both, key=_moment)[-limit:]


def _moment(entry: Heard | Line) -> tuple[datetime, bool, int]:
    if isinstance(entry, Line):
        return entry.first_attempt_at or entry.promised_at, True, entry.id
    return entry.at, False, entry.id


def _heard(tx: Tx, channel: str, address: str, since: datetime, limit: int) -> list[Heard]:
    query = (
        select(inbox.c.id, inbox.c.received_at, inbox.c.body)
        .where(inbox.c.channel == channel, inbox.c.address == address)
        .where(inbox.c.received_at >= since)
        .order_by(inbox.c.id.desc())
        .limit(limit)
    )
    return [Heard(*row) for row in tx.execute(query)]


def _said(tx: Tx, channel: str, address: str, since: datetime, limit: int) -> list[Line]:
    query = (
        select(*LINE_COLUMNS)
        .where(outbox.c.channel == channel, outbox.c.address == address)
        .where(outbox.c.first_attempt_at >= since)
        .order_by(outbox.c.id.desc())
        .limit(limit)
    )
    return [Line(*tuple(row)) for row in tx.execute(query)]
