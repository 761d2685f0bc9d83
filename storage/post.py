"""The outbox as handlers see it: promise a line, know what was asked, know what was pressed."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from sqlalchemy import bindparam, select

from plan.names import compare_key, fold
from storage.engine import Tx
from storage.lines import LINE_COLUMNS, Line, NewLine, as_promised
from storage.people import person_of
from storage.prepared import Prepared, insert_new
from storage.tables import outbox

PROMISED = "promised"  # in tx.info: the lines promised in this transaction, for the courier
_TOKEN_BYTES = 12
_NUMBER = re.compile(r"[0-9]{1,3}")


class Spoken(Protocol):
    """What these queries need to know of an Inbound."""

    @property
    def channel(self) -> str:
        """Return the channel's name."""

    @property
    def address(self) -> str:
        """Return the account at the channel."""

    @property
    def sent_at(self) -> datetime:
        """Return when they spoke, by the channel's clock."""

    @property
    def choice(self) -> str | None:
        """Return the opaque id of the pressed button."""


class LastAsked(NamedTuple):
    """What a line asked, and its row."""

    subject: str
    key: str
    revision: int
    row: int


@dataclass(frozen=True, slots=True)
class Pressed:
    """A pressed button: what it asks for, and what the line that it is printed on asked."""

    action: str
    args: dict[str, Any]
    asked: LastAsked | None
    line: Line


def promise(tx: Tx, new: NewLine, now: datetime) -> int | None:
    """Promise a line; return its id, or None when it was promised before under its key."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    choices = list(new.choices) or None
    about = new.about or None
    row = _PROMISE.first(
        tx,
        token=token,
        person_id=new.person,
        channel=new.channel,
        address=new.address,
        kind=new.kind,
        phrase=new.phrase,
        text=new.text,
        choices=choices,
        subject=new.subject,
        asks=new.asks,
        revision=new.revision,
        card=new.card,
        about=about,
        key=new.key,
        priority=new.priority,
        promised_at=now,
        not_before=new.not_before,
    )
    if row is None:
        return None
    tx.info.setdefault(PROMISED, []).append(as_promised(row[0], token, new, now))
    return int(row[0])


def promise_once(tx: Tx, key: str, new: NewLine, now: datetime) -> int | None:
    """Promise a line under a key; None when it was promised before, by anyone."""
    return promise(tx, replace(new, key=key), now)


def last_asked(tx: Tx, spoken: Spoken) -> LastAsked | None:
    """Return what was last asked of the speaker by a line attempted before they spoke.

    An earlier message than the newest question's first attempt never answers that question.
    """
    by = _heard_by(spoken.sent_at)
    return _asked(tx, spoken, (_ASKED_PERSON, _ASKED_ACCOUNT), by=by)


def newest_ask(tx: Tx, spoken: Spoken) -> LastAsked | None:
    """Return what the speaker was last asked, attempted or still to come."""
    return _asked(tx, spoken, (_PROMISED_PERSON, _PROMISED_ACCOUNT))


def press(tx: Tx, spoken: Spoken) -> Pressed | None:
    """Return what the pressed button asks for; None for a forged one or another's."""
    token, _, number = (spoken.choice or "").rpartition(".")
    row = _BY_TOKEN.first(tx, token_=token) if _NUMBER.fullmatch(number) else None
    line = Line(*row) if row else None
    choices = line.choices or [] if line else []
    if line is None or int(number) >= len(choices) or not _is_theirs(tx, line, spoken):
        return None
    chosen = choices[int(number)]
    return Pressed(chosen.get("action", ""), chosen.get("args", {}), _asks(line), line)


def label_pressed(tx: Tx, spoken: Spoken, typed: str, since: int) -> str | None:
    """Return the opaque id of the button whose label was typed (`typed` is its compare key).

    Only buttons of the row `since` (the last question's; 0: any) and of later lines count, newest
    first. Typed without any diacritics, a label counts when it is the only one of its line.
    """
    for line in _offered(tx, spoken, since):
        if (number := _labelled(line.choices or [], typed)) is not None:
            return f"{line.token}.{number}"
    return None


def _labelled(choices: Sequence[Mapping[str, Any]], typed: str) -> int | None:
    labels = {
        number: compare_key(choice["label"])
        for number, choice in enumerate(choices)
        if not choice.get("url") and not choice.get("copy")
    }
    found = [number for number, label in labels.items() if label == typed]
    if not found and fold(typed) == typed:
        found = [number for number, label in labels.items() if fold(label) == typed]
    return found[0] if len(found) == 1 else None


def line(tx: Tx, row: int) -> Line | None:
    """Return one line of the outbox."""
    found = _BY_ID.first(tx, row=row)
    return Line(*found) if found else None


def _is_theirs(tx: Tx, line: Line, spoken: Spoken) -> bool:
    """Return whether the line was said to this person, on any of their live accounts."""
    person = person_of(tx, spoken.channel, spoken.address)
    if line.person is not None:
        return person == line.person
    return (line.channel, line.address) == (spoken.channel, spoken.address)


def _asks(line: Line) -> LastAsked | None:
    if line.subject is None:
        return None
    return LastAsked(line.subject, line.asks or "", line.revision or 0, line.id)


def _heard_by(sent_at: datetime) -> datetime:
    """Return the last moment at which the speaker may have been asked.

    Telegram's clock cuts to whole seconds, so such a moment stands for the whole second.
    """
    return sent_at if sent_at.microsecond else sent_at + timedelta(microseconds=999_999)


def _asked(
    tx: Tx, spoken: Spoken, queries: tuple[Prepared, Prepared], **when: datetime
) -> LastAsked | None:
    person = person_of(tx, spoken.channel, spoken.address)
    if person is not None:
        row = queries[0].first(tx, person=person, **when)
    else:
        account = {"channel_": spoken.channel, "address_": spoken.address}
        row = queries[1].first(tx, **account, **when)
    return LastAsked(row[0], row[1] or "", row[2] or 0, row[3]) if row else None


def _offered(tx: Tx, spoken: Spoken, since: int) -> list[Line]:
    by, person = _heard_by(spoken.sent_at), person_of(tx, spoken.channel, spoken.address)
    if person is not None:
        rows = _OFFERED_PERSON.all(tx, person=person, since=since, by=by)
    else:
        account = {"channel_": spoken.channel, "address_": spoken.address}
        rows = _OFFERED_ACCOUNT.all(tx, since=since, by=by, **account)
    return [Line(*row) for row in rows]


_PROMISE = Prepared(
    insert_new(outbox, "key"),
    *("token", "person_id", "channel", "address", "kind", "phrase", "text", "choices", "subject"),
    *("asks", "revision", "card", "about", "key", "priority", "promised_at", "not_before"),
)
_a_line = select(*LINE_COLUMNS)
_BY_TOKEN = Prepared(_a_line.where(outbox.c.token == bindparam("token_")))
_BY_ID = Prepared(_a_line.where(outbox.c.id == bindparam("row")))

_person = outbox.c.person_id == bindparam("person")
_account = (
    outbox.c.channel == bindparam("channel_"),
    outbox.c.address == bindparam("address_"),
    outbox.c.person_id.is_(None),
)
_reached = outbox.c.first_attempt_at <= bindparam("by")
_an_ask = (
    select(outbox.c.subject, outbox.c.asks, outbox.c.revision, outbox.c.id)
    .where(outbox.c.subject.is_not(None))
    .order_by(outbox.c.id.desc())
    .limit(1)
)
_ASKED_PERSON = Prepared(_an_ask.where(_person, _reached))
_ASKED_ACCOUNT = Prepared(_an_ask.where(*_account, _reached))
_PROMISED_PERSON = Prepared(_an_ask.where(_person))
_PROMISED_ACCOUNT = Prepared(_an_ask.where(*_account))
_offers = (
    _a_line.where(outbox.c.choices.is_not(None), outbox.c.id >= bindparam("since"), _reached)
    .order_by(outbox.c.id.desc())
    .limit(20)
)
_OFFERED_PERSON = Prepared(_offers.where(_person))
_OFFERED_ACCOUNT = Prepared(_offers.where(*_account))
