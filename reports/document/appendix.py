"""The appendix: every figure of the report in one table, the kinds of nothing kept apart."""

from dataclasses import dataclass, replace

from docx.table import Table

from plan.phrasebook import Phrasebook
from reports import figures
from reports.document.layout import (
    BOTH,
    CENTER,
    LEFT_SIDE,
    Look,
    Page,
    add_row,
    fill_cell,
    repeat_first_row,
)
from reports.document.sheet import Sheet
from reports.summary import Line, Section, summarise
from reports.values import Numbers, Percent, Unknown, Value

_WIDTHS = (9.0, 55.0, 18.0, 27.0, 27.0, 29.0)
_HEAD = Look(size=11, bold=True, align=CENTER)
_TEXT = Look(size=11, align=LEFT_SIDE)
_BOLD = Look(size=11, bold=True, align=LEFT_SIDE, keep=True)
_FIGURE = Look(size=11, align=CENTER)
_DASH = "\u2013"


@dataclass(frozen=True)
class Row:
    """One line of the table, in words."""

    order: str
    name: str
    unit: str
    last: str
    now: str
    note: str


def put(page: Page, sheet: Sheet, book: Phrasebook) -> None:
    """Write the appendix on a page of its own. Sensitive figures never stand in it."""
    title = page.line(book.plain("document.appendix"), Look(bold=True, align=CENTER))
    title.paragraph_format.page_break_before = True
    page.line(
        book.plain("document.appendix_title", year=sheet.year), Look(bold=True, align=CENTER)
    )
    told = {"unit": sheet.name, "cut_off": figures.day(sheet.cut_off)}
    of = book.plain("document.appendix_of", **told)
    page.line(of, Look(size=13, italic=True, align=CENTER, after=8))
    table = page.table(_WIDTHS, grid=True)
    _put_head(table, sheet, book)
    summary = summarise(sheet.draft, book, sheet.beside)
    number = 0
    for section in summary.sections:
        found = [line for line in section.lines if _is_figure(line)]
        if found:
            _put_title(table, section)
        for line in found:
            number += 1
            for row in _rows(sheet, book, line, number):
                _put_row(table, row)
    _put_shares(page, table, sheet, book)


def _is_figure(line: Line) -> bool:
    told = line.flag not in {"open", "skipped"}
    counted = line.question.kind in {"numbers", "money", "percent"}
    return told and counted and not line.question.sensitive


def _put_head(table: Table, sheet: Sheet, book: Phrasebook) -> None:
    cells = add_row(table, _WIDTHS)
    names = [
        book.plain("document.column_order"),
        book.plain("document.column_name"),
        book.plain("document.column_unit"),
        book.plain("document.column_year", year=sheet.year - 1),
        book.plain("document.column_year", year=sheet.year),
        book.plain("document.column_note"),
    ]
    for cell, name in zip(cells, names, strict=True):
        fill_cell(cell, [(name, _HEAD)])
    repeat_first_row(table)


def _put_title(table: Table, section: Section) -> None:
    cells = add_row(table, _WIDTHS)
    whole = cells[0].merge(cells[-1])
    fill_cell(whole, [(section.title, _BOLD)])


def _put_row(table: Table, row: Row) -> None:
    cells = add_row(table, _WIDTHS)
    looks = (_FIGURE, _TEXT, _FIGURE, _FIGURE, _FIGURE, _TEXT)
    texts = (row.order, row.name, row.unit, row.last, row.now, row.note)
    for cell, text, look in zip(cells, texts, looks, strict=True):
        fill_cell(cell, [(text, look)])


def _rows(sheet: Sheet, book: Phrasebook, line: Line, number: int) -> list[Row]:
    question = line.question
    value = sheet.draft.answers.get(question.id) if line.flag != "missing" else None
    last = sheet.beside.last_year.get(question.id)
    note = _note(book, line, value)
    if len(question.boxes) < 2:
        unit = question.boxes[0].unit if question.boxes else question.unit
        code = question.id
        return [
            Row(str(number), question.short, unit, _figure(last, code), _figure(value, code), note)
        ]
    parts = [
        Row(
            "",
            book.plain("document.part", name=box.name),
            box.unit,
            _figure(last, box.code),
            _figure(value, box.code),
            "",
        )
        for box in question.boxes
    ]
    if not question.share:
        return [Row(str(number), question.short, "", "", "", note), *parts]
    whole, part = parts
    first = replace(whole, order=str(number), name=question.short)
    return [first, replace(part, note=note)]


def _figure(value: Value | None, code: str) -> str:
    match value:
        case Numbers() if code in value.boxes:
            return figures.count(value.boxes[code])
        case Percent():
            return figures.percent(value.value)
    return _DASH


def _note(book: Phrasebook, line: Line, value: Value | None) -> str:
    notes = list(line.notes)
    match line.flag:
        case "unknown" if isinstance(value, Unknown):
            notes.insert(0, book.plain("document.note_unknown", reason=value.reason))
        case "not_applicable":
            notes.insert(0, book.plain("document.note_not_applicable"))
        case "missing":
            notes.insert(0, book.plain("document.note_missing"))
    return "; ".join([line.share, *notes] if line.share else notes)


def _put_shares(page: Page, table: Table, sheet: Sheet, book: Phrasebook) -> None:
    summary = summarise(sheet.draft, book, sheet.beside)
    cells = add_row(table, _WIDTHS)
    fill_cell(cells[0].merge(cells[-1]), [(book.plain("document.shares"), _BOLD)])
    for share in summary.shares:
        if not share.headline or not share.told:
            continue
        goal = book.plain("document.goal", goal=share.goal) if share.goal else ""
        _put_row(table, Row("", share.name, "", "", share.value, goal))
    if summary.frame:
        page.line(summary.frame, Look(size=12, italic=True, align=BOTH, before=6))
