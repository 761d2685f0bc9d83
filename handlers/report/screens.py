"""Words typed to a screen of the report that is no question: a reason, or words about the plan."""

from handlers import ask
from handlers.desk import Asked, Turn
from handlers.report import access, after, explain, keep, leader, question, where
from handlers.report.asking import Wanted, Wish, wanted
from handlers.report.report import Report


def typed(turn: Turn, asked: Asked, want: Wanted, text: str) -> None:
    """Hear words typed to a screen: what it waits for, else words about the plan."""
    report = access.readable(turn, asked.about)
    if report is None:
        return
    match want.name:
        case "explain" if turn.who.may_write(report.unit.code):
            explain.typed(turn, report, want.about, text)
        case "leader":
            leader.typed(turn, report, text)
        case "reopen":
            after.reopen_typed(turn, report, text)
        case "aside":
            _aside(turn, report, want.about, text)
        case _:
            ask.words(turn, text)


def _aside(turn: Turn, report: Report, question_id: str, text: str) -> None:
    if not ask.aside(turn, text):
        ask.words(turn, text)
    asking = question.open_to(turn, report, question_id)
    if asking is not None:
        keep.again(turn, report, asking)


def again(turn: Turn, asked: Asked) -> None:
    """Show once more what a line of a report asked."""
    report = access.readable(turn, asked.about)
    if report is not None:
        again_at(turn, report, asked.key)


def again_at(turn: Turn, report: Report, key: str) -> None:
    """Show once more what the key of a line asked."""
    want = wanted(key)
    mine = turn.who.may_write(report.unit.code)
    if want.wish is Wish.screen or not mine or not report.is_draft:
        where.proceed(turn, report)
        return
    asking = question.open_to(turn, report, want.name)
    if asking is not None:
        keep.again(turn, report, asking)
