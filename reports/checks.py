"""Cross-checks before sending, all at once: errors are mended, oddities explained in a line."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from plan.form import Form
from plan.measures import Check
from reports import figures
from reports.flow import Draft, counted, missing, numbers, path
from reports.readings import Slots
from reports.values import Numbers, YesNo

Level = Literal["error", "oddity"]


@dataclass(frozen=True)
class Finding:
    """Something that does not fit. `check` names it; `figures` are the values it is about.

    An explanation settles an oddity only while the figures are the same.
    """

    check: str
    level: Level
    questions: tuple[str, ...]
    phrase: str
    slots: Slots = field(default_factory=dict)
    figures: str = ""


class Explanation(Protocol):
    """A line of explanation as it was stored."""

    @property
    def figures(self) -> str:
        """Return the figures it was given for."""

    @property
    def text(self) -> str:
        """Return its words."""


@dataclass(frozen=True)
class _Case:
    """What a rule looks at: the draft, its numbers that count, last year's, and the check."""

    draft: Draft
    known: dict[str, int]
    last: Mapping[str, int]
    check: Check

    def found(self, codes: tuple[str, ...], phrase: str, slots: Slots) -> Finding:
        """Return the finding of this check about some codes."""
        return self._finding(self.check.id, codes, phrase, slots)

    def found_each(self, code: str, phrase: str) -> Finding:
        """Return a finding about one of the check's codes, beside last year's number."""
        last = figures.count(self.last[code])
        slots = {"name": self.name(code), "count": self.told(code), "last": last}
        return self._finding(f"{self.check.id}:{code}", (code,), phrase, slots)

    def _finding(self, name: str, codes: tuple[str, ...], phrase: str, slots: Slots) -> Finding:
        values = " ".join(f"{c}={self.known.get(c, '-')}/{self.last.get(c, '-')}" for c in codes)
        asked = tuple(dict.fromkeys(self.draft.form.holder(code).id for code in codes))
        return Finding(name, self.check.level, asked, phrase, slots, values)

    def name(self, code: str) -> str:
        """Return what a code is called in a sentence."""
        return named(self.draft.form, code)

    def told(self, code: str) -> str:
        """Return a number in writing."""
        return figures.count(self.known[code])


Rule = Callable[[_Case], Iterator[Finding]]


def findings(draft: Draft, last_year: Mapping[str, int] | None = None) -> list[Finding]:
    """Return everything that does not fit, errors first. `last_year`: accepted numbers by code.

    Raises KeyError when the form names a rule that does not exist (see unknown_rules).
    """
    known = numbers(counted(draft))
    found = [*_gaps(draft), *_pairs(draft)]
    for check in draft.form.checks:
        found += _RULES[check.rule](_Case(draft, known, last_year or {}, check))
    return sorted(found, key=lambda finding: finding.level != "error")


def open_findings(found: list[Finding], explained: Mapping[str, Explanation]) -> list[Finding]:
    """Return the findings that still stand in the way: errors, and oddities not yet explained."""
    return [finding for finding in found if not settled(finding, explained)]


def settled(finding: Finding, explained: Mapping[str, Explanation]) -> bool:
    """Return whether an oddity has an explanation for exactly these figures."""
    words = explained.get(finding.check)
    return finding.level == "oddity" and words is not None and words.figures == finding.figures


def named(form: Form, code: str) -> str:
    """Return what a value is called in a sentence: the question's short name, and the box."""
    question, box = form.holder(code), form.box(code)
    if box is None or len(question.boxes) == 1:
        return question.short
    return f"{question.short} ({box.name})"


def unknown_rules(checks: tuple[Check, ...]) -> list[str]:
    """Return the rules that a form names and nobody wrote, for checking a programme pack."""
    return [f"{check.id}: {check.rule}" for check in checks if check.rule not in _RULES]


def _gaps(draft: Draft) -> Iterator[Finding]:
    for question in missing(draft):
        slots = {"question": question.short}
        yield Finding(f"missing:{question.id}", "error", (question.id,), "checks.missing", slots)


def _pairs(draft: Draft) -> Iterator[Finding]:
    """Yield pairs whose part is over the whole; typing refuses them, an import may not."""
    for question in path(draft):
        value = draft.answers.get(question.id)
        if not (isinstance(value, Numbers) and (question.share or question.rises)):
            continue
        first, second = (value.boxes.get(code, 0) for code in question.codes)
        part, whole = (second, first) if question.share else (first, second)
        if part > whole:
            slots: Slots = {"question": question.short, "part": part, "whole": whole}
            yield Finding(f"pair:{question.id}", "error", (question.id,), "checks.pair", slots)


def _at_most(case: _Case) -> Iterator[Finding]:
    less, more = case.check.codes
    if less in case.known and more in case.known and case.known[less] > case.known[more]:
        slots = {"less": case.name(less), "count": case.told(less)}
        slots |= {"more": case.name(more), "most": case.told(more)}
        yield case.found((less, more), "checks.at_most", slots)


def _at_most_sum(case: _Case) -> Iterator[Finding]:
    """Compare only when every number of the bound is known: an unknown one bounds nothing."""
    less, *bound = case.check.codes
    if less not in case.known or any(code not in case.known for code in bound):
        return
    total = sum(case.known[code] for code in bound)
    if case.known[less] > total:
        names = "; ".join(f"{case.name(code)}: {case.told(code)}" for code in bound)
        slots = {"less": case.name(less), "count": case.told(less)}
        slots |= {"most": figures.count(total), "parts": names}
        yield case.found(case.check.codes, "checks.at_most_sum", slots)


def _yes_needs_one(case: _Case) -> Iterator[Finding]:
    said, count = case.check.codes
    answer = counted(case.draft).get(said)
    if isinstance(answer, YesNo) and answer.yes and case.known.get(count) == 0:
        slots = {"question": case.name(said), "name": case.name(count)}
        yield case.found((said, count), "checks.yes_needs_one", slots)


def _zero_explained(case: _Case) -> Iterator[Finding]:
    for code in case.check.codes:
        if case.known.get(code) == 0:
            slots = {"name": case.name(code)}
            yield case.found((code,), "checks.zero_explained", slots)


def _spent_at_most(case: _Case) -> Iterator[Finding]:
    """Count an allotment that was not told as nothing: then spending needs a word."""
    spent, *allotted = case.check.codes
    total = sum(case.known.get(code, 0) for code in allotted)
    if case.known.get(spent, 0) > total:
        slots = {"spent": case.told(spent), "allotted": figures.count(total)}
        yield case.found(case.check.codes, "checks.spent_at_most", slots)


def _never_falls(case: _Case) -> Iterator[Finding]:
    for code in _in_both_years(case):
        if case.known[code] < case.last[code]:
            yield case.found_each(code, "checks.never_falls")


def _changed_much(case: _Case) -> Iterator[Finding]:
    limit, persons = case.check.params["percent"], case.check.params["more_than"]
    for code in _in_both_years(case):
        now, last = case.known[code], case.last[code]
        if abs(now - last) > persons and abs(now - last) * 100 > last * limit:
            yield case.found_each(code, "checks.changed_much")


def _money_jumped(case: _Case) -> Iterator[Finding]:
    times = case.check.params["times"]
    for code in _in_both_years(case):
        low, high = sorted((case.known[code], case.last[code]))
        if low and high > low * times:
            yield case.found_each(code, "checks.money_jumped")


def _in_both_years(case: _Case) -> list[str]:
    return [code for code in case.check.codes if code in case.known and code in case.last]


_RULES: dict[str, Rule] = {
    "at_most": _at_most,
    "at_most_sum": _at_most_sum,
    "yes_needs_one": _yes_needs_one,
    "zero_explained": _zero_explained,
    "spent_at_most": _spent_at_most,
    "never_falls": _never_falls,
    "changed_much": _changed_much,
    "money_jumped": _money_jumped,
}
