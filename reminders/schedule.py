"""The ladder as arithmetic: which steps a cycle has, and on which days and hours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from string import ascii_lowercase

from plan.days import Calendar
from plan.deadlines import ZONE, deadline_before
from plan.ladder import Ladder
from reminders.values import Changes, Cycle, RoundFacts, Season, UnitState


class Phase(IntEnum):
    """Where on the ladder a step stands. From the last day on, the whole unit hears."""

    before = 0
    last_day = 1
    after = 2


@dataclass(frozen=True)
class Step:
    """One step of one cycle.

    `fixed`: the hour is the ladder's, no contact may choose another. `snooze` is the person who
    wished for it; the ladder's own steps have none.
    """

    name: str
    day: date
    hour: time
    phase: Phase
    fixed: bool = False
    snooze: int | None = None

    def due_at(self, hour: time | None = None) -> datetime:
        """Return the moment this step is due, at a contact's own hour where it may choose."""
        return local(self.day, self.hour if self.fixed or hour is None else hour)


class Course:
    """The steps of a season, computed once for all units on the same cycle."""

    def __init__(self, season: Season) -> None:
        self.season = season
        self._known: dict[tuple[object, ...], tuple[Step, ...]] = {}

    def steps(self, state: UnitState, wished: list[Step]) -> Iterable[Step]:
        """Return the steps of a unit's cycle with those its contacts wished for, by day."""
        cycle, changes = state.cycle, state.changes
        shape = (cycle.kind, cycle.before, tuple(changes.moved.items()), changes.skipped)
        if shape not in self._known:
            season = self.season
            found = steps(cycle, season.round, season.ladder, season.calendar, changes)
            self._known[shape] = found
        known = self._known[shape]
        return sorted([*known, *wished], key=lambda s: s.day) if wished else known


def local(day: date, hour: time) -> datetime:
    """Return a local day and hour as an aware moment of the programme's zone."""
    return datetime.combine(day, hour, ZONE)


def steps(
    cycle: Cycle, round_: RoundFacts, ladder: Ladder, calendar: Calendar, changes: Changes
) -> tuple[Step, ...]:
    """Return the steps of a cycle, in order; none after the round's (or the extension's) end."""
    closes = max(round_.closes, cycle.before)
    found = (_changed(step, changes, calendar) for step in _all(cycle, round_, ladder, calendar))
    kept = (s for s in found if s.name not in changes.skipped and s.day <= closes)
    return tuple(sorted(kept, key=lambda step: (step.day, step.hour, step.phase)))


def _all(cycle: Cycle, round_: RoundFacts, ladder: Ladder, calendar: Calendar) -> Iterator[Step]:
    last = deadline_before(cycle.before, calendar).last_working_day
    if cycle.kind == "opening":
        yield _opening(round_, ladder, calendar)
    for n in ladder.before:
        yield Step(f"T-{n}", calendar.minus(last, n), ladder.at, Phase.before)
    for letter, hour in zip(ascii_lowercase, ladder.last_day, strict=False):
        yield Step(f"T-0{letter}", last, hour, Phase.last_day, fixed=True)
    yield from _after(cycle.before, max(round_.closes, cycle.before), ladder, calendar)


def _opening(round_: RoundFacts, ladder: Ladder, calendar: Calendar) -> Step:
    """Return the opening notice; a round opened in the middle of a day begins at that hour."""
    began = round_.began.astimezone(ZONE)
    if began.date() != round_.opens or began <= local(round_.opens, ladder.at):
        return Step("opening", calendar.next_working_day(round_.opens), ladder.at, Phase.before)
    moment = office_moment(began, ladder, calendar)
    return Step("opening", moment.date(), moment.time(), Phase.before, fixed=True)


def _after(before: date, closes: date, ladder: Ladder, calendar: Calendar) -> Iterator[Step]:
    day = before - timedelta(days=1)
    for n in range(1, ladder.after_days + 1):
        day = calendar.plus(day, 1)
        yield Step(f"L+{n}", day, ladder.after_at, Phase.after)
    if not ladder.weekly:
        return
    for n in range(1, (closes - day).days // 7 + 1):
        moved = calendar.next_working_day(day + timedelta(weeks=n))
        yield Step(f"W{n}", moved, ladder.after_at, Phase.after)


def _changed(step: Step, changes: Changes, calendar: Calendar) -> Step:
    to = changes.moved.get(step.name)
    if to is None:
        return step
    day = calendar.next_working_day(to)
    return Step(step.name, day, step.hour, step.phase, step.fixed)


def office_moment(moment: datetime, ladder: Ladder, calendar: Calendar) -> datetime:
    """Return the first moment at or after this one at which we may speak first."""
    moment = moment.astimezone(ZONE)
    day = moment.date()
    if calendar.is_working_day(day):
        for start, end in ladder.hours.spans:
            if moment.timetz().replace(tzinfo=None) < end:
                return max(moment, local(day, start))
    following = calendar.next_working_day(day + timedelta(days=1))
    return local(following, ladder.hours.spans[0][0])


def is_office_moment(moment: datetime, ladder: Ladder, calendar: Calendar) -> bool:
    """Return whether we may speak first now."""
    return office_moment(moment, ladder, calendar) == moment
