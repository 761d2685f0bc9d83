"""Many accepted reports made one: totals, shares over those who told and over all, and the gaps.

Only accepted reports count; the rest are listed as not consolidated. A figure that a unit does
not have yet is never added as zero: it stands in a footnote.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from plan.form import Form, Question
from plan.measures import Indicator
from plan.units import Unit
from reports import figures
from reports.flow import Draft, counted
from reports.indicators import measure
from reports.values import Answers, Chosen, NotApplicable, Numbers, Unknown, Value, YesNo


@dataclass(frozen=True)
class Accepted:
    """The accepted version of one unit, with last words on its oddities by check."""

    unit: Unit
    answers: Answers
    explained: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Total:
    """One code over many units. `hidden`: too few people to be shown to this reader."""

    code: str
    sum: int = 0
    told: int = 0
    unknown: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Tally:
    """How many units gave each answer of a yes-or-no or choice question."""

    question: Question
    counts: Mapping[str, int]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reached:
    """An indicator over many units: over those whose accepted report tells it, and over all.

    For yes-or-no and counted indicators `part` counts units (or bodies) and `of_all` is how many
    there are in the province; for shares of persons `part` and `whole` are persons and `of_all`
    is 0, since nobody knows the persons of units that have not told. `needed` is the smallest
    part of all that reaches the goal (65% of 99 is 64,35: 65).
    """

    indicator: Indicator
    part: int
    whole: int
    of_all: int
    units_told: int
    units_owing: int
    needed: int = 0

    @property
    def over_told(self) -> Fraction | None:
        """Return the exact percentage over those who told, or None when there is none."""
        return figures.share(self.part, self.whole)

    @property
    def over_all(self) -> Fraction | None:
        """Return the exact percentage over all that owe a report, or None when there is none."""
        return figures.share(self.part, self.of_all)


@dataclass(frozen=True)
class RollUp:
    """What the coordinating agency may say about a round."""

    totals: Mapping[str, Total]
    by_set: Mapping[str, Mapping[str, Total]]
    tallies: Mapping[str, Tally]
    reached: tuple[Reached, ...]
    accepted: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def footnotes(self) -> dict[str, tuple[str, ...]]:
        """Return the units without a figure yet, by code."""
        return {code: total.unknown for code, total in self.totals.items() if total.unknown}


def roll_up(
    form: Form, owing: Iterable[Unit], accepted: Iterable[Accepted], *, coordinator: bool
) -> RollUp:
    """Return the roll-up of the accepted reports of the units that owe one, in official order.

    Outside the coordinator's view sensitive figures stand only as the province's total, and are
    hidden where they come from a single person or a single unit.
    """
    units = {unit.code: unit for unit in owing}
    given = {a.unit.code: a for a in accepted if a.unit.code in units}
    reports = [_Counted(form, given[code]) for code in units if code in given]
    sets = {code: units[code].question_set for code in units}
    by_set = {}
    for name in dict.fromkeys(sets[report.code] for report in reports):
        mine = [report for report in reports if report.set == name]
        by_set[name] = _totals(form, mine, coordinator=coordinator, part=True)
    return RollUp(
        totals=_totals(form, reports, coordinator=coordinator),
        by_set=by_set,
        tallies=_tallies(form, reports),
        reached=tuple(_reached(form, i, list(units.values()), reports) for i in form.indicators),
        accepted=tuple(report.code for report in reports),
        missing=tuple(code for code in units if code not in given),
    )


def may_show(question: Question, *, coordinator: bool, own_unit: bool = False) -> bool:
    """Return whether one unit's answer to a question may be shown to a reader (sensitive data)."""
    return coordinator or own_unit or not question.sensitive


class _Counted:
    """One accepted report reduced to the answers that count, and its numbers."""

    def __init__(self, form: Form, accepted: Accepted) -> None:
        self.code = accepted.unit.code
        self.set = accepted.unit.question_set
        self.answers = counted(Draft(form, self.set, accepted.answers))
        self.numbers = {
            code: count
            for value in self.answers.values()
            if isinstance(value, Numbers)
            for code, count in value.boxes.items()
        }


def _totals(
    form: Form, reports: Collection[_Counted], *, coordinator: bool, part: bool = False
) -> dict[str, Total]:
    found: dict[str, Total] = {}
    for question in form:
        if not question.numeric:
            continue
        for code in question.codes:
            total = _total(question, code, reports)
            if not coordinator:
                total = _guarded(question, total, reports, part=part)
            if total.told or total.unknown or total.not_applicable or total.hidden:
                found[code] = total
    return found


def _total(question: Question, code: str, reports: Collection[_Counted]) -> Total:
    told = [r.numbers[code] for r in reports if code in r.numbers]
    return Total(
        code,
        sum(told),
        len(told),
        tuple(r.code for r in reports if isinstance(r.answers.get(question.id), Unknown)),
        tuple(r.code for r in reports if isinstance(r.answers.get(question.id), NotApplicable)),
    )


def _guarded(
    question: Question, total: Total, reports: Collection[_Counted], *, part: bool
) -> Total:
    """Hide a sensitive total of one person or one unit, and every sensitive total of a part."""
    if not question.sensitive:
        return total
    sources = sum(1 for report in reports if report.numbers.get(total.code))
    if not sources and not total.told:
        return Total(total.code)
    if part or total.sum == 1 or sources == 1:
        return Total(total.code, hidden=True)
    return Total(total.code, total.sum, total.told)


def _tallies(form: Form, reports: Collection[_Counted]) -> dict[str, Tally]:
    found = {}
    for question in form:
        if question.kind not in {"yes_no", "choice"}:
            continue
        values = {r.code: r.answers[question.id] for r in reports if question.id in r.answers}
        counts = Counter(word for word in map(_word, values.values()) if word)
        unknown = tuple(code for code, value in values.items() if isinstance(value, Unknown))
        if values:
            found[question.id] = Tally(question, dict(counts), unknown)
    return found


def _word(value: Value) -> str:
    match value:
        case YesNo():
            return "yes" if value.yes else "no"
        case Chosen():
            return value.option
    return ""


def _reached(
    form: Form, indicator: Indicator, units: list[Unit], reports: Collection[_Counted]
) -> Reached:
    concerned = {u.code for u in units if form.sets_of(u.question_set) & set(indicator.sets)}
    found = [measure(indicator, r.numbers) for r in reports if r.code in concerned]
    known = [one for one in found if one.standing == "known"]
    each = {"any_of": 1, "count_of": len(indicator.codes)}.get(indicator.rule, 0)
    of_all = each * len(concerned)
    goal = indicator.params.get("percent", 0)
    return Reached(
        indicator,
        part=sum(one.part for one in known),
        whole=sum(one.whole for one in known),
        of_all=of_all,
        units_told=sum(one.standing != "unknown" for one in found),
        units_owing=len(concerned),
        needed=ceil(Fraction(goal * of_all, 100)),
    )
