"""A text in several messages: each part kept at once, one answer at "done"."""

from handlers import ask
from handlers.desk import Press, Turn
from handlers.page import Page
from handlers.report import access, keep, question
from handlers.report.asking import Wanted, screen
from handlers.report.report import Report
from plan.actions import Action
from plan.deadlines import local_day
from plan.form import Question
from plan.phrasebook import Markup
from reports import read
from reports.readings import Unclear
from reports.values import Narrative
from storage import pieces

# A part of more words than this is told, not asked.
_LONGEST_QUESTION = 25


def typed(turn: Turn, report: Report, asking: Question, text: str, over: int) -> None:
    """Keep one part of a narrative; what looks like a question is kept too, with a word on it."""
    place = question.place(turn, report, asking)
    unlimited = asking.model_copy(update={"max_length": None})
    said = read.read(unlimited, text, local_day(turn.now))
    if isinstance(said, Unclear):
        keep.again(turn, report, asking, turn.phrase(said.phrase, **said.slots))
    elif isinstance(said, Narrative) and not said.text and not pieces.waiting(turn.tx, place):
        keep.keep(turn, report, asking, said, over)
    else:
        pieces.add(turn.tx, place, read.own_words(text), turn.now)
        asks = len(text.split()) <= _LONGEST_QUESTION and ask.seems_a_question(turn, text)
        note = turn.phrase("report.narrative_asks") if asks else None
        _waiting(turn, report, asking, over, note)


def _waiting(
    turn: Turn, report: Report, asking: Question, over: int, note: Markup | None = None
) -> None:
    """Tell how much is here, with the buttons to end or to take back."""
    waiting = pieces.waiting(turn.tx, question.place(turn, report, asking))
    page = Page(turn)
    page.block([note] if note else [])
    page.block([question.header(page, report), page.render("report.name", short=asking.short)])
    page.block([question.said_so_far(page, asking, waiting)])
    page.button("report.button.done", Action.narrative_done, q=asking.id)
    if len(waiting) > 1:
        page.button("report.button.clear_last", Action.narrative_clear, q=asking.id, last=True)
    page.button("report.button.clear", Action.narrative_clear, q=asking.id)
    page.button("report.button.ask", Action.ask_aside, q=asking.id)
    page.button("report.button.later", Action.later)
    page.show(Wanted(asking.id).asks(report.subject, over))


def done(turn: Turn, press: Press) -> None:
    """Hear "done": the parts become one answer, unless it is empty or too long."""
    report = access.writable(turn, access.of_press(press))
    if report is None or press.asked is None:
        return
    asking = question.open_to(turn, report, str(press.args["q"]))
    if asking is None:
        return
    waiting = pieces.waiting(turn.tx, question.place(turn, report, asking))
    text = "\n".join(waiting)
    if not waiting:
        keep.again(turn, report, asking, turn.phrase("report.narrative_empty"))
    elif asking.max_length and len(text) > asking.max_length:
        _waiting(turn, report, asking, press.asked.revision)
    else:
        keep.keep(turn, report, asking, Narrative(text=text), press.asked.revision)


def clear(turn: Turn, press: Press) -> None:
    """Hear "take back": the last part, or all of them."""
    report = access.writable(turn, access.of_press(press))
    if report is None or press.asked is None:
        return
    asking = question.open_to(turn, report, str(press.args["q"]))
    if asking is None:
        return
    place = question.place(turn, report, asking)
    pieces.close(turn.tx, place, turn.now, last_only=bool(press.args.get("last")))
    if pieces.waiting(turn.tx, place):
        note = turn.phrase("report.narrative_last_cleared")
        _waiting(turn, report, asking, press.asked.revision, note)
    else:
        keep.again(turn, report, asking, turn.phrase("report.narrative_cleared"))


def ask_aside(turn: Turn, press: Press) -> None:
    """Hear the button that asks about the plan: the next words are a question, then back."""
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    page = Page(turn)
    page.say("report.narrative_asking")
    page.button("report.button.again", Action.jump, q=str(press.args["q"]))
    page.show(screen("aside", str(press.args["q"])).asks(report.subject))
