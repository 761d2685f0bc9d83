"""Shares that are computed, never asked: exact fractions, an honest word where there is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from plan.form import Form
from plan.measures import Indicator
from plan.phrasebook import Phrasebook
from reports import figures

Known = Mapping[str, int]
# undefined: the whole is nothing, so there is no share (never 0%); unknown: a figure is missing.
Standing = Literal["known", "undefined", "unknown"]


@dataclass(frozen=True)
class Measured:
    """One indicator of one unit: `part` of `whole`, or for yes-or-no ones `part` 1 or 0 of 1."""

    indicator: Indicator
    standing: Standing
    part: int = 0
    whole: int = 0

    @property
    def is_yes_no(self) -> bool:
        """Return whether it is told as yes or no, not as a share."""
        return self.indicator.rule == "any_of"

    @property
    def percent(self) -> Fraction | None:
        """Return the exact percentage, or None when there is none."""
        return figures.share(self.part, self.whole) if self.standing == "known" else None

    @property
    def flagged(self) -> bool:
        """Return whether the share lies below the line that the form wants to be seen."""
        line = self.indicator.params.get("flag_below")
        return line is not None and self.percent is not None and self.percent < line


def measure(indicator: Indicator, known: Known) -> Measured:
    """Return an indicator computed from numbers by code. Raises KeyError for an unknown rule."""
    return _RULES[indicator.rule](indicator, known)


def measured(form: Form, question_set: str, known: Known) -> list[Measured]:
    """Return every indicator that concerns units of a set, in the form's order."""
    sets = form.sets_of(question_set)
    mine = (i for i in form.indicators if sets.intersection(i.sets))
    return [measure(indicator, known) for indicator in mine]


def is_headline(indicator: Indicator, settings: Mapping[str, str]) -> bool:
    """Return whether the coordinator's settings make this one of several readings the main one."""
    return all(settings.get(name, value) == value for name, value in indicator.reading.items())


def words(book: Phrasebook, found: Measured) -> str:
    """Return the value in words: a percentage, yes or not yet, not defined, no figures yet."""
    if found.standing == "unknown":
        return book.plain("summary.no_figures")
    if found.standing == "undefined":
        return book.plain("summary.undefined")
    if found.is_yes_no:
        return book.plain("summary.yes" if found.part else "summary.not_yet")
    share = figures.percent(figures.share(found.part, found.whole) or Fraction(0))
    return f"{share} ({figures.count(found.part)}/{figures.count(found.whole)})"


def unknown_rules(form: Form) -> list[str]:
    """Return the rules that a form names and nobody wrote, for checking a programme pack."""
    return [f"{i.id}: {i.rule}" for i in form.indicators if i.rule not in _RULES]


def _share(indicator: Indicator, known: Known) -> Measured:
    part, whole = indicator.codes
    return _of(indicator, known, (part,), (whole,))


def _sum_share(indicator: Indicator, known: Known) -> Measured:
    """Sum the first half of the codes over the second half."""
    half = len(indicator.codes) // 2
    return _of(indicator, known, indicator.codes[:half], indicator.codes[half:])


def _of(
    indicator: Indicator, known: Known, parts: tuple[str, ...], wholes: tuple[str, ...]
) -> Measured:
    if any(code not in known for code in (*parts, *wholes)):
        return Measured(indicator, "unknown")
    part, whole = sum(known[c] for c in parts), sum(known[c] for c in wholes)
    return Measured(indicator, "known" if whole else "undefined", part, whole)


def _any_of(indicator: Indicator, known: Known) -> Measured:
    """Decide yes by one known positive number; no only when all are known."""
    if any(known.get(code, 0) > 0 for code in indicator.codes):
        return Measured(indicator, "known", 1, 1)
    if any(code not in known for code in indicator.codes):
        return Measured(indicator, "unknown")
    return Measured(indicator, "known", 0, 1)


def _count_of(indicator: Indicator, known: Known) -> Measured:
    """Count how many of the numbers are positive: bodies that have one."""
    if any(code not in known for code in indicator.codes):
        return Measured(indicator, "unknown")
    positive = sum(known[code] > 0 for code in indicator.codes)
    return Measured(indicator, "known", positive, len(indicator.codes))


_RULES: dict[str, Callable[[Indicator, Known], Measured]] = {
    "share": _share,
    "sum_share": _sum_share,
    "any_of": _any_of,
    "count_of": _count_of,
}
