"""Extend one unit's deadline: until when, why, confirm; the unit is told at once."""

from datetime import date

from handlers import saying
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks
from handlers.page import Page
from handlers.report.report import Report
from handlers.review import access, decide, unit
from plan.actions import Action, Choice
from plan.deadlines import local_day
from plan.phrasebook import Markup
from reports import read
from reports.dates import read_day
from reports.readings import Unclear
from storage import audit, rounds
from storage.rounds import Decision

_OFFERED = (3, 5, 10)  # working days
_DAY, _REASON = "day", "reason:"


def pressed(turn: Turn, press: Press) -> None:
    """Hear "extend": days to choose from, or one to type."""
    report = access.report_of(turn, press)
    if report is not None and _is_open(turn, report):
        _ask_day(turn, report)


def _is_open(turn: Turn, report: Report) -> bool:
    if report.life.owed and report.round.closed_at is None:
        return True
    unit.show(turn, report)
    return False


def _ask_day(turn: Turn, report: Report, *notes: Markup) -> None:
    calendar = turn.house.programme.calendar
    legal = report.deadline.legal
    page = Page(turn)
    page.block(notes)
    told = {"unit": report.unit.official_name, "legal": saying.day(legal)}
    page.say("review.extend_pick", **told)
    start = max(legal, local_day(turn.now))
    for count in _OFFERED:
        until = calendar.plus(start, count)
        args = {**_args(report), "until": until.isoformat()}
        page.choice(Choice(saying.day(until), Action.extend_day, args))
    page.choice(Choice("review.button.cancel", Action.review_unit, _args(report)))
    page.show(_asks(report, _DAY))


def _args(report: Report) -> dict[str, str]:
    return {"round": report.round.id, "unit": report.unit.code}


def _asks(report: Report, key: str) -> Asks:
    return Asks(f"extend:{report.round.id}:{report.unit.code}", key)


def day(turn: Turn, press: Press) -> None:
    """Hear the chosen day."""
    report = access.report_of(turn, press)
    if report is not None and _is_open(turn, report):
        _ask_reason(turn, report, date.fromisoformat(str(press.args["until"])))


def _ask_reason(turn: Turn, report: Report, until: date, *why: Unclear) -> None:
    page = Page(turn)
    page.block(page.render(each.phrase, **each.slots) for each in why)
    told = {"unit": report.unit.official_name, "until": saying.day(until)}
    page.say("review.extend_reason", **told)
    page.choice(Choice("review.button.cancel", Action.review_unit, _args(report)))
    page.show(_asks(report, f"{_REASON}{until.isoformat()}"))


def typed(turn: Turn, asked: Asked, text: str) -> None:
    """Hear a day, or the reason."""
    report = access.report_about(turn, *asked.about)
    if report is None or not _is_open(turn, report):
        return
    if asked.key.startswith(_REASON):
        until = date.fromisoformat(asked.key.removeprefix(_REASON))
        _hear_reason(turn, report, until, text)
    else:
        _hear_day(turn, report, text)


def _hear_day(turn: Turn, report: Report, text: str) -> None:
    today, legal = local_day(turn.now), report.deadline.legal
    found = read_day(text, today, toward="future")
    if found is None:
        _ask_day(turn, report, turn.phrase("review.extend_day_unclear"))
    elif found.value <= legal or found.value < today or found.value > report.round.closes:
        span = {"legal": saying.day(legal), "closes": saying.day(report.round.closes)}
        _ask_day(turn, report, turn.phrase("review.extend_day_past", **span))
    else:
        _ask_reason(turn, report, found.value)


def _hear_reason(turn: Turn, report: Report, until: date, text: str) -> None:
    words = read.read_reason(text)
    if isinstance(words, Unclear):
        _ask_reason(turn, report, until, words)
        return
    page = Page(turn)
    told = {"unit": report.unit.official_name, "until": saying.day(until)}
    page.say("review.extend_confirm", reason=words, **told)
    args = {**_args(report), "until": until.isoformat(), "reason": words}
    page.choice(Choice("review.button.extend_confirm", Action.extend_confirm, args))
    page.choice(Choice("review.button.cancel", Action.review_unit, _args(report)))
    page.show(_asks(report, f"{_REASON}{until.isoformat()}"))


def again(turn: Turn, asked: Asked) -> None:
    """Ask once more for the day, or for the reason."""
    report = access.report_about(turn, *asked.about)
    if report is None or not _is_open(turn, report):
        return
    if asked.key.startswith(_REASON):
        _ask_reason(turn, report, date.fromisoformat(asked.key.removeprefix(_REASON)))
    else:
        _ask_day(turn, report)


def confirmed(turn: Turn, press: Press) -> None:
    """Hear the final word: the decision is appended and the unit told."""
    report = access.report_of(turn, press)
    if report is None or not _is_open(turn, report):
        return
    until, reason = str(press.args["until"]), str(press.args["reason"])
    who = turn.who.person
    value = {"until": until}
    new = Decision(0, *report.key, "extend", value, reason, turn.now, who)
    rounds.decide(turn.tx, new)
    audit.append(turn.tx, report.chain, "extend", who, turn.now, until=until, reason=reason)
    report = report.fresh()
    said = saying.day(date.fromisoformat(until))
    told = {"until": said, "reason": reason}
    last = saying.weekday(turn, report.deadline.last_working_day)
    decide.tell_unit(turn, report, "review.extended_to_unit", last=last, **told)
    name = report.unit.official_name
    unit.show(turn, report, turn.phrase("review.extended", unit=name, until=said))
