"""The season computed a second time, from domain.md alone: no code is shared with the product.

A list of working days is built from the table of days off, and steps are places in that list.
"""

import csv
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

HANOI = timezone(timedelta(hours=7))
TABLE = Path(__file__).parents[2] / "plan/programmes/bac-ninh-2282/holidays.csv"
NEVER = datetime(9999, 1, 1, tzinfo=HANOI)


def working_days():
    rows = {
        date.fromisoformat(row["date"]): row["effect"]
        for row in csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())
    }
    day, found = date(2026, 1, 1), []
    while day < date(2031, 3, 1):
        new_year = (day.month, day.day) == (1, 1)
        off = day.weekday() > 4 or new_year
        if rows.get(day, "off" if off else "work") == "work":
            found.append(day)
        day += timedelta(days=1)
    return found


DAYS = working_days()


def at(day, clock):
    hours, minutes = map(int, clock.split(":"))
    return datetime.combine(day, time(hours, minutes), HANOI)


def steps_of(first_late_day, closing_day, opening_day=None):
    """Return [(name, day, hour or None, everybody)]; hour None: the contact's own."""
    last = bisect_right(DAYS, first_late_day - timedelta(days=1)) - 1
    steps = []
    if opening_day:
        steps.append(("opening", DAYS[bisect_left(DAYS, opening_day)], "08:00", False))
    steps += [(f"T-{n}", DAYS[last - n], "08:00", False) for n in (20, 10, 5, 3, 1)]
    steps.append(("T-0a", DAYS[last], "8:00", True))
    steps.append(("T-0b", DAYS[last], "14:30", True))
    late = bisect_left(DAYS, first_late_day)
    steps += [(f"L+{n}", DAYS[late + n - 1], "09:00", True) for n in (1, 2, 3)]
    week, n = DAYS[late + 2] + timedelta(days=7), 1
    while (moved := DAYS[bisect_left(DAYS, week)]) <= closing_day:
        steps.append((f"W{n}", moved, "09:00", True))
        week, n = week + timedelta(days=7), n + 1
    return [step for step in steps if step[1] <= closing_day]


@dataclass
class Spell:
    """A unit owes from `start` until `end`, toward the day `before` (already late)."""

    start: datetime
    end: datetime
    before: date
    opening: date | None
    name: str


@dataclass
class Told:
    """Who hears: `main` before the last working day, `others` too from then on."""

    main: int | None
    others: tuple = ()
    joined: datetime = datetime(2020, 1, 1, tzinfo=HANOI)
    hour: str | None = None


def expected(unit, spells, told, closing_day, signing=None, deputies=()):
    """Return {(moment, unit, person, cycle, step)} for one unit.

    `signing` is the moment since which the first of `others` hears instead of the main contact;
    `deputies` is [(first day, last day, person)] of a leave.
    """
    found = set()
    for spell in spells:
        for name, day, clock, everybody in steps_of(spell.before, closing_day, spell.opening):
            main = next((p for a, b, p in deputies if a <= day <= b), told.main)
            if everybody:
                people = [p for p in (main, *told.others) if p is not None] or [None]
            else:
                people = [main]
            for who in people:
                fixed = name.startswith("T-0")
                own = told.hour or clock
                person, moment = who, at(day, clock if fixed or who != told.main else own)
                turned = not everybody and signing and told.others and moment >= signing
                if turned and spell.start <= signing < spell.end:
                    person, moment = told.others[0], at(day, clock)
                if spell.opening is None and day <= spell.start.date():
                    continue
                if max(spell.start, told.joined) <= moment < spell.end:
                    found.add((moment, unit, person, spell.name, name))
    return found
