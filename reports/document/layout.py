"""Paragraphs, rules and tables of a paper; the traps of the format are closed here once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT = "Times New Roman"
BODY = 14
# Decree 30/2020, appendix I: A4, top and bottom 20-25, left 30-35, right 15-20 mm.
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15
WIDTH = 210 - LEFT - RIGHT
CENTER, LEFT_SIDE, BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
_AFTER_BORDER = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
    "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd",
    "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap",
    "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How a line looks. Sizes in points; `first` the first line's indent in millimetres."""

    size: float = BODY
    bold: bool = False
    italic: bool = False
    align: Any = BOTH
    first: float = 0
    before: float = 0
    after: float = 0
    lines: float = 1.0
    keep: bool = False


BODY_LOOK = Look(first=12.7, before=3, after=3, lines=1.1)


class Page:
    """One paper being written."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def set_up(self) -> None:
        """Set paper, margins, type face, and the page number at the top from page 2."""
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
        section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
        section.header_distance, section.footer_distance = Mm(10), Mm(10)
        section.different_first_page_header_footer = True
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(BODY)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(kind), FONT)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0
        style.paragraph_format.widow_control = True
        self._number_pages(section.header.paragraphs[0])

    def draft_mark(self, text: str) -> None:
        """Put the mark of a draft at the top of the first page."""
        paragraph = self.document.sections[0].first_page_header.paragraphs[0]
        write(paragraph, text, Look(size=13, bold=True, align=WD_ALIGN_PARAGRAPH.RIGHT))

    def line(self, text: str, look: Look = BODY_LOOK) -> Paragraph:
        """Append a paragraph."""
        return write(self.document.add_paragraph(), text, look)

    def table(self, widths: Sequence[float], *, grid: bool = False) -> Table:
        """Append a table without rows; widths in millimetres, set on the grid and every cell."""
        table: Table = self.document.add_table(rows=0, cols=len(widths))
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        if grid:
            table.style = "Table Grid"
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def _number_pages(self, paragraph: Paragraph) -> None:
        write(paragraph, "", Look(size=13, align=CENTER))
        run = paragraph.add_run()
        run.font.size = Pt(13)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run._r.append(_field(kind) if kind else _instruction(text))


def write(paragraph: Paragraph, text: str, look: Look) -> Paragraph:
    """Write a text into an empty paragraph with a look."""
    form = paragraph.paragraph_format
    form.alignment = look.align
    if look.first:
        form.first_line_indent = Mm(look.first)
    if look.before or look.after:
        form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    if look.lines != 1:
        form.line_spacing = look.lines
    if look.keep:
        form.keep_with_next = True
    if text:
        dress(paragraph.add_run(text), look)
    return paragraph


def dress(run: Run, look: Look) -> Run:
    """Give a run the type of a look; the face and the body's size come from the style."""
    if look.size != BODY:
        run.font.size = Pt(look.size)
    if look.bold:
        run.bold = True
    if look.italic:
        run.italic = True
    return run


def rule(paragraph: Paragraph, indent: float) -> None:
    """Make an empty paragraph a rule, indented on both sides in millimetres.

    A border, not underscores: those wrap and shift with the type face.
    """
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(indent)
    form.space_before, form.space_after = Pt(3), Pt(0)
    form.line_spacing = Pt(3)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDER)


def add_row(table: Table, widths: Sequence[float]) -> list[_Cell]:
    """Append a row that does not break across pages; return its cells, widths set."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
    return list(row.cells)


def repeat_first_row(table: Table) -> None:
    """Repeat the first row of a table at the top of every page."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def fill_cell(cell: _Cell, texts: Sequence[tuple[str, Look]]) -> list[Paragraph]:
    """Write lines into an empty cell."""
    paragraphs = [cell.paragraphs[0], *(cell.add_paragraph() for _ in texts[1:])]
    return [write(p, text, look) for p, (text, look) in zip(paragraphs, texts, strict=True)]


def _field(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _instruction(text: str) -> Any:
    element = OxmlElement("w:instrText")
    element.set(qn("xml:space"), "preserve")
    element.text = text
    return element
