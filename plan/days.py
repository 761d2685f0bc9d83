"""Working days: the pack's days file wins, the `holidays` package fills the rest."""

import csv
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from importlib.util import find_spec, module_from_spec
from typing import Literal

import holidays
from pydantic import BaseModel, ConfigDict

_YEAR = 366


class Day(BaseModel):
    """One row of the days file: a day off, or a make-up working day."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    date: date
    name_vi: str = ""
    effect: Literal["off", "work"]


class NoWorkingDayError(ValueError):
    """A whole year without a working day: the days file cannot be right."""


class Calendar:
    """Which days are worked. Arithmetic on dates only; hours belong to the ladder."""

    def __init__(self, days: Iterable[Day] = (), country: str = "VN") -> None:
        self._days = {day.date: day.effect == "work" for day in days}
        self._country = country

    def is_working_day(self, day: date) -> bool:
        """Return whether offices are open on this day."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = _package(self._country, day.year).is_working_day(day)
        return found

    def last_working_day(self, on_or_before: date) -> date:
        """Return the last working day on or before a day. Raises NoWorkingDayError."""
        return self._nearest(on_or_before, -1)

    def next_working_day(self, on_or_after: date) -> date:
        """Return the first working day on or after a day. Raises NoWorkingDayError."""
        return self._nearest(on_or_after, 1)

    def minus(self, day: date, count: int) -> date:
        """Return the working day that lies `count` working days before a day."""
        for _ in range(count):
            day = self._nearest(day - timedelta(days=1), -1)
        return day

    def plus(self, day: date, count: int) -> date:
        """Return the working day that lies `count` working days after a day."""
        for _ in range(count):
            day = self._nearest(day + timedelta(days=1), 1)
        return day

    def working_days_left(self, today: date, last: date) -> int:
        """Return how many working days follow today up to and including the last one."""
        span = range(1, (last - today).days + 1)
        return sum(self.is_working_day(today + timedelta(days=n)) for n in span)

    def _nearest(self, day: date, step: int) -> date:
        for n in range(_YEAR):
            found = day + timedelta(days=step * n)
            if self.is_working_day(found):
                return found
        raise NoWorkingDayError(day)


def read_days(text: str) -> list[dict[str, str]]:
    """Return the rows of a days file, to be validated as Day."""
    return list(csv.DictReader(text.splitlines()))


@cache
def _package(country: str, year: int) -> holidays.HolidayBase:
    _load_no_other_countries()
    return holidays.country_holidays(country, years=year)


@cache
def _load_no_other_countries() -> None:
    """Let the package load the country asked for, not all 250 of them (8 MB, a third of a second).

    Its folder of countries stands as a module that was never run; one country in it still loads.
    """
    name = "holidays.countries"
    spec = find_spec(name)
    if spec is not None and name not in sys.modules:
        sys.modules[name] = module_from_spec(spec)
