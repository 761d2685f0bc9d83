"""What will be said next: to one person about one unit, and on the whole ladder."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.desk import Turn
from reminders.facts import facts, unit_facts
from reminders.simulate import simulate
from reminders.values import Outcome
from storage import rounds

_AHEAD = timedelta(days=150)


@dataclass(frozen=True)
class Upcoming:
    """One step that is to come: when it is first said, to how many units and persons."""

    round: str
    step: str
    at: datetime
    units: int
    persons: int


def next_reminder(turn: Turn, report: tuple[str, str]) -> datetime | None:
    """Return when the speaker is reminded next of a report as things stand, or None."""
    round_ = rounds.find_round(turn.tx, report[0])
    if round_ is None or turn.who.person is None:
        return None
    read = unit_facts(turn.tx, turn.house.programme, round_, report[1])
    walk = simulate(read.seasons, read.history, turn.now, turn.now + _AHEAD)
    mine = (at for at, row in walk if row.key.contact == turn.who.person and _said(row.outcome))
    return next(mine, None)


def upcoming(turn: Turn, most: int = 4) -> list[Upcoming]:
    """Return the next steps of the ladder of all open rounds, as things stand."""
    read = facts(turn.tx, turn.house, turn.now)
    walk = simulate(read.seasons, read.history, turn.now, turn.now + _AHEAD)
    found: dict[tuple[str, str], tuple[datetime, set[str], set[int]]] = {}
    for at, row in walk:
        if not _said(row.outcome) or row.key.step.startswith("S-"):
            continue
        name = (row.key.round, row.key.step)
        if name not in found and len(found) == most:
            break
        _, units, persons = found.setdefault(name, (at, set(), set()))
        units.add(row.key.unit)
        if row.key.contact is not None:
            persons.add(row.key.contact)
    return [
        Upcoming(round_, step, at, len(units), len(persons))
        for (round_, step), (at, units, persons) in found.items()
    ]


def _said(outcome: Outcome) -> bool:
    return outcome is Outcome.due
