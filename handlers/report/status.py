"""A report that was sent: its state, receipt and papers, and what the unit may still do."""

from collections.abc import Sequence

from handlers import home, saying
from handlers.desk import Turn
from handlers.page import Page
from handlers.report import access, question
from handlers.report.report import Report
from plan.actions import Action, Choice
from plan.phrasebook import Markup
from plan.units import Role
from reports import flow, states
from reports.states import State, What
from storage import files, memberships, preferences
from storage.submissions import Submission


def show(turn: Turn, report: Report, notes: Sequence[Markup] = ()) -> None:
    """Show the state of a report that cannot be edited now."""
    page = Page(turn)
    page.block(notes)
    page.block([question.header(page, report)])
    page.block([question.state_words(turn, report), *_sent(page, report)])
    page.block(papers(page, report))
    _buttons(page, report)
    page.show(home.ASKS)


def _sent(page: Page, report: Report) -> list[Markup]:
    if report.life.owed and report.given:
        answered, total = flow.done_of_required(report.draft)
        return [page.render("report.sections_short", answered=answered, total=total)]
    if not report.versions:
        return []
    last = report.versions[-1]
    return [
        page.render(
            "report.sent",
            time=saying.moment(page.turn, last.at),
            punctuality=punctuality(page.turn, last),
            receipt=last.receipt,
        )
    ]


def punctuality(turn: Turn, version: Submission) -> Markup:
    """Return "on time" or "late" of a version; a first one that came in time counts."""
    return turn.phrase("report.on_time" if version.on_time else "report.late")


def papers(page: Page, report: Report) -> list[Markup]:
    """Return lines about the issued paper and the files of a report that was sent."""
    if not report.life.sent:
        return []
    lines = []
    for asked in flow.after_sending(report.draft):
        value = report.answers.get(asked.id)
        if value is None:
            lines.append(page.render("report.sent_number_missing"))
        else:
            said = report.in_words(asked, value)
            lines.append(page.render("report.sent_number", number=said))
    if count := files.count(page.turn.tx, *report.key):
        lines.append(page.render("report.sent_files", count=count))
    return lines


def _buttons(page: Page, report: Report) -> None:
    args = {"round": report.round.id, "unit": report.unit.code}
    may = moves_of(page.turn, report)
    offered = (
        (What.leader_approved in may, "report.button.approve", Action.leader_approve),
        (What.leader_returned in may, "report.button.return", Action.leader_return),
        (What.number in may, "report.button.number", Action.add_number),
        (What.paper in may, "report.button.paper", Action.add_paper),
        (What.recalled in may, "report.button.recall", Action.recall),
        (What.reopen_asked in may, "report.button.ask_reopen", Action.ask_reopen),
        (bool(report.given), "report.button.sections", Action.sections),
        (_may_print(page.turn, report), "report.button.document", Action.get_document),
    )
    for offer, label, action in offered:
        if offer:
            page.choice(Choice(label, action, args))
    if len(page.turn.who.units) > 1:
        page.button("report.button.switch_unit", Action.switch_unit)


def _may_print(turn: Turn, report: Report) -> bool:
    return bool(report.given) and access.sees_all(turn, report)


def moves_of(turn: Turn, report: Report) -> frozenset[What]:
    """Return the moves that the speaker may make now, as a member of the unit."""
    unit = report.unit.code
    roles = {role for role in turn.who.roles(unit) if role in {Role.focal, Role.leader}}
    if Role.focal in roles and not turn.who.may_send(unit):
        roles.discard(Role.focal)
    if Role.leader in roles and not turn.who.may_sign(unit):
        roles.discard(Role.leader)
    closed = report.round.closed_at is not None
    first = leader_first(turn, report)
    return states.allowed(report.life, roles, leader_first=first, closed=closed)


def leader_first(turn: Turn, report: Report) -> bool:
    """Return whether the unit's leader must see it before it leaves (setting, off by default)."""
    default = turn.house.programme.settings.leader_approval
    wanted = bool(preferences.setting(turn.tx, "leader_approval", default))
    return wanted and bool(leaders(turn, report))


def leaders(turn: Turn, report: Report) -> list[int]:
    """Return the persons who lead the unit, confirmed."""
    members = memberships.of_unit(turn.tx, report.unit.code)
    return [m.person for m in members if m.role is Role.leader and m.confirmed]


def focal_points(turn: Turn, report: Report) -> list[int]:
    """Return the persons who report for the unit."""
    members = memberships.of_unit(turn.tx, report.unit.code)
    return [m.person for m in members if m.role is Role.focal]


def is_with_leader(report: Report) -> bool:
    """Return whether it waits for the unit's leader."""
    return report.life.state is State.waiting_leader
