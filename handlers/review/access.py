"""Only a confirmed coordinator works at this desk: asked at every word."""

from handlers.desk import Press, Turn
from handlers.report import access
from handlers.report.report import Report
from plan.deadlines import local_day
from storage import rounds
from storage.rounds import Round


def coordinates(turn: Turn) -> bool:
    """Return whether the speaker coordinates, or say that this is not theirs."""
    if not turn.who.coordinates:
        turn.say("review.not_yours")
    return turn.who.coordinates


def report_of(turn: Turn, press: Press) -> Report | None:
    """Return the report that a button names, for a coordinator only."""
    if not coordinates(turn):
        return None
    return access.readable(turn, access.of_press(press))


def report_about(turn: Turn, round_id: str, unit: str) -> Report | None:
    """Return a report by (round, unit), for a coordinator only."""
    return access.readable(turn, (round_id, unit)) if coordinates(turn) else None


def open_rounds(turn: Turn) -> list[Round]:
    """Return the rounds open today, the nearest deadline first."""
    found = rounds.open_rounds(turn.tx, local_day(turn.now))
    return [round_ for round_ in found if round_.training == turn.house.training]


def current_round(turn: Turn) -> Round | None:
    """Return the round to show first: the nearest open one, else the newest of all."""
    if opened := open_rounds(turn):
        return opened[0]
    known = [r for r in rounds.all_rounds(turn.tx) if r.training == turn.house.training]
    return known[-1] if known else None


def round_of(turn: Turn, press: Press) -> Round | None:
    """Return the round that a button names, for a coordinator only."""
    if not coordinates(turn):
        return None
    return rounds.find_round(turn.tx, str(press.args.get("round", ""))) or current_round(turn)
