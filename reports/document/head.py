"""The head of a paper and its end: agency, national head, number, day; recipients, signature."""

from plan.paperwork import HeadStyle
from plan.phrasebook import Phrasebook
from plan.units import Unit
from reports.document.layout import (
    CENTER,
    LEFT_SIDE,
    WIDTH,
    Look,
    Page,
    add_row,
    fill_cell,
    rule,
)
from reports.document.sheet import Sheet

# The national head needs 12 pt bold capitals on one line; the agency gets what is left.
_LEFT, _RIGHT = 64.0, WIDTH - 64.0
# The motto in 13 pt bold is about 58 mm wide; its rule is as long as the text.
_MOTTO = 59.0
_AGENCY_RULE, _SUBJECT_RULE = 20.0, 40.0
_CELL = 3.8  # a cell keeps 1.9 mm free on each side
_SPACE_TO_SIGN = 5
_NAME = Look(size=13, bold=True, align=CENTER)
_SMALL = Look(size=13, align=CENTER)


def put(page: Page, sheet: Sheet, book: Phrasebook) -> None:
    """Write everything above the body: head, title, subject, addressee."""
    if sheet.text.style(sheet.unit) == "plain":
        _plain_head(page, sheet, book)
    else:
        _national_head(page, sheet, book)
    subject = sheet.text.subject.format(year=sheet.year)
    page.line(book.plain("document.title"), Look(bold=True, align=CENTER, before=14))
    page.line(subject, Look(bold=True, align=CENTER))
    rule(page.line(""), (WIDTH - _SUBJECT_RULE) / 2)
    addressee = book.plain("document.to", addressee=sheet.text.addressee)
    page.line(addressee, Look(align=CENTER, before=12, after=8))


def put_signature(page: Page, sheet: Sheet, book: Phrasebook) -> None:
    """Write recipients at the left and the signature at the right, never alone on a page."""
    style = sheet.text.style(sheet.unit)
    widths = (WIDTH / 2, WIDTH / 2)
    left, right = add_row(page.table(widths), widths)
    list_ = [
        (book.plain("document.recipients"), Look(size=12, bold=True, italic=True, align=LEFT_SIDE))
    ]
    for name in sheet.text.recipients[style]:
        told = book.plain("document.recipient", name=name)
        list_.append((told, Look(size=11, align=LEFT_SIDE)))
    fill_cell(left, list_)
    signer = sheet.text.own(sheet.unit).signer or sheet.text.signer[style]
    look = Look(bold=True, align=CENTER, keep=True)
    fill_cell(right, [(line, look) for line in (*signer, *[""] * _SPACE_TO_SIGN)])


def _national_head(page: Page, sheet: Sheet, book: Phrasebook) -> None:
    widths = (_LEFT, _RIGHT)
    table = page.table(widths)
    left, right = add_row(table, widths)
    fill_cell(left, _agency(sheet, book))
    rule(left.add_paragraph(), (_LEFT - _CELL - _AGENCY_RULE) / 2)
    texts = [
        (book.plain("document.republic"), Look(size=12, bold=True, align=CENTER)),
        (book.plain("document.motto"), _NAME),
    ]
    fill_cell(right, texts)
    rule(right.add_paragraph(), (_RIGHT - _CELL - _MOTTO) / 2)
    left, right = add_row(table, widths)
    number = book.plain("document.number", sign=_sign(sheet, book))
    fill_cell(left, [(number, Look(size=13, align=CENTER, before=8))])
    fill_cell(right, [(_day(sheet, book), Look(italic=True, align=CENTER, before=8))])


def _plain_head(page: Page, sheet: Sheet, book: Phrasebook) -> None:
    page.line(sheet.unit.official_name.upper(), Look(size=13, bold=True, align=LEFT_SIDE))
    note = Look(size=11, italic=True, align=LEFT_SIDE, after=6)
    page.line(book.plain("document.plain_note"), note)


def _agency(sheet: Sheet, book: Phrasebook) -> list[tuple[str, Look]]:
    own = sheet.text.own(sheet.unit)
    if sheet.text.style(sheet.unit) == "commune":
        lines = [book.plain("document.committee"), sheet.unit.short_name.upper()]
        return [(line, _NAME) for line in lines]
    names = (own.name or sheet.name.upper()).split("\n")
    parent = sheet.text.parent if own.parent is None else own.parent
    return [(parent, Look(size=12, align=CENTER)), *((name, _NAME) for name in names)]


def _sign(sheet: Sheet, book: Phrasebook) -> str:
    style: HeadStyle = sheet.text.style(sheet.unit)
    if style == "commune":
        return book.plain("document.sign_commune")
    own = sheet.text.own(sheet.unit).sign
    return own or next(iter(sheet.unit.abbreviations), sheet.unit.code).replace(" ", "")


def _day(sheet: Sheet, book: Phrasebook) -> str:
    place = _place(sheet.unit, sheet.text.place)
    day = sheet.signed
    if day is None:
        return book.plain("document.day_open", place=place, year=sheet.year)
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    told = {"day": f"{day.day:02}", "month": month, "year": day.year}
    return book.plain("document.day", place=place, **told)


def _place(unit: Unit, provincial: str) -> str:
    """Return where a unit writes from: a commune by its name without its kind."""
    return unit.short_name.partition(" ")[2] if unit.level == "commune" else provincial
