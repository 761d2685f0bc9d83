"""Invitations on paper: one page a unit with its own code, and a register for the coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import segno
from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from plan.phrasebook import Phrasebook

FONT = "Times New Roman"


@dataclass(frozen=True)
class Page:
    """What one unit's page says. A link is None where that channel is not reachable."""

    code: str  # in groups, for typing
    unit: str
    unit_code: str
    programme: str
    role: str
    telegram: str | None
    web: str | None
    expires: date

    @property
    def link(self) -> str | None:
        """Return the link of the QR code: Telegram first."""
        return self.telegram or self.web


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
    else:
        _line(paper, book.plain("invite.type"), size=13)
    _line(paper, book.plain("invite.code"), size=13)
    _line(paper, page.code, size=18, bold=True, centre=True)
    expires = page.expires.strftime("%d/%m/%Y")
    _line(paper, book.plain("invite.terms", expires=expires), size=12)
    return _bytes(paper)


def register(pages: Sequence[Page], book: Phrasebook) -> bytes:
    """Return the coordinator's register as DOCX: who gets which page; no codes in it."""
    paper = _paper()
    _line(paper, book.plain("invite.register_title"), size=14, bold=True, centre=True)
    heads = ("number", "unit_code", "unit", "handed_to", "date")
    table = paper.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = book.plain(f"invite.column_{head}")
    for number, page in enumerate(pages, start=1):
        cells = table.add_row().cells
        for cell, text in zip(cells, (str(number), page.unit_code, page.unit), strict=False):
            cell.text = text
    return _bytes(paper)


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
