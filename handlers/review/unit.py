"""One unit on the coordinator's desk: where it stands, and its report opened and read."""

from handlers import saying
from handlers.desk import Press, Turn
from handlers.effects import Asks
from handlers.page import Page
from handlers.report import question, send, status
from handlers.report import review as summary
from handlers.report.report import Report
from handlers.review import access
from plan.actions import Action, Choice
from plan.phrasebook import Markup
from plan.units import Role
from reports import flow, states
from reports.flow import Draft
from reports.states import What
from reports.values import Narrative
from storage import audit, files, moves, rounds
from storage.submissions import Submission

ASKS = Asks("board", "next")


def pressed(turn: Turn, press: Press) -> None:
    """Hear a unit's button: where it stands and what may be done."""
    report = access.report_of(turn, press)
    if report is not None:
        show(turn, report)


def show(turn: Turn, report: Report, *notes: Markup) -> None:
    """Show where a unit stands, after lines about what was just done."""
    page = Page(turn)
    page.block(notes)
    page.block([question.header(page, report)])
    page.block([question.state_words(turn, report), *_about(page, report)])
    page.block(status.papers(page, report))
    page.block([saying.deadline(turn, report.deadline), *_extended(page, report)])
    page.block([_people(page, report)])
    _buttons(page, report)
    page.show(ASKS)


def may(turn: Turn, report: Report) -> frozenset[What]:
    """Return the moves that the coordinator may make now."""
    roles = {Role.coordinator} if turn.who.coordinates else set()
    closed = report.round.closed_at is not None
    return states.allowed(report.life, roles, closed=closed)


def _about(page: Page, report: Report) -> list[Markup]:
    lines = []
    if report.versions:
        lines.append(_sent(page, report.versions[-1]))
    elif report.given:
        answered, total = flow.done_of_required(report.draft)
        lines.append(page.render("report.sections_short", answered=answered, total=total))
    if report.life.reopen_asked:
        lines.append(page.render("review.unit_reopen", reason=_reason(report, What.reopen_asked)))
    if report.return_move:
        lines.append(page.render("review.unit_returned", reason=_reason(report, What.returned)))
    return lines


def _sent(page: Page, version: Submission) -> Markup:
    turn = page.turn
    return page.render(
        "review.sent",
        version=send.version_words(turn, version),
        time=saying.moment(turn, version.at),
        punctuality=status.punctuality(turn, version),
        receipt=version.receipt,
    )


def _reason(report: Report, what: What) -> str:
    found = (m for m in reversed(report.moves) if m.what == what)
    move = next(found, None)
    return str(move.value.get("reason", "")) if move else ""


def _extended(page: Page, report: Report) -> list[Markup]:
    extended = [
        decision
        for decision in rounds.decisions_of(page.turn.tx, report.round.id)
        if decision.what == "extend" and decision.unit == report.unit.code
    ]
    if not extended:
        return []
    until = saying.day(report.deadline.legal)
    return [page.render("review.unit_extended", until=until, reason=extended[-1].reason)]


def _people(page: Page, report: Report) -> Markup:
    persons = status.focal_points(page.turn, report)
    if not persons:
        return page.render("review.unit_nobody")
    names = ", ".join(saying.name(page.turn, person) for person in persons)
    return page.render("review.unit_people", names=names)


def _buttons(page: Page, report: Report) -> None:
    args = {"round": report.round.id, "unit": report.unit.code}
    offered = (
        (report.life.sent, "review.button.open", Action.review_open),
        (report.life.reopen_asked, "review.button.allow", Action.reopen_allow),
        (report.life.reopen_asked, "review.button.refuse", Action.reopen_refuse),
        (report.life.owed and report.round.closed_at is None, *_EXTEND),
        (bool(report.versions), "review.button.document", Action.get_document),
    )
    for offer, label, action in offered:
        if offer:
            page.choice(Choice(label, action, args))
    waiting = {"round": report.round.id, "group": "waiting"}
    page.choice(Choice("review.button.waiting_list", Action.review_list, waiting))
    page.button("review.button.board", Action.board, round=report.round.id)


_EXTEND = ("review.button.extend", Action.extend)


def opened(turn: Turn, press: Press) -> None:
    """Hear "open the report": from now on it is read here, and no more recalled freely."""
    report = access.report_of(turn, press)
    if report is None:
        return
    if not report.life.sent or not report.versions:
        show(turn, report)
        return
    if What.opened in may(turn, report):
        moves.add(turn.tx, report.key, What.opened, turn.who.person, turn.now)
        audit.append(turn.tx, report.chain, What.opened, turn.who.person, turn.now)
        report = report.fresh()
    _read(turn, report, report.versions[-1])


def _read(turn: Turn, report: Report, version: Submission) -> None:
    """Show everything that a version says."""
    draft = report.draft_of(version)
    page = Page(turn)
    page.block([question.header(page, report), _sent(page, version)])
    summary.figures(page, summary.look(report, draft).summary, narratives=False)
    page.block(_changes(page, report, version))
    page.block(_explanations(page, version))
    page.block(_narratives(page, draft))
    page.block(_files(page, report))
    _decide(page, report, version)
    page.show(ASKS)


def _changes(page: Page, report: Report, version: Submission) -> list[Markup]:
    if version.version == 1:
        return []
    before = report.draft_of(report.versions[version.version - 2])
    after = report.draft_of(version)
    lines = []
    for asked in flow.path(after):
        old, new = before.answers.get(asked.id), after.answers.get(asked.id)
        if old == new or new is None:
            continue
        was = saying.in_short(page.turn, asked, old) if old else page.turn.plain("summary.missing")
        now = saying.in_short(page.turn, asked, new)
        told = {"short": asked.short, "before": was, "after": now}
        lines.append(page.render("review.changed_line", **told))
    return [page.render("review.changed"), *lines] if lines else []


def _explanations(page: Page, version: Submission) -> list[Markup]:
    words = dict(version.content.get("explanations", {}))
    lines = [page.render("review.explanation", words=said) for said in words.values()]
    return [page.render("review.explanations"), *lines] if lines else []


def _narratives(page: Page, draft: Draft) -> list[Markup]:
    lines = []
    for asked in flow.path(draft):
        value = draft.answers.get(asked.id)
        if isinstance(value, Narrative) and len(value.text) > saying.SHORT:
            told = {"short": asked.short, "text": value.text}
            lines.append(page.render("review.narrative", **told))
    return [page.render("review.narratives"), *lines] if lines else []


def _files(page: Page, report: Report) -> list[Markup]:
    kept = files.of_report(page.turn.tx, *report.key)
    names = ", ".join(file.name for file in kept.values())
    return [page.render("review.files", names=names)] if names else []


def _decide(page: Page, report: Report, version: Submission) -> None:
    args: dict[str, str | int] = {"round": report.round.id, "unit": report.unit.code}
    args |= {"version": version.version}
    moves_ = may(page.turn, report)
    if What.accepted in moves_:
        page.choice(Choice("review.button.accept", Action.review_accept, args))
    if What.returned in moves_:
        page.choice(Choice("review.button.return", Action.review_return, args))
    page.choice(Choice("review.button.document", Action.get_document, args))
    if files.count(page.turn.tx, *report.key):
        page.choice(Choice("attach.button.files", Action.files, args))
    waiting = {"round": report.round.id, "group": "waiting"}
    page.choice(Choice("review.button.waiting_list", Action.review_list, waiting))
    page.button("review.button.board", Action.board, round=report.round.id)
