"""The outbox as the courier sees it: what is open, what was tried, what became of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from storage.columns import Moment
from storage.engine import Tx
from storage.lines import LINE_COLUMNS, Line
from storage.prepared import Prepared
from storage.tables import outbox

LOOK = 1000  # lines read at one look


def open_lines(tx: Tx, after: int = 0, limit: int = LOOK) -> list[Line]:
    """Return lines that are not settled, in the order promised."""
    return [Line(*row) for row in _OPEN.all(tx, after=after, most=limit)]


def attempted(tx: Tx, rows: Iterable[int], now: datetime) -> None:
    """Note that lines are about to be sent: before the first byte leaves."""
    _ATTEMPT.many(tx, ({"row": row, "now": now} for row in rows))


def delivered(tx: Tx, rows: Iterable[tuple[int, str]], now: datetime) -> None:
    """Mark lines as delivered, with the channel's reference of each message."""
    _DELIVERED.many(
        tx,
        (
            {"row": row, "delivered_at": now, "settled_at": now, "message_ref": ref}
            for row, ref in rows
        ),
    )


def failed(tx: Tx, row: int, why: str, now: datetime) -> None:
    """Settle a line that will never arrive."""
    _FAILED.run(tx, row=row, settled_at=now, failure=why)


def dropped(tx: Tx, row: int, why: str, now: datetime) -> None:
    """Settle a line that lost its reason before it was sent."""
    _FAILED.run(tx, row=row, settled_at=now, failure=f"dropped: {why}")


def uncertain(tx: Tx, row: int) -> None:
    """Count an attempt of which nobody knows whether it arrived."""
    _UNCERTAIN.run(tx, row=row)


def reworded(tx: Tx, row: int, text: str, choices: list[dict[str, Any]] | None) -> None:
    """Keep the words of a line as they are sent now."""
    _REWORDED.run(tx, row=row, text=text, choices=choices)


def postponed(tx: Tx, row: int, until: datetime) -> None:
    """Let a line wait until a moment."""
    _POSTPONED.run(tx, row=row, not_before=until)


def card_before(tx: Tx, line: Line) -> str | None:
    """Return the reference of the newest message of the line's card in its chat, if any."""
    row = _CARD.first(
        tx, channel_=line.channel, address_=line.address, card_=line.card, before=line.id
    )
    return None if row is None else row[0]


def waiting(tx: Tx) -> dict[str, int]:
    """Return how many lines are not settled, by channel."""
    query = select(outbox.c.channel, func.count()).where(outbox.c.settled_at.is_(None))
    return {row[0]: row[1] for row in tx.execute(query.group_by(outbox.c.channel))}


_row = outbox.c.id == bindparam("row")
_open = (_row, outbox.c.settled_at.is_(None))
_OPEN = Prepared(
    select(*LINE_COLUMNS)
    .where(outbox.c.settled_at.is_(None), outbox.c.id > bindparam("after"))
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_now = bindparam("now", type_=Moment)
_ATTEMPT = Prepared(
    update(outbox)
    .where(_row)
    .values(
        attempts=outbox.c.attempts + 1,
        first_attempt_at=func.coalesce(outbox.c.first_attempt_at, _now),
    )
)
_DELIVERED = Prepared(update(outbox).where(_row), "delivered_at", "settled_at", "message_ref")
_FAILED = Prepared(update(outbox).where(*_open), "settled_at", "failure")
_UNCERTAIN = Prepared(update(outbox).where(_row).values(uncertain=outbox.c.uncertain + 1))
_REWORDED = Prepared(update(outbox).where(*_open), "text", "choices")
_POSTPONED = Prepared(update(outbox).where(*_open), "not_before")
_CARD = Prepared(
    select(outbox.c.message_ref)
    .where(
        outbox.c.channel == bindparam("channel_"),
        outbox.c.address == bindparam("address_"),
        outbox.c.card == bindparam("card_"),
        outbox.c.card.is_not(None),
        outbox.c.id < bindparam("before"),
        outbox.c.message_ref.is_not(None),
    )
    .order_by(outbox.c.id.desc())
    .limit(1)
)
