"""Who is owed which word at this moment: a pure function of rounds, calendar, states and history.

One ladder message a person a day; rows of several units travel in one message; steps missed in
an outage become one honest message; steps overtaken are expired and logged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from plan.deadlines import local_day
from reminders.ledger import Ledger
from reminders.lines import Line, UnitPlan
from reminders.schedule import Course, Phase, is_office_moment, local, office_moment
from reminders.values import History, Owed, Season


@dataclass(frozen=True)
class Plan:
    """What is owed now, and the first later moment at which more may be owed without news."""

    owed: tuple[Owed, ...]
    next_at: datetime | None


def plan_season(seasons: Sequence[Season], history: History, now: datetime) -> list[Owed]:
    """Return every row that is due, collapsed or expired at `now` (aware); nothing twice."""
    return list(plan(seasons, history, now).owed)


def plan(seasons: Sequence[Season], history: History, now: datetime) -> Plan:
    """Return what is owed at `now` and when to look again."""
    ledger = Ledger(history)
    courses = [Course(season) for season in seasons]
    units = [UnitPlan(c, state, ledger, now) for c in courses for state in c.season.units]
    ready, again = _ready(units, ledger, now)
    logged = [row for unit in units for row in unit.expired()]
    owed = [*logged, *(row for line in ready for row in line.rows())]
    ahead = [unit.next_at for unit in units if unit.next_at is not None]
    return Plan(tuple(owed), min([*ahead, *again], default=None))


def _ready(
    units: list[UnitPlan], ledger: Ledger, now: datetime
) -> tuple[list[Line], list[datetime]]:
    """Return the lines to say now, in messages, and when to try the others again."""
    ready: list[Line] = []
    again: list[datetime] = []
    riding: dict[int | None, list[Line]] | None = None
    for person, lines in _by_person(line for unit in units for line in unit.reached()).items():
        said = [line for line in lines if _may_say(line, ledger, now)]
        again += [_again(line, now) for line in lines if line not in said]
        if person is None or not said:
            ready += said
            continue
        if riding is None:
            riding = _by_person(line for unit in units for line in unit.later_today())
        ready += _one_message(said, riding.get(person, []), now)
    return ready, again


def _by_person(lines: Iterator[Line]) -> dict[int | None, list[Line]]:
    found: dict[int | None, list[Line]] = {}
    for line in lines:
        found.setdefault(line.key.contact, []).append(line)
    return found


def _may_say(line: Line, ledger: Ledger, now: datetime) -> bool:
    """Return whether manners allow a line now: its hour, office hours, the cap of the day."""
    ladder = line.season.ladder
    if now < line.release_at or not is_office_moment(now, ladder, line.season.calendar):
        return False
    if line.key.contact is None:
        return True
    last_day = len(ladder.last_day) if line.step.phase is Phase.last_day else 0
    return ledger.heard_on(line.key.contact, local_day(now)) < max(ladder.max_per_day, last_day)


def _again(line: Line, now: datetime) -> datetime:
    """Return when a line that must wait may be said at the earliest."""
    ladder, calendar = line.season.ladder, line.season.calendar
    if now < line.release_at:
        return line.release_at
    if not is_office_moment(now, ladder, calendar):
        return office_moment(now, ladder, calendar)
    return office_moment(local(local_day(now) + timedelta(days=1), time()), ladder, calendar)


def _one_message(said: list[Line], riding: list[Line], now: datetime) -> list[Line]:
    """Return a person's lines as one message; what is due later today rides along."""
    due = max(line.due_at for line in said)
    name = f"{said[0].key.contact}-{now:%Y%m%dT%H%M%z}"
    alone = [line for line in riding if all(not _same_unit(line, other) for other in said)]
    lines = [*said, *(replace(line, due_at=due) for line in alone)]
    return [replace(line, message=name) for line in lines]


def _same_unit(one: Line, other: Line) -> bool:
    return one.key[:2] == other.key[:2]
