"""A day as people type it: 5/11, 05/11/26, 5-11, today, tomorrow, in words."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from plan.names import fold
from reports.vocabulary import View, view, vocabulary

_PLAIN = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class Day:
    """A day that was read; `doubtful` when its year was supplied against the expectation."""

    value: date
    doubtful: bool = False


def read_day(typed: str, today: date, toward: Literal["past", "future"] = "past") -> Day | None:
    """Return the day that a whole text names, or None.

    Without a year the nearest one is taken, toward the past (papers already issued) or the
    future (deadlines).
    """
    text = _without_day_words(view(typed))
    if near := _near(text, today):
        return Day(near)
    if found := _ISO.fullmatch(text):
        return _valid(*map(int, found.groups()))
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    day, month, year = (int(part) if part else None for part in found.groups())
    if year is None:
        return _nearest(day or 0, month or 0, today, toward)
    return _valid(year if year > 99 else 2000 + year, month or 0, day or 0)


def _near(text: str, today: date) -> date | None:
    words = vocabulary()["days"]
    for name, shift in (("today", 0), ("yesterday", -1), ("tomorrow", 1)):
        if view(text).means(words[name]):
            return today + timedelta(days=shift)
    return None


def _without_day_words(seen: View) -> str:
    """Turn a day in words into slashes: day 5 month 11 year 2026 becomes 5/11/2026."""
    text = seen.text
    for group in ("month", "year"):
        text = re.sub(rf"[\s,]*(?<![^\W\d_]){_any_of(group, seen)}\s*(?=\d)", "/", text)
    text = re.sub(rf"^{_any_of('day', seen)}\s*(?=\d)", "", text)
    return text.strip(" ,.;:()")


def _any_of(group: str, seen: View) -> str:
    words = vocabulary()["days"][group]
    return f"(?:{'|'.join(map(fold, words) if seen.bare else words)})"


def _nearest(day: int, month: int, today: date, toward: str) -> Day | None:
    this_year = _valid(today.year, month, day)
    if this_year is None:
        return None
    if toward == "past" and this_year.value > today:
        return _valid(today.year - 1, month, day, doubtful=True)
    if toward == "future" and this_year.value < today:
        return _valid(today.year + 1, month, day, doubtful=True)
    return this_year


def _valid(year: int, month: int, day: int, *, doubtful: bool = False) -> Day | None:
    try:
        return Day(date(year, month, day), doubtful)
    except ValueError:
        return None
