"""A unit found by its typed name: opened when the name is certain, offered when it is not."""

from handlers.desk import Turn
from handlers.page import Page
from handlers.report.report import Report
from handlers.review import access, unit
from plan.actions import Action, Choice
from plan.units import Match
from storage import rounds

# A slip of a name is short; longer words that resemble one are a question.
_SLIP = 5


def look(turn: Turn, text: str) -> bool:
    """Open the unit that words name, or offer those they may mean; False when they name none."""
    round_ = access.current_round(turn)
    matches = turn.house.programme.units.find(text) if round_ else []
    if round_ is None or not matches:
        return False
    if len(matches) == 1 and matches[0].exact:
        report = _report(turn, round_.id, matches[0])
        if report is not None:
            unit.show(turn, report)
        return True
    if not matches[0].exact and (len(text.split()) > _SLIP or "?" in text):
        return False
    _offer(turn, round_.id, matches)
    return True


def _report(turn: Turn, round_id: str, match: Match) -> Report | None:
    """Return the unit's report, or say that the unit owes none in this round."""
    owing = rounds.reporting_units(turn.tx, turn.house.programme, round_id)
    if match.unit.code not in owing:
        turn.say("review.unit_owes_nothing", asks=unit.ASKS, unit=match.unit.short_name)
        return None
    return access.report_about(turn, round_id, match.unit.code)


def _offer(turn: Turn, round_id: str, matches: list[Match]) -> None:
    page = Page(turn)
    page.say("review.which_unit")
    for match in matches:
        args = {"round": round_id, "unit": match.unit.code}
        page.choice(Choice(match.unit.short_name, Action.review_unit, args))
    page.button("review.button.board", Action.board, round=round_id)
    page.button("home.button_ask", Action.ask)
    page.show(unit.ASKS)
