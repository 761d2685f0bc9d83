"""The body of a paper: the parts of the form with what was told, in whole sentences."""

from collections.abc import Iterator

from plan.form import Form, Question
from plan.paperwork import fill
from plan.phrasebook import Phrasebook
from reports import echo, figures
from reports.document.layout import BODY_LOOK, Look, Page
from reports.document.sheet import Sheet
from reports.summary import Line, Section, Share, Summary, summarise
from reports.values import Narrative, NotApplicable, Numbers, Skipped, Unknown, YesNo

_PART = Look(bold=True, first=12.7, before=6, after=3, keep=True)
_SECTION = Look(bold=True, italic=False, first=12.7, before=3, after=3, keep=True)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def put(page: Page, sheet: Sheet, book: Phrasebook) -> None:
    """Write the opening, every part that has something to tell, and the closing words."""
    summary = summarise(sheet.draft, book, sheet.beside)
    page.line(opening(sheet))
    for number, (title, sections) in enumerate(_parts(sheet.draft.form, summary)):
        page.line(f"{_ROMAN[number]}. {title.upper()}", _PART)
        _put_sections(page, sheet, book, sections, summary)
    end = sheet.text.closing.format(year=sheet.year, unit=sheet.name)
    page.line(f"{end}{book.plain('document.end')}", Look(**{**vars(BODY_LOOK), "keep": True}))


def opening(sheet: Sheet) -> str:
    """Return the first paragraph: what was decided, who reports, as of which day."""
    request = sheet.text.request.format(letter=sheet.request) if sheet.request else ""
    return sheet.text.opening.format(
        request=request, unit=sheet.name, year=sheet.year, cut_off=figures.day(sheet.cut_off)
    )


def _parts(form: Form, summary: Summary) -> Iterator[tuple[str, list[Section]]]:
    for part in form.parts:
        mine = [s for s in summary.sections if s.part == part.id and any(map(_is_told, s.lines))]
        if mine:
            yield part.title, mine


def _is_told(line: Line) -> bool:
    """Return whether a line belongs in the paper: optional gaps do not, required ones do."""
    return line.flag not in {"open", "skipped"}


def _put_sections(
    page: Page, sheet: Sheet, book: Phrasebook, sections: list[Section], summary: Summary
) -> None:
    for number, section in enumerate(sections, start=1):
        if len(sections) > 1:
            page.line(f"{number}. {section.title}", _SECTION)
        _put_lines(page, sheet, book, [line for line in section.lines if _is_told(line)])
        for share in summary.shares:
            if share.provision == section.id and share.headline and share.told:
                page.line(book.plain("document.bullet", line=_share_words(sheet, share)))


def _put_lines(page: Page, sheet: Sheet, book: Phrasebook, lines: list[Line]) -> None:
    narratives = [line for line in lines if line.question.kind == "narrative"]
    for line in lines:
        if line.question.sensitive:
            continue
        if line.question.kind == "narrative":
            _put_narrative(page, sheet, book, line, alone=len(narratives) == len(lines) == 1)
        else:
            page.line(book.plain("document.bullet", line=_sentence(sheet, book, line)))
        for note in line.notes:
            page.line(book.plain("document.explained", text=note), _note())
    if any(line.question.sensitive for line in lines):
        page.line(book.plain("document.bullet", line=sheet.text.sensitive))


def _put_narrative(page: Page, sheet: Sheet, book: Phrasebook, line: Line, *, alone: bool) -> None:
    if not alone:
        page.line(f"{line.question.short}:", Look(**{**vars(_SECTION), "italic": True}))
    value = sheet.draft.answers.get(line.question.id)
    if not isinstance(value, Narrative):
        page.line(book.plain("document.unanswered", name=line.question.short))
        return
    for text in (value.text or book.plain("document.nothing")).split("\n"):
        if text.strip():
            page.line(text.strip())


def _sentence(sheet: Sheet, book: Phrasebook, line: Line) -> str:
    question = line.question
    value = sheet.draft.answers.get(question.id) if line.flag != "missing" else None
    match value:
        case None | Skipped():
            return book.plain("document.unanswered", name=question.short)
        case Unknown():
            return book.plain("document.unknown", name=question.short, reason=value.reason)
        case NotApplicable():
            return book.plain("document.not_applicable", name=question.short)
        case YesNo():
            own = (sheet.text.yes if value.yes else sheet.text.no).get(question.id)
        case _:
            own = _filled(sheet, book, question)
    return own or book.plain("document.line", name=question.short, value=line.value)


def _filled(sheet: Sheet, book: Phrasebook, question: Question) -> str | None:
    pattern = sheet.text.sentences.get(question.id)
    return fill(pattern, _slots(sheet, book, question)) if pattern else None


def _slots(sheet: Sheet, book: Phrasebook, question: Question) -> dict[str, str]:
    value = sheet.draft.answers[question.id]
    if not isinstance(value, Numbers) or question.kind == "money":
        return {question.id: echo.words(book, question, value)}
    slots = {code: counted(count) for code, count in value.boxes.items()}
    share = echo.share(question, value)
    return slots | ({f"{question.id}.share": share} if share else {})


def counted(count: int) -> str:
    """Return a count as papers write it: a leading zero below ten ("02")."""
    return f"{count:02}" if 0 < count < 10 else figures.count(count)


def _share_words(sheet: Sheet, share: Share) -> str:
    return sheet.text.share.format(name=share.name, value=share.value, goal=share.goal)


def _note() -> Look:
    return Look(**{**vars(BODY_LOOK), "italic": True})
