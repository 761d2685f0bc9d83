"""A unit's report as DOCX in the layout of decree 30/2020, ready to be signed, marked a draft."""

from datetime import datetime, time
from io import BytesIO

from docx import Document
from docx.opc.coreprops import CoreProperties

from plan.phrasebook import Phrasebook
from reports.document import appendix, body, head
from reports.document.layout import Page
from reports.document.sheet import Sheet


def render(sheet: Sheet, book: Phrasebook) -> bytes:
    """Return the DOCX of a report. Number, signer and signature are never filled in."""
    document = Document()
    page = Page(document)
    page.set_up()
    page.draft_mark(book.plain("document.training" if sheet.training else "document.draft"))
    head.put(page, sheet, book)
    body.put(page, sheet, book)
    head.put_signature(page, sheet, book)
    appendix.put(page, sheet, book)
    _describe(document.core_properties, sheet, book)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _describe(properties: CoreProperties, sheet: Sheet, book: Phrasebook) -> None:
    """Name the file by the report, not by the library or the machine that wrote it."""
    moment = datetime.combine(sheet.written, time())
    told = {
        "author": book.plain("document.creator"),
        "last_modified_by": book.plain("document.creator"),
        "title": f"{book.plain('document.title')} {sheet.unit.short_name} {sheet.year}",
        "comments": "",
        "created": moment,
        "modified": moment,
        "language": "vi-VN",
    }
    for name, value in told.items():
        setattr(properties, name, value)


__all__ = ["Sheet", "render"]
