"""What will be said next: to one person about one unit, and on the whole ladder."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers.desk import Turn
from plan.deadlines import local_day
from reminders.facts import Facts, facts, unit_facts
from reminders.schedule import steps
from reminders.simulate import simulate
from reminders.values import MAIN_CYCLE, Changes, Outcome, Season
from storage import rounds

_AHEAD = timedelta(days=150)


@dataclass(frozen=True)
class Upcoming:
    """A step that is to come: when it is first said that day, to how many units and persons.

    `common`: it is of the round's own ladder, not of an extension or a return.
    """

    round: str
    step: str
    at: datetime
    units: int
    persons: int
    common: bool


@dataclass(frozen=True)
class Skipped:
    """A step that the coordinator skipped, and the day on which it would have been said."""

    round: str
    step: str
    day: date


def next_reminder(turn: Turn, report: tuple[str, str]) -> datetime | None:
    """Return when the speaker is reminded next of a report as things stand, or None."""
    round_ = rounds.find_round(turn.tx, report[0])
    if round_ is None or turn.who.person is None:
        return None
    read = unit_facts(turn.tx, turn.house.programme, round_, report[1])
    walk = simulate(read.seasons, read.history, turn.now, turn.now + _AHEAD)
    mine = (at for at, row in walk if row.key.contact == turn.who.person and _said(row.outcome))
    return next(mine, None)


def ladder_ahead(turn: Turn, most: int = 4) -> tuple[list[Upcoming], list[Skipped]]:
    """Return the next steps of the ladder of all open rounds, and those skipped until the last."""
    read = facts(turn.tx, turn.house, turn.now)
    coming = _upcoming(read, turn.now, most)
    skipped = [
        one
        for season in read.seasons
        for one in _skipped(season)
        if one.day > local_day(turn.now) and (not coming or one.day <= local_day(coming[-1].at))
    ]
    return coming, skipped


def _upcoming(read: Facts, now: datetime, most: int) -> list[Upcoming]:
    walk = simulate(read.seasons, read.history, now, now + _AHEAD)
    found: dict[tuple[str, str, bool, date], tuple[datetime, set[str], set[int]]] = {}
    for at, row in walk:
        if not _said(row.outcome) or row.key.step.startswith("S-"):
            continue
        name = (row.key.round, row.key.step, row.key.cycle == MAIN_CYCLE, local_day(at))
        if name not in found and len(found) == most:
            break
        _, units, persons = found.setdefault(name, (at, set(), set()))
        units.add(row.key.unit)
        if row.key.contact is not None:
            persons.add(row.key.contact)
    return [
        Upcoming(round_, step, at, len(units), len(persons), common)
        for (round_, step, common, _), (at, units, persons) in found.items()
    ]


def _skipped(season: Season) -> Iterator[Skipped]:
    """Return the steps skipped for all units: every unit on the common ladder has them alike."""
    common = (state for state in season.units if state.cycle.id == MAIN_CYCLE)
    state = next(common, None)
    if state is None or not state.changes.skipped:
        return
    whole: Changes = replace(state.changes, skipped=frozenset())
    for step in steps(state.cycle, season.round, season.ladder, season.calendar, whole):
        if step.name in state.changes.skipped:
            yield Skipped(season.round.id, step.name, step.day)


def _said(outcome: Outcome) -> bool:
    return outcome is Outcome.due
