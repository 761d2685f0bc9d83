"""What the unit says to the optional part: fill, choose, or skip all; kept as a move."""

from handlers.desk import Press, Turn
from handlers.report import access, where
from handlers.report.report import OPTIONAL
from reports.flow import OptionalPart
from storage import audit, moves


def fill(turn: Turn, press: Press) -> None:
    """Hear "one after another"."""
    _decide(turn, press, OptionalPart.fill)


def choose(turn: Turn, press: Press) -> None:
    """Hear "let me choose"."""
    _decide(turn, press, OptionalPart.choose)


def skip(turn: Turn, press: Press) -> None:
    """Hear "skip all", or "done with choosing"."""
    _decide(turn, press, OptionalPart.skip)


def _decide(turn: Turn, press: Press, how: OptionalPart) -> None:
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    if report.is_draft and report.optional is not how:
        person = turn.who.person
        moves.add(turn.tx, report.key, OPTIONAL, person, turn.now, how=how.value)
        audit.append(turn.tx, report.chain, OPTIONAL, person, turn.now, how=how.value)
        report = report.fresh()
    where.proceed(turn, report)
