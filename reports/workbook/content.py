"""What the workbook is made from, and what stands in one cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from plan.form import Form, Question
from plan.phrasebook import Phrasebook
from plan.units import Unit
from reports import echo
from reports.flow import Draft, answered, path
from reports.rollup import RollUp
from reports.states import State
from reports.values import (
    Answers,
    Chosen,
    Document,
    Narrative,
    NotApplicable,
    Numbers,
    Percent,
    Skipped,
    Unknown,
    Value,
    YesNo,
)


@dataclass(frozen=True)
class Row:
    """One unit that owes a report: its newest sent version, or no answers at all."""

    unit: Unit
    state: State
    answers: Answers = field(default_factory=dict)
    sent_at: datetime | None = None
    on_time: bool | None = None
    number: str = ""


@dataclass(frozen=True)
class Figures:
    """One round. Rows in official order; the roll-up was made for the same reader.

    `sensitive`: with the columns that may identify a person, on the coordinator's express wish.
    """

    form: Form
    title: str
    cut_off: date
    made: datetime
    rows: tuple[Row, ...]
    rolled: RollUp
    settings: Mapping[str, str] = field(default_factory=dict)
    sensitive: bool = False

    def shown(self, question: Question) -> bool:
        """Return whether a question has a place in this workbook."""
        return self.sensitive or not question.sensitive


@dataclass(frozen=True)
class Cell:
    """A number or words, and a remark (the reason why there is no figure)."""

    value: int | float | str
    remark: str = ""
    is_percent: bool = False


def asked(figures: Figures, row: Row) -> frozenset[str]:
    """Return the questions that stand on a unit's path with a usable answer."""
    draft = Draft(figures.form, row.unit.question_set, row.answers)
    return frozenset(q.id for q in path(draft) if answered(draft, q))


def cell(book: Phrasebook, question: Question, code: str, value: Value) -> Cell:
    """Return what stands in the cell of one code: the kinds of nothing are words, zero is 0."""
    match value:
        case Numbers():
            return Cell(value.boxes[code])
        case Percent():
            return Cell(float(value.value) / 100, is_percent=True)
        case YesNo():
            return Cell(book.plain("workbook.yes" if value.yes else "workbook.no"))
        case Chosen() | Document() | Narrative():
            return Cell(echo.words(book, question, value))
        case Unknown() | NotApplicable() | Skipped():
            return _no_figure(book, value)


def _no_figure(book: Phrasebook, value: Unknown | NotApplicable | Skipped) -> Cell:
    match value:
        case Unknown():
            return Cell(book.plain("workbook.unknown"), value.reason)
        case NotApplicable():
            return Cell(book.plain("workbook.not_applicable"))
        case Skipped():
            return Cell(book.plain("workbook.skipped"))
