"""A value in words, as it is echoed after typing and shown in summaries and documents."""

from typing import assert_never

from plan.form import Question
from plan.phrasebook import Phrasebook
from reports import figures
from reports.values import (
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


def words(book: Phrasebook, question: Question, value: Value) -> str:
    """Return a value in plain words; a pair with its computed share."""
    match value:
        case Numbers():
            said = _numbers(book, question, value)
        case Percent():
            said = figures.percent(value.value)
        case YesNo():
            said = book.plain("read.yes") if value.yes else _no(book, question)
        case Chosen():
            labels = {option.key: option.label for option in question.options}
            said = labels.get(value.option, value.option)
        case Narrative():
            said = value.text or book.plain("read.nothing")
        case Document():
            said = _document(book, value)
        case Unknown() | NotApplicable() | Skipped():
            said = _no_value(book, value)
        case _:
            assert_never(value)
    return said


def share(question: Question, value: Value) -> str:
    """Return the computed share of a pair ("38,7%"), or nothing where there is none."""
    if not (question.share and isinstance(value, Numbers)):
        return ""
    whole, part = (value.boxes[box.code] for box in question.boxes)
    found = figures.share(part, whole)
    return "" if found is None else figures.percent(found)


def _numbers(book: Phrasebook, question: Question, value: Numbers) -> str:
    if question.kind == "money":
        return book.plain("read.dong", amount=figures.count(value.boxes[question.id]))
    if len(question.boxes) == 1:
        box = question.boxes[0]
        return f"{figures.count(value.boxes[box.code])} {box.unit}".strip()
    told = ", ".join(f"{b.name} {figures.count(value.boxes[b.code])}" for b in question.boxes)
    part = share(question, value)
    return f"{told} ({part})" if part else told


def _no(book: Phrasebook, question: Question) -> str:
    return question.negative or book.plain("read.no")


def _no_value(book: Phrasebook, value: Unknown | NotApplicable | Skipped) -> str:
    match value:
        case Unknown():
            return book.plain("read.unknown", reason=value.reason)
        case NotApplicable():
            return book.plain("read.not_applicable")
        case Skipped():
            return book.plain("read.skipped")


def _document(book: Phrasebook, value: Document) -> str:
    if value.day is None:
        return value.number
    return book.plain("read.paper", number=value.number, day=figures.day(value.day))
