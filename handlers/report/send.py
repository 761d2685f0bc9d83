"""Send a report: an immutable version, its receipt, the draft paper, a word to those concerned."""

import hashlib
import json

from handlers import home, saying
from handlers.desk import Press, Turn
from handlers.effects import Say, SendFile
from handlers.page import Page
from handlers.report import access, question, review, status, where
from handlers.report.asking import screen
from handlers.report.report import Report
from plan.actions import Action, Choice
from plan.phrasebook import Markup
from plan.units import Role
from reports import flow, states
from reports.flow import Reviewing
from reports.states import What
from reports.values import to_json
from storage import audit, memberships, moves, submissions
from storage.submissions import Submission

Content = dict[str, dict[str, str] | int]


def pressed(turn: Turn, press: Press) -> None:
    """Hear "send": ask once more, or say what is still in the way."""
    report = access.writable(turn, access.of_press(press))
    if report is not None and _is_ready(turn, report):
        _confirm(turn, report)


def _is_ready(turn: Turn, report: Report) -> bool:
    """Return whether the report may leave now; when not, what is in the way is shown."""
    ready = report.is_draft and isinstance(report.position, Reviewing)
    if not ready or review.look(report).in_the_way:
        where.proceed(turn, report)
        return False
    if not turn.who.may_send(report.unit.code):
        page = Page(turn)
        page.say("report.unconfirmed", unit=report.unit.official_name)
        page.button("report.button.edit", Action.sections)
        page.show(screen("review").asks(report.subject))
        return False
    return True


def _confirm(turn: Turn, report: Report) -> None:
    first = status.leader_first(turn, report)
    agency = turn.house.programme.coordinator.official_name
    page = Page(turn)
    page.block([question.header(page, report)])
    page.say("report.confirm", unit=report.unit.official_name, agency=agency)
    page.block([saying.deadline(turn, report.deadline)])
    label = "report.button.send_leader" if first else "report.button.send_confirm"
    page.button(label, Action.submit_confirm, mark=mark(report))
    page.button("report.button.not_yet", Action.summary)
    page.show(screen("confirm").asks(report.subject))


def confirmed(turn: Turn, press: Press) -> None:
    """Hear the final word; whatever changed since the summary brings the summary back."""
    report = access.writable(turn, access.of_press(press))
    if report is None or not _is_ready(turn, report):
        return
    if press.args.get("mark") != mark(report):
        where.proceed(turn, report, [turn.phrase("report.review_changed")])
    elif status.leader_first(turn, report):
        _to_leader(turn, report)
    else:
        receive(turn, report)


def content(report: Report) -> Content:
    """Return what a version keeps: the answers that count, and the explanations."""
    told = {code: to_json(value) for code, value in flow.counted(report.draft).items()}
    words = {check: said.text for check, said in report.explanations.items()}
    return {"year": report.round.year, "answers": told, "explanations": words}


def mark(report: Report) -> str:
    """Return a short print of what would be sent, to notice a change before the final word."""
    text = json.dumps(content(report), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _to_leader(turn: Turn, report: Report) -> None:
    moves.add(turn.tx, report.key, What.to_leader, turn.who.person, turn.now)
    audit.append(turn.tx, report.chain, What.to_leader, turn.who.person, turn.now)
    for leader in status.leaders(turn, report):
        ask_leader(turn, report.fresh(), leader)
    status.show(turn, report.fresh(), [turn.phrase("report.leader_wanted")])


def ask_leader(turn: Turn, report: Report, leader: int) -> None:
    """Show the summary to the unit's leader, with the buttons to let it go or send it back."""
    agency = turn.house.programme.coordinator.official_name
    page = Page(turn)
    mark_ = saying.training(turn)
    told = {"unit": report.unit.official_name, "agency": agency}
    page.say("report.leader_asked", training=mark_, **told)
    page.block([question.header(page, report)])
    review.figures(page, review.look(report).summary)
    page.block([saying.deadline(turn, report.deadline)])
    args = {"round": report.round.id, "unit": report.unit.code}
    page.choice(Choice("report.button.approve", Action.leader_approve, args))
    page.choice(Choice("report.button.return", Action.leader_return, args))
    page.show(to=leader)


def receive(turn: Turn, report: Report) -> None:
    """Make the version and its receipt, hand over the paper, and tell those concerned."""
    version = _version(turn, report)
    submissions.add(turn.tx, version)
    told = {"version": version.version}
    moves.add(turn.tx, report.key, What.submitted, turn.who.person, turn.now, **told)
    print_ = hashlib.sha256(json.dumps(version.content, sort_keys=True).encode()).hexdigest()
    audit.append(
        turn.tx, report.chain, What.submitted, turn.who.person, turn.now, content=print_, **told
    )
    report = report.fresh()
    _receipt(turn, report, version)
    turn.do(document(turn, report, version))
    _tell(turn, report, version)


def _version(turn: Turn, report: Report) -> Submission:
    number = len(report.versions) + 1
    in_time = states.on_time(turn.now, report.deadline)
    return Submission(
        *report.key,
        number,
        report.form.version,
        content(report),
        states.receipt_code(*report.key, number),
        turn.who.person or 0,
        turn.now,
        in_time or any(version.on_time for version in report.versions),
    )


def _receipt(turn: Turn, report: Report, version: Submission) -> None:
    page = Page(turn)
    page.block([question.header(page, report)])
    page.say(
        "report.receipt",
        unit=report.unit.official_name,
        version=version_words(turn, version),
        receipt=version.receipt,
        time=saying.moment(turn, version.at),
        punctuality=status.punctuality(turn, version),
        first=_first_counts(turn, report, version),
        agency=turn.house.programme.coordinator.official_name,
    )
    args = {"round": report.round.id, "unit": report.unit.code}
    copied = Choice("report.button.copy", Action.report_open, args, copy=version.receipt)
    page.choice(copied)
    page.choice(Choice("report.button.number", Action.add_number, args))
    page.choice(Choice("report.button.paper", Action.add_paper, args))
    page.choice(Choice("report.button.recall", Action.recall, args))
    page.show(home.ASKS)


def _first_counts(turn: Turn, report: Report, version: Submission) -> Markup:
    """Return the line that a late new version keeps the time of the first, where it does."""
    first = next((v for v in report.versions if v.on_time), None)
    if first is None or first.version == version.version:
        return Markup("")
    if states.on_time(version.at, report.deadline):
        return Markup("")
    return turn.phrase("report.first_counts", time=saying.moment(turn, first.at))


def version_words(turn: Turn, version: Submission) -> Markup:
    """Return which sending it is, in words."""
    if version.version == 1:
        return turn.phrase("report.version_first")
    return turn.phrase("report.version_again", version=version.version)


def document(turn: Turn, report: Report, version: Submission | None) -> SendFile:
    """Return the paper of a version, or of the draft as it stands; rendered at delivery."""
    number = version.version if version else 0
    told = {"unit": report.unit.official_name, "training": saying.training(turn)}
    if version:
        told |= {"version": version_words(turn, version)}
        caption = Say("report.document_caption", told)
    else:
        caption = Say("report.document_draft_caption", told)
    name = turn.plain(
        "report.document_name", unit=report.unit.code, round=report.round.id, version=number
    )
    about: dict[str, str | int] = {"round": report.round.id, "unit": report.unit.code}
    return SendFile(caption, name, paper="report", about=about | {"version": number})


def _tell(turn: Turn, report: Report, version: Submission) -> None:
    time, late = saying.moment(turn, version.at), status.punctuality(turn, version)
    about = {"unit": report.unit.official_name, "training": saying.training(turn), "time": time}
    args = {"round": report.round.id, "unit": report.unit.code}
    look = Choice("report.button.view", Action.review_unit, args)
    for person in memberships.coordinators(turn.tx):
        said = version_words(turn, version)
        slots = about | {"version": said, "punctuality": late}
        turn.do(Say("report.sent_to_coordinator", slots, (look,), to=person))
    by = saying.name(turn, turn.who.person or 0)
    own = Choice("report.button.view", Action.report_open, args)
    others = [*status.focal_points(turn, report), *status.leaders(turn, report)]
    for person in dict.fromkeys(others):
        if person != turn.who.person:
            slots = about | {"name": by, "receipt": version.receipt}
            turn.do(Say("report.sent_to_colleague", slots, (own,), to=person))


def get_document(turn: Turn, press: Press) -> None:
    """Hear "get the paper": of the newest version once sent, else of the unit's own draft."""
    report = access.readable(turn, access.of_press(press))
    if report is not None and not access.sees_all(turn, report):
        turn.say("report.not_yours")
    elif report is not None:
        own = bool(turn.who.roles(report.unit.code) & {Role.focal, Role.leader})
        newest = report.versions[-1] if report.versions else None
        if own or newest:
            unsent = own and not report.life.sent
            turn.do(document(turn, report, None if unsent else newest))
        else:
            turn.say("report.not_yours")
