"""The screens of the optional part: offered once, or listed to choose from."""

from collections.abc import Sequence

from handlers.desk import Turn
from handlers.page import Page
from handlers.report import question
from handlers.report.asking import screen
from handlers.report.report import Report
from plan.actions import Action
from plan.form import Question
from plan.phrasebook import Markup


def show(
    turn: Turn, report: Report, left: Sequence[Question], notes: Sequence[Markup] = ()
) -> None:
    """Offer the optional questions as one screen."""
    page = Page(turn)
    page.block(notes)
    page.block([question.header(page, report)])
    page.say("report.optional_offer", count=len(left))
    page.block(page.render("report.optional_item", short=q.short) for q in left)
    page.button("report.button.optional_skip", Action.optional_skip)
    page.button("report.button.optional_fill", Action.optional_fill)
    page.button("report.button.optional_choose", Action.optional_choose)
    page.button("report.button.later", Action.later)
    page.show(screen("optional").asks(report.subject))


def listing(
    turn: Turn, report: Report, left: Sequence[Question], notes: Sequence[Markup] = ()
) -> None:
    """List the optional questions that are open still, a button each."""
    page = Page(turn)
    page.block(notes)
    page.block([question.header(page, report)])
    page.say("report.optional_choose", count=len(left))
    for each in left:
        page.button(each.short, Action.jump, own_row=True, q=each.id)
    page.button("report.button.optional_end", Action.optional_skip, own_row=True)
    page.show(screen("optional").asks(report.subject))
