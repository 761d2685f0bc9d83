"""Whose report it is, and whether the speaker may read or write it now: asked at every word."""

from collections.abc import Sequence

from handlers.desk import Press, Turn
from handlers.report.report import Report
from plan.deadlines import local_day
from plan.units import Role
from storage import rounds


def found(turn: Turn, about: Sequence[str]) -> Report | None:
    """Return the report of (round, unit), or None when there is no such round or unit."""
    round_id, unit = (*about, "", "")[:2]
    round_ = rounds.find_round(turn.tx, round_id)
    if round_ is None or unit not in turn.house.programme.units:
        return None
    known = turn.house.programme.units[unit]
    return Report(turn.tx, turn.house, round_, known, local_day(turn.now))


def readable(turn: Turn, about: Sequence[str]) -> Report | None:
    """Return a report that the speaker may see, or say that it is not theirs."""
    report = found(turn, about)
    if report is None or not turn.who.may_read(report.unit.code):
        turn.say("report.not_yours")
        return None
    return report


def writable(turn: Turn, about: Sequence[str]) -> Report | None:
    """Return a report that the speaker may answer for, or say why not.

    Whether its life is at a point where answers may change is `Report.is_draft`.
    """
    report = readable(turn, about)
    if report is None:
        return None
    if not turn.who.may_write(report.unit.code):
        turn.say("report.read_only", unit=report.unit.official_name)
        return None
    return report


def sees_all(turn: Turn, report: Report) -> bool:
    """Return whether the speaker may see figures that could point at a person: no mere viewer."""
    own = turn.who.roles(report.unit.code) & {Role.focal, Role.leader}
    return turn.who.coordinates or bool(own)


def of_press(press: Press) -> tuple[str, ...]:
    """Return (round, unit) of a button: by its own words, else by the line it stands on."""
    if "round" in press.args and "unit" in press.args:
        return str(press.args["round"]), str(press.args["unit"])
    if press.asked and press.asked.subject.startswith("report:"):
        return press.asked.about
    return ()
