"""The workbook: official order, numbers as numbers, the kinds of nothing apart, no formulas."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from plan.deadlines import ZONE
from reports.rollup import Accepted, roll_up
from reports.states import State
from reports.values import Answers, NotApplicable, Percent, Skipped, Unknown
from reports.workbook import Figures, Row, render
from tests.reports.support import commune_answers, pair, shipped_form, words, yes
from tests.reports.test_rollup import COMMUNES, UNITS

FORM = shipped_form()
SENT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)  # as the database keeps it
EVIL = '=HYPERLINK("http://x","y")'
ANSWERS: list[Answers] = [
    commune_answers(
        QH01=Unknown(reason="đang rà soát"), CC09=NotApplicable(), NV02=Skipped(),
        TM01=words(EVIL), DS00=yes(), DS01=Percent(value="33.3"), DS02=pair("DS02", 3, 1),
    ),
    commune_answers(),
]  # fmt: skip


def figures(*, sensitive: bool = False) -> Figures:
    given = [Accepted(COMMUNES[0], ANSWERS[0])]
    rows = [Row(COMMUNES[0], State.accepted, ANSWERS[0], SENT, True, "12/BC-UBND")]
    rows += [Row(COMMUNES[1], State.submitted, ANSWERS[1], SENT, False)]
    rows += [Row(unit, State.not_started) for unit in COMMUNES[2:4]]
    return Figures(
        FORM,
        "Báo cáo năm 2026",
        date(2026, 11, 15),
        SENT,
        tuple(rows),
        roll_up(FORM, UNITS[:4], given, coordinator=sensitive),
        {"key_leader_definition": "V1"},
        sensitive,
    )


@pytest.fixture(scope="module")
def opened(book):
    return load_workbook(BytesIO(render(figures(), book)))


@pytest.fixture(scope="module")
def by_code(opened):
    sheet = opened["Số liệu"]
    codes = {cell.value: cell.column for cell in sheet[4] if cell.value}
    return lambda row, code: sheet.cell(row=5 + row, column=codes[code])


def test_units_stand_in_official_order_with_their_state(opened):
    sheet = opened["Số liệu"]
    assert [sheet.cell(row=r, column=1).value for r in range(5, 9)] == [
        u.code for u in COMMUNES[:4]
    ]
    assert [sheet.cell(row=r, column=3).value for r in range(5, 8)] == [
        "Đã duyệt", "Đã gửi, chờ duyệt", "Chưa bắt đầu",
    ]  # fmt: skip
    assert sheet.cell(row=5, column=4).value == SENT.astimezone(ZONE).replace(tzinfo=None)
    assert sheet.cell(row=2, column=1).value == "Lập lúc 08:30 20/11/2026"
    assert [sheet.cell(row=r, column=5).value for r in (5, 6)] == ["đúng hạn", "muộn"]


def test_the_kinds_of_nothing_are_kept_apart(by_code):
    assert by_code(1, "QH01").value == 31
    assert by_code(0, "QH01").value == "chưa có số liệu"
    assert by_code(0, "QH01").comment.text.endswith("đang rà soát")
    assert by_code(0, "CC09").value == "không áp dụng"
    assert by_code(0, "NV02").value == "bỏ qua"
    assert by_code(1, "NV02").value is None
    assert by_code(2, "QH01").value is None
    assert by_code(0, "DS01").value == pytest.approx(0.333)


def test_typed_words_never_become_formulas_or_links(opened):
    cells = [cell for sheet in opened for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert all(cell.hyperlink is None for cell in cells)
    assert any(cell.value == EVIL for cell in cells)


def test_sensitive_figures_are_not_in_the_default_workbook(opened, book):
    def values(workbook):
        return {str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row}

    assert not {"DS02", "DS03", "DS05"} & values(opened)
    assert {"DS01", "DS00"} <= values(opened)
    wished = load_workbook(BytesIO(render(figures(sensitive=True), book)))
    assert {"DS02", "DS03"} <= values(wished)
    assert any("nhạy cảm" in text for text in values(wished))


def test_totals_and_gaps_are_told(opened):
    totals = {row[0].value: row for row in opened["Tổng hợp"].iter_rows(min_row=4)}
    assert totals["CC01"][3].value == 2
    assert totals["QH01"][3].value is None
    assert totals["QH01"][5].value == COMMUNES[0].code
    missing = [row[0].value for row in opened["Chưa tổng hợp"].iter_rows(min_row=4)]
    assert missing == [u.code for u in COMMUNES[1:4]]


def test_target_1_stands_over_told_and_over_all(opened):
    rows = {
        row[0].value: [c.value for c in row] for row in opened["Chỉ tiêu"].iter_rows(min_row=4)
    }
    told = rows["Có lãnh đạo chủ chốt là nữ"]
    assert told[1:7] == [1, 1, 1, 4, 0.25, 3]
    assert any(value and "không giao chỉ tiêu" in str(value) for value in rows)


def test_a_workbook_without_any_report_opens(book):
    empty = replace(figures(), rows=(), rolled=roll_up(FORM, [], [], coordinator=True))
    assert load_workbook(BytesIO(render(empty, book))).sheetnames[0] == "Số liệu"


def test_every_sheet_with_figures_prints_lying_one_page_wide_under_its_heads(opened):
    for sheet in opened.worksheets[:-1]:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$3:$3"
    assert opened["Số liệu"].auto_filter.ref == "A4:F8"
    assert opened["Chưa tổng hợp"].auto_filter.ref == "A3:D6"


def test_totals_of_nothing_say_so(book):
    empty = replace(figures(), rolled=roll_up(FORM, UNITS[:4], [], coordinator=False))
    sheet = load_workbook(BytesIO(render(empty, book)))["Tổng hợp"]
    assert sheet.cell(row=4, column=2).value == "Chưa có báo cáo nào được duyệt."
