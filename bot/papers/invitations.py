"""Invitations on paper: one page a unit with its own code, and a register for the coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import segno
from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Row

from plan.phrasebook import Phrasebook

FONT = "Times New Roman"
# The register's columns with their widths in centimetres: 16 between the margins.
_REGISTER = {"number": 1.2, "unit_code": 1.8, "unit": 6.6, "handed_to": 3.4, "date": 3.0}


@dataclass(frozen=True)
class Page:
    """What one unit's page says. A link is None where that channel is not reachable."""

    code: str  # in groups, for typing
    unit: str
    unit_code: str
    programme: str
    agency: str
    role: str
    telegram: str | None
    web: str | None
    expires: date

    @property
    def link(self) -> str | None:
        """Return the link of the QR code: Telegram first."""
        return self.telegram or self.web

    def where_to_type(self, book: Phrasebook) -> str:
        """Return where the code can be typed instead of scanning it."""
        if self.telegram:
            bot = self.telegram.partition("t.me/")[2].partition("?")[0]
            return book.plain("invite.code_telegram", bot=bot)
        if self.web:
            return book.plain("invite.code_web", base=self.web.partition("/m/")[0])
        return book.plain("invite.type", agency=self.agency)


def invitation(page: Page, book: Phrasebook) -> bytes:
    """Return one A4 page as DOCX."""
    paper = _paper()
    _line(paper, book.plain("invite.title"), size=16, bold=True, centre=True)
    _line(paper, page.programme, size=13, centre=True)
    _line(paper, book.plain("invite.to", unit=page.unit, role=page.role), size=14, bold=True)
    _line(paper, book.plain("invite.why"), size=13)
    if page.link:
        _line(paper, book.plain("invite.scan"), size=13)
        _picture(paper, page.link)
        _line(paper, page.link, size=11, centre=True)
    _line(paper, page.where_to_type(book), size=13)
    _line(paper, page.code, size=18, bold=True, centre=True)
    expires = page.expires.strftime("%d/%m/%Y")
    _line(paper, book.plain("invite.terms", expires=expires, agency=page.agency), size=12)
    return _bytes(paper)


def register(pages: Sequence[Page], book: Phrasebook) -> bytes:
    """Return the coordinator's register as DOCX: who gets which page; no codes in it."""
    paper = _paper()
    _line(paper, book.plain("invite.register_title"), size=14, bold=True, centre=True)
    if pages:
        first = pages[0]
        expires = first.expires.strftime("%d/%m/%Y")
        told = {"count": len(pages), "role": first.role, "expires": expires}
        _line(paper, book.plain("invite.register_terms", **told), size=12)
    table = paper.add_table(rows=1, cols=len(_REGISTER), style="Table Grid")
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, _REGISTER, strict=True):
        cell.paragraphs[0].add_run(book.plain(f"invite.column_{head}")).bold = True
    _repeated(table.rows[0])
    for number, page in enumerate(pages, start=1):
        cells = table.add_row().cells
        for cell, text in zip(cells, (str(number), page.unit_code, page.unit), strict=False):
            cell.text = text
    for column, width in zip(table.columns, _REGISTER.values(), strict=True):
        column.width = Cm(width)  # LibreOffice reads the grid, Word the cells
        for cell in column.cells:
            cell.width = Cm(width)
    return _bytes(paper)


def _repeated(row: _Row) -> None:
    """Let a row head every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def qr_svg(link: str) -> str:
    """Return a link as an inline SVG picture, for pages."""
    return str(segno.make(link, error="m").svg_inline(scale=4))


def _paper() -> Paper:
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = section.right_margin = Cm(2)
    section.left_margin = Cm(3)
    normal = paper.styles["Normal"]
    normal.font.name = FONT
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    return paper


def _line(paper: Paper, text: str, *, size: int, bold: bool = False, centre: bool = False) -> None:
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(8)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.bold = bold


def _picture(paper: Paper, link: str) -> None:
    image = BytesIO()
    segno.make(link, error="m").save(image, kind="png", scale=8)
    image.seek(0)
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run().add_picture(image, width=Cm(6))


def _bytes(paper: Paper) -> bytes:
    out = BytesIO()
    paper.save(out)
    return out.getvalue()
