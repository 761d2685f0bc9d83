"""Reminders by the coordinator's own word: whom a group means, and their lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from plan.deadlines import local_day
from reminders.facts import Facts
from reminders.manners import hearers, wishes
from reminders.schedule import Phase, local
from reminders.tick import PHRASE
from reminders.values import Press, Season, UnitState
from storage import people, post, reminders
from storage.engine import Tx
from storage.lines import REMINDER, NewLine

# Groups a coordinator may remind; each is a part of those that owe.
GROUPS = ("owing", "not_started", "draft", "returned")
PREFIX = "N-"  # steps of this kind are no steps of the ladder and fill nobody's day


@dataclass(frozen=True)
class Ask:
    """One unit whose focal point is to be reminded of one round."""

    round: str
    contact: int
    state: UnitState


def chosen(read: Facts, group: str, now: datetime) -> list[Ask]:
    """Return the units of a group that owe in an open round and whose contact can be told."""
    today = local_day(now)
    return [
        Ask(round_id, contact, state)
        for round_id, state in _meant(read, group, now)
        if (contact := _contact(read, round_id, state, today)) is not None
    ]


def nobody_to_tell(read: Facts, group: str, now: datetime) -> int:
    """Return how many reports of a group are owed by units without a contact to tell."""
    return len(list(_meant(read, group, now))) - len(chosen(read, group, now))


def _meant(read: Facts, group: str, now: datetime) -> Iterator[tuple[str, UnitState]]:
    for season in read.seasons:
        if _is_open(season, now):
            for state in season.units:
                if state.state.owes and group in ("owing", str(state.state)):
                    yield season.round.id, state


def promise_now(tx: Tx, asks: list[Ask], stamp: str, now: datetime) -> int:
    """Promise one line a person, worded when it leaves; return how many persons are told.

    `stamp` names the confirmed preview: pressing it twice sends nothing twice.
    """
    by_person: dict[int, list[Ask]] = {}
    for ask in asks:
        by_person.setdefault(ask.contact, []).append(ask)
    return sum(_promise(tx, person, mine, stamp, now) for person, mine in by_person.items())


def _promise(tx: Tx, person: int, asks: list[Ask], stamp: str, now: datetime) -> bool:
    account = people.preferred(tx, person)
    if account is None:
        return False
    new = NewLine(
        channel=account.channel,
        address=account.address,
        person=person,
        phrase=PHRASE,
        text="",
        about={"steps": len(asks)},
        priority=REMINDER,
    )
    line = post.promise_once(tx, f"remind-now:{stamp}:{person}", new, now)
    if line is None:
        return False
    for ask in asks:
        cycle = ask.state.cycle.id
        step = reminders.NewStep(
            *(ask.round, ask.state.unit, person, cycle, f"{PREFIX}{stamp}"),
            *(now, "promised", "owed", line),
        )
        reminders.remember(tx, step, now)
    return True


def _is_open(season: Season, now: datetime) -> bool:
    round_ = season.round
    ends = local(round_.closes + timedelta(days=1), time())
    return local(round_.opens, time()) <= now < min(ends, round_.closed_at or ends)


def _contact(read: Facts, round_id: str, state: UnitState, today: date) -> int | None:
    presses: list[Press] = [
        press
        for press in read.history.presses
        if (press.round, press.unit) == (round_id, state.unit)
    ]
    pressed = wishes(presses, state.cycle.began, state.sent_back_at)
    told = hearers(state, Phase.before, pressed, today, state.cycle.began)
    return next((h.contact.person for h in told if h.contact is not None), None)
