"""The review card as values: every answer, every computed share beside its target, every flag."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from plan.form import Form, Question
from plan.phrasebook import Phrasebook
from reports import echo, figures, indicators
from reports.checks import Explanation, Finding, open_findings, settled
from reports.flow import Draft, answered, counted, numbers, path
from reports.values import NotApplicable, Numbers, Skipped, Unknown, Value

# missing: required and not answered; open: optional and not answered.
Flag = Literal["", "missing", "open", "unknown", "not_applicable", "skipped"]


@dataclass(frozen=True)
class Line:
    """One question with its answer in words. `last` is last year's.

    `doubts` are findings not yet settled; `notes` the explanations of settled ones, each at the
    first question that it is about.
    """

    question: Question
    number: int
    value: str
    share: str = ""
    flag: Flag = ""
    last: str = ""
    notes: tuple[str, ...] = ()
    doubts: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Section:
    """One section of the form with the lines that stand on the unit's path."""

    id: str
    title: str
    part: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Share:
    """A computed share. `goal` belongs to the whole programme: always show it with the frame.

    `told` is False while a figure it needs is missing.
    """

    name: str
    value: str
    goal: str
    provision: str
    headline: bool
    flagged: bool
    told: bool = True


@dataclass(frozen=True)
class Summary:
    """All that a unit is about to say. `frame`: whose target it is and for which year."""

    sections: tuple[Section, ...]
    shares: tuple[Share, ...]
    frame: str


@dataclass(frozen=True)
class Beside:
    """What stands beside the answers: last year's, findings, explanations, settings' readings."""

    last_year: Mapping[str, Value] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    explained: Mapping[str, Explanation] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)


def summarise(draft: Draft, book: Phrasebook, beside: Beside | None = None) -> Summary:
    """Return the summary of a draft or of a sent version."""
    beside = beside or Beside()
    asked = path(draft)
    numbered = {question.id: number for number, question in enumerate(asked, start=1)}
    sections = []
    for section in draft.form.sections:
        mine = [q for q in section.questions if q.id in numbered and not section.after]
        lines = tuple(_line(draft, book, q, numbered[q.id], beside) for q in mine)
        if lines:
            sections.append(Section(section.id, section.title, section.part, lines))
    return Summary(tuple(sections), shares(draft, book, beside.settings), draft.form.frame)


def shares(draft: Draft, book: Phrasebook, settings: Mapping[str, str]) -> tuple[Share, ...]:
    """Return the computed shares of a report, the readings that the settings choose marked."""
    known = numbers(counted(draft))
    asked = {code for question in path(draft) for code in question.codes}
    return tuple(
        Share(
            found.indicator.name,
            indicators.words(book, found),
            found.indicator.goal,
            found.indicator.target or "",
            indicators.is_headline(found.indicator, settings),
            found.flagged,
            found.standing != "unknown",
        )
        for found in indicators.measured(draft.form, draft.question_set, known)
        if asked.intersection(found.indicator.codes)  # else it does not concern the unit
    )


def last_numbers(form: Form, last_year: Mapping[str, Value]) -> dict[str, int]:
    """Return last year's numbers by code, as far as this form still has the codes."""
    codes = {code for question in form for code in question.codes}
    return {code: n for code, n in numbers(dict(last_year)).items() if code in codes}


def _line(draft: Draft, book: Phrasebook, question: Question, number: int, beside: Beside) -> Line:
    value = draft.answers[question.id] if answered(draft, question) else None
    last = beside.last_year.get(question.id)
    mine = [finding for finding in beside.findings if question.id in finding.questions]
    first = [f for f in mine if f.questions[0] == question.id and settled(f, beside.explained)]
    explained = [beside.explained[finding.check] for finding in first]
    return Line(
        question,
        number,
        "" if value is None else echo.words(book, question, value),
        "" if value is None else echo.share(question, value),
        _flag(draft, question, value),
        "" if not isinstance(last, Numbers) else _last_words(book, question, last),
        tuple(dict.fromkeys(words.text for words in explained)),
        tuple(open_findings(mine, beside.explained)),
    )


def _last_words(book: Phrasebook, question: Question, last: Numbers) -> str:
    if set(last.boxes) == set(question.codes):
        return echo.words(book, question, last)
    kept = (code for code in question.codes if code in last.boxes)
    return ", ".join(figures.count(last.boxes[code]) for code in kept)


def _flag(draft: Draft, question: Question, value: Value | None) -> Flag:
    match value:
        case None:
            required = question.required_of(draft.form.sets_of(draft.question_set))
            return "missing" if required else "open"
        case Unknown():
            return "unknown"
        case NotApplicable():
            return "not_applicable"
        case Skipped():
            return "skipped"
    return ""
