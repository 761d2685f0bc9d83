"""The sheets of the workbook, one function each."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import xlsxwriter

from plan.deadlines import ZONE
from plan.form import Question
from plan.phrasebook import Phrasebook
from reports import figures as written
from reports.checks import named
from reports.indicators import is_headline
from reports.rollup import Reached, Tally, Total
from reports.workbook.content import Cell, Figures, Row, asked, cell

_LOCAL = "dd/mm/yyyy hh:mm"
_FIRST = 3  # title, moment, head: rows before the figures
_UNIT_COLUMNS = 6


class Sheets:
    """Writes all sheets into one open workbook."""

    def __init__(self, workbook: xlsxwriter.Workbook, figures: Figures, book: Phrasebook) -> None:
        self._workbook = workbook
        self._figures = figures
        self._book = book
        look = {"valign": "top", "font_name": "Times New Roman", "font_size": 11}
        self._plain = workbook.add_format({**look, "text_wrap": True})
        self._head = workbook.add_format(
            {**look, "bold": True, "text_wrap": True, "border": 1, "bg_color": "#E7EEF7"}
        )
        self._title = workbook.add_format({**look, "bold": True, "font_size": 13})
        self._count = workbook.add_format({**look, "num_format": "#,##0"})
        self._percent = workbook.add_format({**look, "num_format": "0.0%"})
        self._moment = workbook.add_format({**look, "num_format": _LOCAL})

    def put_all(self) -> None:
        """Write every sheet, in the order they are read."""
        self.put_units()
        self.put_totals()
        self.put_reached()
        self.put_words()
        self.put_missing()
        self.put_notes()

    def put_units(self) -> None:
        """Write one line a unit and one column a code, in official order."""
        asked_ = [question for question in self._questions() if question.kind != "narrative"]
        columns = [(question, code) for question in asked_ for code in question.codes]
        heads = self._heads("unit_code", "unit", "state", "sent", "on_time", "number")
        names = [named(self._figures.form, code) for _, code in columns]
        sheet = self._sheet("sheet_units", [*heads, *names])
        sheet.write_row(_FIRST, _UNIT_COLUMNS, [code for _, code in columns], self._head)
        for line, row in enumerate(self._figures.rows, start=_FIRST + 1):
            self._put_unit(sheet, line, row)
            on_path = asked(self._figures, row)
            for column, (question, code) in enumerate(columns, start=_UNIT_COLUMNS):
                if question.id in on_path:
                    found = cell(self._book, question, code, row.answers[question.id])
                    self._put(sheet, line, column, found)
        last = _FIRST + len(self._figures.rows)
        sheet.autofilter(_FIRST, 0, last, _UNIT_COLUMNS - 1)
        sheet.freeze_panes(_FIRST + 1, 2)
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 1, 34)
        sheet.set_column(2, _UNIT_COLUMNS + len(columns), 16)

    def put_totals(self) -> None:
        """Write the totals of the accepted reports by code, for all and for each set."""
        rolled = self._figures.rolled
        sets = list(rolled.by_set)
        heads = self._heads(
            "code", "name", "measure", "total", "told", "unknown", "not_applicable"
        )
        heads += [self._figures.form.set_names[name] for name in sets]
        sheet = self._sheet("sheet_totals", heads)
        line = _FIRST
        for question in self._questions():
            for code in question.codes:
                if code in rolled.totals:
                    by_set = [rolled.by_set[name].get(code) for name in sets]
                    self._put_total(sheet, line, question, rolled.totals[code], by_set)
                    line += 1
            if question.id in rolled.tallies:
                self._put_tally(sheet, line, rolled.tallies[question.id])
                line += 1
        if line == _FIRST:
            sheet.write_string(line, 1, self._say("nothing_accepted"), self._plain)
        sheet.freeze_panes(_FIRST, 2)
        sheet.set_column(0, 0, 9)
        sheet.set_column(1, 1, 52)
        sheet.set_column(2, 6 + len(sets), 18)

    def put_reached(self) -> None:
        """Write the indicators over those who told and over all, beside the programme's goal."""
        heads = self._heads(
            "name", "part", "whole", "share_told", "all", "share_all", "needed", "goal"
        )
        sheet = self._sheet("sheet_reached", heads)
        for line, found in enumerate(self._figures.rolled.reached, start=_FIRST):
            self._put_reached(sheet, line, found)
        line = _FIRST + len(self._figures.rolled.reached) + 1
        sheet.write_string(line, 0, self._figures.form.frame, self._plain)
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 7, 18)

    def put_words(self) -> None:
        """Write every narrative, one line each."""
        heads = self._heads("unit_code", "unit", "code", "question", "words")
        sheet = self._sheet("sheet_words", heads)
        line = _FIRST
        narratives = [q for q in self._questions() if q.kind == "narrative"]
        for row in self._figures.rows:
            on_path = asked(self._figures, row)
            for question in narratives:
                if question.id not in on_path:
                    continue
                told = cell(self._book, question, question.id, row.answers[question.id])
                texts = [row.unit.code, row.unit.short_name, question.id, question.short]
                self._put_texts(sheet, line, [*texts, str(told.value)])
                line += 1
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 1, 30)
        sheet.set_column(2, 2, 9)
        sheet.set_column(3, 3, 30)
        sheet.set_column(4, 4, 100)

    def put_missing(self) -> None:
        """Write the units whose reports are not accepted: to be chased."""
        sheet = self._sheet("sheet_missing", self._heads("unit_code", "unit", "set", "state"))
        missing = set(self._figures.rolled.missing)
        rows = [row for row in self._figures.rows if row.unit.code in missing]
        for line, row in enumerate(rows, start=_FIRST):
            set_name = self._figures.form.set_names[row.unit.question_set]
            state = self._say(f"state_{row.state}")
            self._put_texts(sheet, line, [row.unit.code, row.unit.short_name, set_name, state])
        sheet.autofilter(_FIRST - 1, 0, _FIRST - 1 + len(rows), 3)
        sheet.freeze_panes(_FIRST, 2)
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 3, 36)

    def put_notes(self) -> None:
        """Write how to read the cells."""
        sheet = self._workbook.add_worksheet(self._say("sheet_notes"))
        last = "note_with_sensitive" if self._figures.sensitive else "note_sensitive"
        names = ("accepted", "zero", "unknown", "not_applicable", "skipped")
        notes = [*(self._say(f"note_{name}") for name in names), self._say(last)]
        for line, note in enumerate(notes):
            sheet.write_string(line, 0, note, self._plain)
        sheet.set_column(0, 0, 110)

    def _questions(self) -> Iterable[Question]:
        return (question for question in self._figures.form if self._figures.shown(question))

    def _heads(self, *names: str) -> list[str]:
        return [self._say(f"column_{name}") for name in names]

    def _sheet(self, name: str, heads: Sequence[str]) -> Any:
        sheet = self._workbook.add_worksheet(self._say(name))
        told = {"title": self._figures.title, "cut_off": written.day(self._figures.cut_off)}
        sheet.write_string(0, 0, self._book.plain("workbook.title", **told), self._title)
        moment = f"{self._figures.made.astimezone(ZONE):%H:%M %d/%m/%Y}"
        sheet.write_string(1, 0, self._book.plain("workbook.made", moment=moment))
        sheet.write_row(2, 0, heads, self._head)
        _for_paper(sheet)
        return sheet

    def _put_unit(self, sheet: Any, line: int, row: Row) -> None:
        state = self._say(f"state_{row.state}")
        self._put_texts(sheet, line, [row.unit.code, row.unit.short_name, state])
        if row.sent_at is not None:
            sheet.write_datetime(line, 3, row.sent_at.astimezone(ZONE), self._moment)
        if row.on_time is not None:
            on_time = self._say("on_time" if row.on_time else "late")
            sheet.write_string(line, 4, on_time, self._plain)
        sheet.write_string(line, 5, row.number, self._plain)

    def _put(self, sheet: Any, line: int, column: int, found: Cell) -> None:
        if isinstance(found.value, str):
            sheet.write_string(line, column, found.value, self._plain)
        else:
            look = self._percent if found.is_percent else self._count
            sheet.write_number(line, column, found.value, look)
        if found.remark:
            sheet.write_comment(line, column, found.remark)

    def _put_texts(self, sheet: Any, line: int, texts: Sequence[str]) -> None:
        for column, text in enumerate(texts):
            sheet.write_string(line, column, text, self._plain)

    def _put_total(
        self, sheet: Any, line: int, question: Question, total: Total, by_set: list[Total | None]
    ) -> None:
        box = self._figures.form.box(total.code)
        measure = box.unit if box else question.unit
        self._put_texts(sheet, line, [total.code, named(self._figures.form, total.code), measure])
        self._put_sum(sheet, line, 3, total)
        sheet.write_number(line, 4, total.told, self._count)
        sheet.write_string(line, 5, ", ".join(total.unknown), self._plain)
        sheet.write_string(line, 6, ", ".join(total.not_applicable), self._plain)
        for column, part in enumerate(by_set, start=7):
            if part is not None:
                self._put_sum(sheet, line, column, part)

    def _put_sum(self, sheet: Any, line: int, column: int, total: Total) -> None:
        if total.hidden:
            sheet.write_string(line, column, self._say("hidden"), self._plain)
        elif total.told:
            sheet.write_number(line, column, total.sum, self._count)

    def _put_tally(self, sheet: Any, line: int, tally: Tally) -> None:
        question = tally.question
        labels = {option.key: option.label for option in question.options}
        labels |= {"yes": self._say("yes"), "no": self._say("no")} if not labels else {}
        counts = "; ".join(
            self._book.plain("workbook.tally", answer=label, count=tally.counts[key])
            for key, label in labels.items()
            if key in tally.counts
        )
        self._put_texts(sheet, line, [question.id, question.short, "", counts])
        sheet.write_number(line, 4, sum(tally.counts.values()), self._count)
        sheet.write_string(line, 5, ", ".join(tally.unknown), self._plain)

    def _put_reached(self, sheet: Any, line: int, found: Reached) -> None:
        main = is_headline(found.indicator, self._figures.settings)
        look = self._head if main and found.indicator.target else self._plain
        sheet.write_string(line, 0, found.indicator.name, look)
        sheet.write_number(line, 1, found.part, self._count)
        sheet.write_number(line, 2, found.whole, self._count)
        self._put_share(sheet, line, 3, found.over_told)
        if found.of_all:
            sheet.write_number(line, 4, found.of_all, self._count)
            self._put_share(sheet, line, 5, found.over_all)
        if found.needed:
            sheet.write_number(line, 6, found.needed, self._count)
        sheet.write_string(line, 7, found.indicator.goal, self._plain)

    def _put_share(self, sheet: Any, line: int, column: int, share: Fraction | None) -> None:
        if share is None:
            sheet.write_string(line, column, self._say("undefined"), self._plain)
        else:
            sheet.write_number(line, column, float(share) / 100, self._percent)

    def _say(self, name: str) -> str:
        return self._book.plain(f"workbook.{name}")


def _for_paper(sheet: Any) -> None:
    """Print on A4, lying, one page wide, with the heads on every page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_footer("&C&P/&N")
