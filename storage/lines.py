"""A line of the outbox: what we promised to say, to whom, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.tables import outbox

REPLY, NOTICE, REMINDER = 0, 1, 2  # priorities: who spoke is served first


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to be promised. `key`: said once, ever. `choices`: JSON of buttons, in order.

    `person` None: a stranger's account. A REMINDER is worded only at the moment of sending.
    """

    channel: str
    address: str
    phrase: str
    text: str
    person: int | None = None
    kind: str = "say"  # say | file | contact
    choices: tuple[dict[str, Any], ...] = ()
    subject: str | None = None
    asks: str | None = None
    revision: int | None = None
    card: str | None = None
    about: dict[str, Any] = field(default_factory=dict)
    key: str | None = None
    priority: int = REPLY
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A promised line as it stands. `settled_at` set: delivered, failed or dropped."""

    id: int
    token: str
    person: int | None
    channel: str
    address: str
    kind: str
    phrase: str
    text: str
    choices: list[dict[str, Any]] | None
    subject: str | None
    asks: str | None
    revision: int | None
    card: str | None
    about: dict[str, Any] | None
    key: str | None
    priority: int
    promised_at: datetime
    not_before: datetime | None
    attempts: int
    first_attempt_at: datetime | None
    uncertain: int
    delivered_at: datetime | None
    message_ref: str | None
    settled_at: datetime | None
    failure: str | None


def as_promised(row: int, token: str, new: NewLine, now: datetime) -> Line:
    """Return a line as it stands right after its promise, without reading it back."""
    return Line(
        id=row,
        token=token,
        person=new.person,
        channel=new.channel,
        address=new.address,
        kind=new.kind,
        phrase=new.phrase,
        text=new.text,
        choices=list(new.choices) or None,
        subject=new.subject,
        asks=new.asks,
        revision=new.revision,
        card=new.card,
        about=new.about or None,
        key=new.key,
        priority=new.priority,
        promised_at=now,
        not_before=new.not_before,
        attempts=0,
        first_attempt_at=None,
        uncertain=0,
        delivered_at=None,
        message_ref=None,
        settled_at=None,
        failure=None,
    )


# In the order of Line.
LINE_COLUMNS = (
    outbox.c.id,
    outbox.c.token,
    outbox.c.person_id,
    outbox.c.channel,
    outbox.c.address,
    outbox.c.kind,
    outbox.c.phrase,
    outbox.c.text,
    outbox.c.choices,
    outbox.c.subject,
    outbox.c.asks,
    outbox.c.revision,
    outbox.c.card,
    outbox.c.about,
    outbox.c.key,
    outbox.c.priority,
    outbox.c.promised_at,
    outbox.c.not_before,
    outbox.c.attempts,
    outbox.c.first_attempt_at,
    outbox.c.uncertain,
    outbox.c.delivered_at,
    outbox.c.message_ref,
    outbox.c.settled_at,
    outbox.c.failure,
)
