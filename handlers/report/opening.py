"""Open the report of the unit one speaks for: by command, by its button, by a reminder's."""

from collections.abc import Sequence

from handlers import home, saying
from handlers.desk import Press, Turn
from handlers.page import Page
from handlers.report import access, keep, question, where
from handlers.report.report import Report
from plan.actions import Action, Choice
from plan.deadlines import local_day
from plan.phrasebook import Markup
from storage import rounds


def command(turn: Turn, rest: str) -> None:
    """Do /baocao."""
    del rest
    _open(turn)


def pressed(turn: Turn, press: Press) -> None:
    """Hear "open the report": of the round and unit that the button names, else as /baocao."""
    if not access.of_press(press) or "round" not in press.args:
        _open(turn)
        return
    report = access.readable(turn, access.of_press(press))
    if report is None:
        return
    wanted = str(press.args.get("question", ""))
    if wanted and report.is_draft and turn.who.may_write(report.unit.code):
        asking = question.open_to(turn, report, wanted)
        if asking is not None:
            keep.again(turn, report, asking, *keep.colleagues(turn, report))
        return
    _show(turn, report)


def _open(turn: Turn) -> None:
    unit = turn.who.unit
    if unit is None:
        turn.say("report.stranger", asks=home.ASKS)
    elif not turn.who.may_read(unit) or not (turn.who.roles(unit) or turn.who.coordinates):
        turn.say("report.not_yours", asks=home.ASKS)
    elif turn.who.coordinates and not turn.who.may_write(unit) and turn.run("tinhhinh"):
        return
    else:
        _choose(turn, _owed(turn, unit))


def _owed(turn: Turn, unit: str) -> list[Report]:
    """Return the reports of open rounds that this unit owes, the nearest deadline first."""
    known, today = turn.house.programme.units[unit], local_day(turn.now)
    opened = [
        round_
        for round_ in rounds.open_rounds(turn.tx, today)
        if round_.training == turn.house.training
    ]
    owed = (
        r for r in opened if unit in rounds.reporting_units(turn.tx, turn.house.programme, r.id)
    )
    return [Report(turn.tx, turn.house, round_, known, today) for round_ in owed]


def current(turn: Turn) -> Report | None:
    """Return the report that the speaker's unit works on: owed first, else the nearest round's."""
    unit = turn.who.unit
    owed = _owed(turn, unit) if unit else []
    waiting = (report for report in owed if report.life.owed)
    return next(waiting, owed[0] if owed else None)


def _choose(turn: Turn, owed: Sequence[Report]) -> None:
    waiting = [report for report in owed if report.life.owed]
    if len(owed) == 1 or len(waiting) == 1:
        _show(turn, (waiting or owed)[0])
    elif owed:
        _pick(turn, owed)
    else:
        _nothing(turn)


def _pick(turn: Turn, owed: Sequence[Report]) -> None:
    page = Page(turn)
    unit = turn.house.programme.units[turn.who.unit or ""].official_name
    mark = saying.training(turn)
    page.say("report.pick_round", training=mark, unit=unit, count=len(owed))
    for report in owed:
        args = {"round": report.round.id, "unit": report.unit.code}
        page.choice(Choice(report.round.title, Action.report_open, args, own_row=True))
    page.show(home.ASKS)


def _nothing(turn: Turn) -> None:
    if not turn.house.programme.collects:
        turn.say("report.no_form", asks=home.ASKS)
        return
    unit = turn.house.programme.units[turn.who.unit or ""]
    mark = saying.training(turn)
    turn.say("report.none_open", asks=home.ASKS, training=mark, unit=unit.official_name)


def _show(turn: Turn, report: Report) -> None:
    notes: list[Markup] = []
    if turn.who.may_write(report.unit.code):
        notes = keep.colleagues(turn, report)
    where.proceed(turn, report, notes)
