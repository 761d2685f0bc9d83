"""Show where a report stands now: the next question, the optional part, the summary, the state."""

from collections.abc import Sequence
from typing import assert_never

from handlers.desk import Turn
from handlers.report import offer, question, review, status
from handlers.report.report import Report
from plan.phrasebook import Markup
from reports.flow import Asking, Choosing, OptionalOffer, Reviewing


def proceed(turn: Turn, report: Report, notes: Sequence[Markup] = ()) -> None:
    """Show what comes next, after lines about what was just done."""
    if not report.is_draft or not turn.who.may_write(report.unit.code):
        status.show(turn, report, notes)
        return
    match position := report.position:
        case Asking():
            question.show(turn, report, position, notes)
        case OptionalOffer():
            offer.show(turn, report, position.questions, notes)
        case Choosing():
            offer.listing(turn, report, position.questions, notes)
        case Reviewing():
            review.show(turn, report, notes)
        case _:
            assert_never(position)
