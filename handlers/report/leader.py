"""The unit's leader: let the report go, or send it back with words."""

from handlers import saying
from handlers.desk import Press, Turn
from handlers.effects import Say
from handlers.page import Page
from handlers.report import access, question, send, status, where
from handlers.report.asking import screen
from handlers.report.report import Report
from plan.actions import Action, Choice
from reports import read
from reports.readings import Unclear
from reports.states import What
from storage import audit, moves


def approve(turn: Turn, press: Press) -> None:
    """Hear "let it go": it leaves at once, in the leader's name."""
    report = _to_sign(turn, press)
    if report is None:
        return
    moves.add(turn.tx, report.key, What.leader_approved, turn.who.person, turn.now)
    audit.append(turn.tx, report.chain, What.leader_approved, turn.who.person, turn.now)
    send.receive(turn, report.fresh())


def send_back(turn: Turn, press: Press) -> None:
    """Hear "send it back": the leader's words are asked for."""
    report = _to_sign(turn, press)
    if report is not None:
        _ask(turn, report)


def _to_sign(turn: Turn, press: Press) -> Report | None:
    """Return the report that waits for this leader, or show where it stands."""
    report = access.readable(turn, access.of_press(press))
    if report is None:
        return None
    if not turn.who.may_sign(report.unit.code) or not status.is_with_leader(report):
        where.proceed(turn, report)
        return None
    return report


def _ask(turn: Turn, report: Report, *why: Unclear) -> None:
    page = Page(turn)
    page.block(page.render(each.phrase, **each.slots) for each in why)
    page.block([question.header(page, report)])
    page.say("report.leader_reason")
    args = {"round": report.round.id, "unit": report.unit.code}
    page.choice(Choice("report.button.cancel", Action.report_open, args))
    page.show(screen("leader").asks(report.subject))


def typed(turn: Turn, report: Report, text: str) -> None:
    """Hear the leader's words for a report that goes back."""
    if not turn.who.may_sign(report.unit.code) or not status.is_with_leader(report):
        where.proceed(turn, report)
        return
    words = read.read_reason(text)
    if isinstance(words, Unclear):
        _ask(turn, report, words)
        return
    moves.add(turn.tx, report.key, What.leader_returned, turn.who.person, turn.now, reason=words)
    audit.append(turn.tx, report.chain, What.leader_returned, turn.who.person, turn.now)
    args = {"round": report.round.id, "unit": report.unit.code}
    mend = Choice("report.button.continue", Action.report_open, args)
    for person in status.focal_points(turn, report):
        if person != turn.who.person:
            slots = {"unit": report.unit.official_name, "reason": words}
            slots["training"] = saying.training(turn)
            turn.do(Say("report.leader_returned", slots, (mend,), to=person))
    status.show(turn, report.fresh(), [turn.phrase("report.leader_returned_done")])
