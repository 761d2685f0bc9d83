"""One tick of the clock: owed steps become promised lines, every step is remembered once.

Idempotent: what a tick did stands in the database under unique keys; the next tick, or another
process, finds it and does nothing. Between due moments a tick costs two small reads.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plan.deadlines import local_day
from reminders.digest import promise_digests
from reminders.facts import House, facts
from reminders.planner import plan
from reminders.values import Outcome, Owed
from storage import marks, people, post, reminders, rounds
from storage.engine import Tx
from storage.lines import REMINDER, NewLine

PHRASE = "remind.message"
_MARK = "reminders.next"
_DAY = "reminders.day"
# Whatever no fact tells (a days file changed) is noticed within a day.
_LOOK_AGAIN = timedelta(days=1)


@dataclass(frozen=True)
class Ticked:
    """What a tick did. `planned`: whether it had reason to look at the ladder at all."""

    planned: bool
    messages: int = 0
    steps: int = 0
    digests: int = 0


@dataclass(frozen=True)
class Looked:
    """What a look found: rows by message, when to look again, and what the world was like."""

    messages: tuple[tuple[Owed, ...], ...]
    again: datetime
    seen: str

    def parts(self, size: int = 100) -> Iterator[tuple[tuple[Owed, ...], ...]]:
        """Return the messages in parts, so that nobody waits long for the writer."""
        for start in range(0, len(self.messages), size):
            yield self.messages[start : start + size]


def tick(tx: Tx, house: House, now: datetime) -> Ticked:
    """Promise what is owed at `now` (aware). Call it once a minute, or whenever.

    A server does the same in parts: `prepare`, `look` on a snapshot, `keep` part by part, `done`.
    """
    digests = prepare(tx, house, now)
    looked = look(tx, house, now)
    if looked is None:
        return Ticked(planned=False, digests=digests)
    messages = keep(tx, looked.messages, now)
    done(tx, looked, now)
    return Ticked(True, messages, sum(map(len, looked.messages)), digests)


def prepare(tx: Tx, house: House, now: datetime) -> int:
    """Promise today's digests and create the rounds of a new day; return how many digests."""
    today = local_day(now).isoformat()
    if marks.get(tx, _DAY) != today:
        if not house.training:
            rounds.ensure_annual_rounds(tx, house.programme, now)
        marks.put(tx, _DAY, today, now)
    return promise_digests(tx, house, now)


def look(tx: Tx, house: House, now: datetime) -> Looked | None:
    """Return what is owed at `now`; None when nothing can be. Nothing is written."""
    mark = marks.get(tx, _MARK) or {}
    seen = _seen(tx, house)
    if mark.get("seen") == seen and now < datetime.fromisoformat(mark["next"]):
        return None
    read = facts(tx, house, now)
    found = plan(read.seasons, read.history, now)
    again = min(found.next_at or now + _LOOK_AGAIN, now + _LOOK_AGAIN)
    return Looked(_messages(found.owed), again, seen)


def keep(tx: Tx, messages: Iterable[Sequence[Owed]], now: datetime) -> int:
    """Promise messages and remember their steps; return how many were promised.

    What was kept before, by anyone, is not kept again: a part may be repeated after a crash.
    """
    return sum(_say(tx, rows, now) for rows in messages)


def done(tx: Tx, looked: Looked, now: datetime) -> None:
    """Note when to look again, after all parts were kept."""
    marks.put(tx, _MARK, {"seen": looked.seen, "next": looked.again.isoformat()}, now)


def _seen(tx: Tx, house: House) -> str:
    """Return a word that changes when facts, or the programme itself, may bring a step forward."""
    ladder = house.programme.ladder.model_dump_json()
    return f"{reminders.fingerprint(tx)}|{zlib.crc32(ladder.encode())}"


def line_key(row: Owed) -> str:
    """Return the key under which a step is promised once, ever."""
    return "remind:" + ":".join(str(part) for part in row.key)


def _messages(owed: Iterable[Owed]) -> tuple[tuple[Owed, ...], ...]:
    """Return the rows by the message they travel in; those of none stand alone."""
    found: dict[str, list[Owed]] = {}
    for number, row in enumerate(owed):
        found.setdefault(row.message or f"-{number}", []).append(row)
    return tuple(tuple(rows) for rows in found.values())


def _say(tx: Tx, rows: Sequence[Owed], now: datetime) -> bool:
    """Promise one message and remember its steps; False when there was nothing to promise."""
    due = [row for row in rows if row.outcome is Outcome.due]
    line = _promise(tx, due, now) if due and due[0].key.contact is not None else None
    for row in rows:
        _remember(tx, row, line, now)
    return line is not None


def _promise(tx: Tx, due: list[Owed], now: datetime) -> int | None:
    person = due[0].key.contact
    account = people.preferred(tx, person) if person is not None else None
    if account is None:
        return None
    new = NewLine(
        channel=account.channel,
        address=account.address,
        person=person,
        phrase=PHRASE,
        text="",  # worded at the moment of sending
        about={"steps": len(due)},
        priority=REMINDER,
    )
    return post.promise_once(tx, line_key(due[0]), new, now)


def _remember(tx: Tx, row: Owed, line: int | None, now: datetime) -> None:
    outcome, why = str(row.outcome), row.why
    if row.outcome is Outcome.due:
        outcome = "promised" if line is not None else "expired"
        why = row.why if line is not None else "no_contact"
    step = reminders.NewStep(*row.key, row.due_at, outcome, why, line)
    if not reminders.remember(tx, step, now) and outcome != "promised":
        reminders.supersede(tx, step)
