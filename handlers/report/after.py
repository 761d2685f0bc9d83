"""After sending: take it back, ask to mend it, add the official number."""

from handlers import saying
from handlers.desk import Press, Turn
from handlers.effects import Say
from handlers.page import Page
from handlers.report import access, keep, question, status, where
from handlers.report.asking import screen
from handlers.report.report import Report
from plan.actions import Action, Choice
from reports import flow, read
from reports.readings import Unclear
from reports.states import What
from storage import audit, memberships, moves


def recall(turn: Turn, press: Press) -> None:
    """Hear "take it back": asked once more, or too late."""
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    if What.recalled not in status.moves_of(turn, report):
        late = [turn.phrase("report.recall_too_late")] if report.life.sent else []
        where.proceed(turn, report, late)
        return
    page = Page(turn)
    page.block([question.header(page, report)])
    page.say("report.recall_confirm")
    page.button("report.button.recall_confirm", Action.recall_confirm)
    page.button("report.button.not_recall", Action.summary)
    page.show(screen("recall").asks(report.subject))


def recall_confirmed(turn: Turn, press: Press) -> None:
    """Hear the confirmation: the report is a draft again, nothing in it changed."""
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    if What.recalled not in status.moves_of(turn, report):
        where.proceed(turn, report)
        return
    was_sent = report.life.sent
    moves.add(turn.tx, report.key, What.recalled, turn.who.person, turn.now)
    audit.append(turn.tx, report.chain, What.recalled, turn.who.person, turn.now)
    if was_sent:
        _tell_coordinators(turn, report, "report.recalled_to_coordinator")
    phrase = "report.recalled" if was_sent else "report.withdrawn_from_leader"
    where.proceed(turn, report.fresh(), [turn.phrase(phrase)])


def ask_reopen(turn: Turn, press: Press) -> None:
    """Hear "ask to mend": the reason is asked for."""
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    if What.reopen_asked not in status.moves_of(turn, report):
        where.proceed(turn, report)
        return
    _ask_why(turn, report)


def _ask_why(turn: Turn, report: Report, *why: Unclear) -> None:
    page = Page(turn)
    page.block(page.render(each.phrase, **each.slots) for each in why)
    page.block([question.header(page, report)])
    page.say("report.reopen_reason")
    page.button("report.button.cancel", Action.summary)
    page.show(screen("reopen").asks(report.subject))


def reopen_typed(turn: Turn, report: Report, text: str) -> None:
    """Hear why a sent report should be opened again; the coordinator decides."""
    words = read.read_reason(text)
    if What.reopen_asked not in status.moves_of(turn, report):
        where.proceed(turn, report)
        return
    if isinstance(words, Unclear):
        _ask_why(turn, report, words)
        return
    moves.add(turn.tx, report.key, What.reopen_asked, turn.who.person, turn.now, reason=words)
    audit.append(turn.tx, report.chain, What.reopen_asked, turn.who.person, turn.now)
    _tell_coordinators(turn, report, "report.reopen_to_coordinator", reason=words)
    agency = turn.house.programme.coordinator.official_name
    status.show(turn, report.fresh(), [turn.phrase("report.reopen_sent", agency=agency)])


def _tell_coordinators(turn: Turn, report: Report, phrase: str, **slots: str) -> None:
    args = {"round": report.round.id, "unit": report.unit.code}
    look = Choice("report.button.view", Action.review_unit, args)
    for person in memberships.coordinators(turn.tx):
        told = {"unit": report.unit.official_name, "training": saying.training(turn), **slots}
        turn.do(Say(phrase, told, (look,), to=person))


def add_number(turn: Turn, press: Press) -> None:
    """Hear "write down the number": the question that waits after sending is asked."""
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    waiting = flow.after_sending(report.draft)
    asking = question.open_to(turn, report, waiting[0].id) if waiting else None
    if asking is not None:
        keep.again(turn, report, asking)
