"""Accept a report, allow or refuse to mend it, and tell the unit at once."""

from typing import Any

from handlers import saying
from handlers.desk import Press, Turn
from handlers.effects import Say
from handlers.report import question, send, status
from handlers.report.report import Report
from handlers.review import access, unit
from plan.actions import Action, Choice
from reports.states import What
from storage import audit, moves


def accept(turn: Turn, press: Press) -> None:
    """Hear "accept": the version that was read, no newer one."""
    report = access.report_of(turn, press)
    if report is None or not is_same_version(turn, report, press, What.accepted):
        return
    version = report.versions[-1].version
    make(turn, report, What.accepted, version=version)
    tell_unit(turn, report, "review.accepted_to_unit")
    note = turn.phrase("review.accepted", unit=report.unit.official_name)
    unit.show(turn, report.fresh(), note)


def is_same_version(turn: Turn, report: Report, press: Press, what: What) -> bool:
    """Return whether the move may be made of the version on the button, or say why not."""
    if what not in unit.may(turn, report) or not report.versions:
        state = question.state_words(turn, report)
        note = turn.phrase("review.not_now", unit=report.unit.official_name, state=state)
        unit.show(turn, report, note)
        return False
    newest = report.versions[-1]
    if int(press.args.get("version", newest.version)) != newest.version:
        told = {"unit": report.unit.official_name, "version": send.version_words(turn, newest)}
        unit.show(turn, report, turn.phrase("review.newer_version", **told))
        return False
    return True


def allow(turn: Turn, press: Press) -> None:
    """Hear "let them mend it": the whole report goes back, at the unit's own wish."""
    report = access.report_of(turn, press)
    if report is None or not _is_asked(turn, report):
        return
    reason = turn.plain("review.reopen_reason")
    make(turn, report, What.returned, reason=reason, questions=[], revisions={})
    tell_unit(turn, report, "review.reopen_allowed_to_unit")
    note = turn.phrase("review.reopen_allowed", unit=report.unit.official_name)
    unit.show(turn, report.fresh(), note)


def refuse(turn: Turn, press: Press) -> None:
    """Hear "not now": the report stays as it was sent."""
    report = access.report_of(turn, press)
    if report is None or not _is_asked(turn, report):
        return
    make(turn, report, What.reopen_refused)
    tell_unit(turn, report, "review.reopen_refused_to_unit")
    note = turn.phrase("review.reopen_refused", unit=report.unit.official_name)
    unit.show(turn, report.fresh(), note)


def _is_asked(turn: Turn, report: Report) -> bool:
    if report.life.reopen_asked:
        return True
    state = question.state_words(turn, report)
    note = turn.phrase("review.not_now", unit=report.unit.official_name, state=state)
    unit.show(turn, report, note)
    return False


def make(turn: Turn, report: Report, what: What, **value: Any) -> None:
    """Make a move of the coordinator, with its audit line."""
    moves.add(turn.tx, report.key, what, turn.who.person, turn.now, **value)
    audit.append(turn.tx, report.chain, what, turn.who.person, turn.now, **value)


def tell_unit(turn: Turn, report: Report, phrase: str, **slots: Any) -> None:
    """Tell the unit's focal points and leaders, with the button to the report."""
    args = {"round": report.round.id, "unit": report.unit.code}
    go = Choice("report.button.open", Action.report_open, args)
    told = {"unit": report.unit.official_name, "training": saying.training(turn), **slots}
    told["agency"] = turn.house.programme.coordinator.official_name
    persons = [*status.focal_points(turn, report), *status.leaders(turn, report)]
    for person in dict.fromkeys(persons):
        turn.do(Say(phrase, told | {"round": report.round.title}, (go,), to=person))
