"""All figures of a round as one XLSX, in official order, the kinds of nothing kept apart."""

from io import BytesIO

import xlsxwriter

from plan.phrasebook import Phrasebook
from reports.workbook.content import Figures, Row
from reports.workbook.sheets import Sheets


def render(figures: Figures, book: Phrasebook) -> bytes:
    """Return the workbook. Typed words never become formulas or links."""
    stream = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(stream, options) as workbook:
        Sheets(workbook, figures, book).put_all()
    return stream.getvalue()


__all__ = ["Figures", "Row", "render"]
