"""What was told to us and not acted on yet. A row is never removed; its body is, after a while."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from storage import marks
from storage.engine import Tx
from storage.prepared import Prepared, insert_new
from storage.tables import inbox

KEPT = timedelta(days=30)
_FORGOTTEN = "inbox:forgotten"  # the mark: bodies up to this id are blank
FLOOD = "flood"  # in the place of an incident id: put aside unread, the person was told


@dataclass(frozen=True, slots=True)
class Told:
    """A message to be stored; `body` is handlers.inbound JSON."""

    channel: str
    address: str
    key: str
    body: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A stored message that waits for its turn."""

    id: int
    channel: str
    address: str
    body: str


def receive(tx: Tx, told: Told, now: datetime, *, aside: bool = False) -> int | None:
    """Store a message; return its id, or None when it had arrived before.

    `aside`: it is kept but nobody will act on it (its account has too many waiting).
    """
    row = _RECEIVE.first(
        tx,
        channel=told.channel,
        address=told.address,
        key=told.key,
        body=told.body,
        received_at=now,
        done_at=now if aside else None,
        incident=FLOOD if aside else None,
    )
    return None if row is None else int(row[0])


def claim(tx: Tx, row: int, now: datetime) -> bool:
    """Mark a message as acted on, in the transaction that acts; False when it was already."""
    return _CLAIM.run(tx, row=row, done_at=now) == 1


def bury(tx: Tx, row: int, incident: str, now: datetime) -> bool:
    """Put a message that could not be acted on aside, under the incident's id."""
    return _BURY.run(tx, row=row, done_at=now, incident=incident) == 1


def unread(tx: Tx, after: int = 0, limit: int = 1000) -> list[Unread]:
    """Return messages that wait for their turn, oldest first."""
    return [Unread(*row) for row in _UNREAD.all(tx, after=after, most=limit)]


def backlog(tx: Tx) -> int:
    """Return how many messages wait for their turn."""
    return len(_OPEN.all(tx))


def forget_bodies(tx: Tx, now: datetime, kept: timedelta = KEPT, limit: int = 500) -> int:
    """Blank the words of the oldest messages acted on, past their time; return how many.

    At most `limit` at once; a mark remembers how far it came, so that no history is searched.
    It never passes a message that still waits for its turn.
    """
    after = marks.get(tx, _FORGOTTEN) or 0
    last, count = after, 0
    for row, received_at, done_at in _NEXT.all(tx, after=after, most=limit):
        if done_at is None or received_at >= now - kept:
            break
        last, count = row, count + 1
    if count:
        _FORGET.run(tx, after=after, last=last, body=None)
        marks.put(tx, _FORGOTTEN, last, now)
    return count


def buried(tx: Tx, incidents: Iterable[str] | None = None) -> list[tuple[int, str, datetime]]:
    """Return (id, incident, when) of messages that could not be acted on, newest first."""
    query = select(inbox.c.id, inbox.c.incident, inbox.c.done_at).where(
        inbox.c.incident.is_not(None), inbox.c.incident != FLOOD
    )
    if incidents is not None:
        query = query.where(inbox.c.incident.in_(list(incidents)))
    return [(r[0], r[1], r[2]) for r in tx.execute(query.order_by(inbox.c.id.desc()).limit(200))]


_RECEIVE = Prepared(
    insert_new(inbox, "channel", "key"),
    *("channel", "address", "key", "body", "received_at", "done_at", "incident"),
)
_waiting = (inbox.c.id == bindparam("row"), inbox.c.done_at.is_(None))
_CLAIM = Prepared(update(inbox).where(*_waiting), "done_at")
_BURY = Prepared(update(inbox).where(*_waiting), "done_at", "incident")
_NEXT = Prepared(
    select(inbox.c.id, inbox.c.received_at, inbox.c.done_at)
    .where(inbox.c.id > bindparam("after"))
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
_FORGET = Prepared(
    update(inbox).where(inbox.c.id > bindparam("after"), inbox.c.id <= bindparam("last")), "body"
)
_UNREAD = Prepared(
    select(inbox.c.id, inbox.c.channel, inbox.c.address, inbox.c.body)
    .where(inbox.c.done_at.is_(None), inbox.c.id > bindparam("after"))
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
_OPEN = Prepared(select(inbox.c.id).where(inbox.c.done_at.is_(None)))
