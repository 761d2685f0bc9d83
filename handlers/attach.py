"""Papers handed over with a report: the signed paper, the unit's own plan, other proofs."""

from handlers import home, saying
from handlers.desk import Desk, Press, Turn
from handlers.effects import Say, SendFile
from handlers.inbound import FileSent
from handlers.page import Page
from handlers.report import access, opening, question, screens
from handlers.report.asking import screen, wanted
from handlers.report.report import Report
from plan.actions import Action, Choice
from plan.names import compare_key, fold
from plan.phrasebook import Markup
from reports import attachments
from reports.attachments import Outcome
from reports.states import What
from storage import audit, files, moves, post, preferences
from storage.files import Kept

_PDF = "application/pdf"
_SIGNED, _PLAN, _OTHER = "signed", "plan", "other"


def file(turn: Turn) -> None:
    """Hear a file: judge it, keep it with the report, and show again what was asked."""
    sent = turn.inbound.file
    report = _report(turn)
    if sent is None or report is None:
        return
    if why := _refusal(turn, report, sent):
        _answer(turn, report, why)
        return
    purpose = _SIGNED if _is_awaited(turn, report) else _OTHER
    kept = _keep(turn, report, sent, purpose)
    if purpose == _SIGNED:
        _signed(turn, report)
    _kept(turn, report, sent, kept, purpose)


def _report(turn: Turn) -> Report | None:
    """Return the report that a file is for: the one being talked about, else the open one."""
    if turn.who.person is None or turn.who.unit is None:
        turn.say("attach.stranger", asks=home.ASKS)
        return None
    asked = post.last_asked(turn.tx, turn.inbound)
    about = asked.subject.split(":")[1:] if asked and asked.subject.startswith("report:") else ()
    report = access.found(turn, about) or opening.current(turn)
    if report is None:
        turn.say("attach.no_report", asks=home.ASKS)
    elif turn.who.may_write(report.unit.code):
        return report
    else:
        turn.say("attach.read_only", unit=report.unit.official_name, asks=home.ASKS)
    return None


def _refusal(turn: Turn, report: Report, sent: FileSent) -> Markup | None:
    """Return why a file may not be kept, or None."""
    if sent.refusal or not sent.stored:
        return turn.phrase(sent.refusal or "engine.file_lost")
    if secret := _secrecy(turn, sent):
        return secret
    most = limit(turn)
    if files.count(turn.tx, *report.key) >= most:
        return turn.phrase("attach.too_many", most=most)
    if _is_awaited(turn, report) and not _is_pdf(sent):
        return turn.phrase("attach.signed_only_pdf", name=sent.name)
    return None


def _secrecy(turn: Turn, sent: FileSent) -> Markup | None:
    """Return why a file may be secret: a sure mark refuses, a doubtful one wants a word.

    A doubtful file is not kept until then: it is sent again with that word as its caption.
    """
    word = fold(turn.plain("attach.not_secret"))
    caption = fold(compare_key(turn.inbound.text))
    assured = word in caption
    said = "" if assured else turn.inbound.text
    found = attachments.secrecy(sent.name, said)
    if found is None or (assured and found.outcome is Outcome.ask):
        return None
    why = turn.phrase(found.phrase)
    if found.outcome is Outcome.ask:
        return turn.phrase("attach.maybe_secret", why=why, word=turn.phrase("attach.not_secret"))
    return why


def limit(turn: Turn) -> int:
    """Return how many files a report may have."""
    default = turn.house.programme.settings.attachments_a_unit
    return int(preferences.setting(turn.tx, "attachments_a_unit", default))


def _is_pdf(sent: FileSent) -> bool:
    return sent.name.lower().endswith(".pdf")


def _is_awaited(turn: Turn, report: Report) -> bool:
    """Return whether the signed paper was asked for last."""
    asked = post.last_asked(turn.tx, turn.inbound)
    return bool(asked and asked.subject == report.subject and wanted(asked.key) == screen("paper"))


def _keep(turn: Turn, report: Report, sent: FileSent, purpose: str) -> int:
    kept = Kept(
        sent.stored or "", sent.sha256 or "", sent.name, sent.media_type, sent.size, purpose
    )
    person = turn.who.person or 0
    number = files.add(turn.tx, report.key, kept, person, turn.now)
    told = {"file": number, "sha256": kept.sha256, "purpose": purpose}
    audit.append(turn.tx, report.chain, "file", person, turn.now, **told)
    return number


def _signed(turn: Turn, report: Report) -> None:
    moves.add(turn.tx, report.key, What.paper, turn.who.person, turn.now)
    audit.append(turn.tx, report.chain, What.paper, turn.who.person, turn.now)


def _kept(turn: Turn, report: Report, sent: FileSent, number: int, purpose: str) -> None:
    told = {"name": sent.name, "size": saying.size(sent.size), "unit": report.unit.official_name}
    page = Page(turn)
    if purpose == _SIGNED:
        page.say("attach.kept_signed", **told)
    else:
        count = files.count(turn.tx, *report.key)
        page.say("attach.kept", count=count, **told)
        for label, kind in (("signed", _SIGNED), ("plan", _PLAN)):
            if kind == _PLAN or (report.life.sent and _is_pdf(sent)):
                args = {**_args(report), "file": number, "is": kind}
                page.choice(Choice(f"attach.button.{label}", Action.file_is, args))
    page.choice(Choice("attach.button.files", Action.files, _args(report)))
    page.show()
    _ask_on(turn, report)


def _args(report: Report) -> dict[str, str | int]:
    return {"round": report.round.id, "unit": report.unit.code}


def _answer(turn: Turn, report: Report, why: Markup) -> None:
    page = Page(turn)
    page.block([why])
    page.show()
    _ask_on(turn, report)


def _ask_on(turn: Turn, report: Report) -> None:
    """Show again what the report was asking, so that nobody wonders where they are."""
    asked = post.last_asked(turn.tx, turn.inbound)
    if asked and asked.subject == report.subject and wanted(asked.key) != screen("paper"):
        screens.again_at(turn, report, asked.key)


def add_paper(turn: Turn, press: Press) -> None:
    """Hear "send the signed paper": the next PDF is it."""
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    page = Page(turn)
    page.block([question.header(page, report)])
    page.say("attach.ask_paper", unit=report.unit.official_name, megabytes=_megabytes(turn))
    page.choice(Choice("report.button.cancel", Action.report_open, _args(report)))
    page.show(screen("paper").asks(report.subject))


def _megabytes(turn: Turn) -> int:
    default = turn.house.programme.settings.attachment_megabytes
    return int(preferences.setting(turn.tx, "attachment_megabytes", default))


def listing(turn: Turn, press: Press) -> None:
    """Hear "files": the papers of a report, to fetch or to remove."""
    report = access.readable(turn, access.of_press(press))
    if report is not None:
        _list(turn, report)


def _list(turn: Turn, report: Report, *notes: Markup) -> None:
    kept = files.of_report(turn.tx, *report.key)
    page = Page(turn)
    page.block(notes)
    page.block([question.header(page, report)])
    told = {"unit": report.unit.official_name, "count": len(kept), "most": limit(turn)}
    lines = [
        page.render("attach.list_line", number=n, name=each.name, size=saying.size(each.size))
        for n, each in enumerate(kept.values(), start=1)
    ]
    page.block([page.render("attach.list", **told), *lines])
    for n, (number, _) in enumerate(kept.items(), start=1):
        args = {**_args(report), "file": number}
        page.choice(Choice("attach.button.get", Action.file_get, args, {"number": n}))
        if turn.who.may_write(report.unit.code):
            page.choice(Choice("attach.button.remove", Action.file_remove, args, {"number": n}))
    page.choice(Choice("report.button.continue", Action.report_open, _args(report)))
    page.show(home.ASKS)


def get(turn: Turn, press: Press) -> None:
    """Hear "hand me this file"."""
    report = access.readable(turn, access.of_press(press))
    if report is None:
        return
    kept = files.of_report(turn.tx, *report.key).get(int(press.args.get("file", 0)))
    if kept is None:
        _list(turn, report, turn.phrase("attach.gone"))
        return
    told = {"unit": report.unit.official_name, "training": saying.training(turn)}
    caption = Say("attach.handed", told)
    turn.do(SendFile(caption, kept.name, stored=kept.stored))


def remove(turn: Turn, press: Press) -> None:
    """Hear "remove this file": its bytes stay until the store is swept, the report forgets it."""
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    number = int(press.args.get("file", 0))
    kept = files.of_report(turn.tx, *report.key).get(number)
    if kept is None:
        _list(turn, report, turn.phrase("attach.gone"))
        return
    files.remove(turn.tx, *report.key, number, turn.now)
    who = turn.who.person
    audit.append(turn.tx, report.chain, "file_removed", who, turn.now, file=number)
    _list(turn, report, turn.phrase("attach.removed", name=kept.name))


def told_what(turn: Turn, press: Press) -> None:
    """Hear what a kept file is: the signed paper, or the unit's own plan."""
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    number, purpose = int(press.args.get("file", 0)), str(press.args.get("is", _OTHER))
    kept = files.of_report(turn.tx, *report.key).get(number)
    if kept is None:
        _list(turn, report, turn.phrase("attach.gone"))
        return
    files.name_purpose(turn.tx, *report.key, number, purpose)
    who = turn.who.person
    audit.append(turn.tx, report.chain, "file_is", who, turn.now, file=number, purpose=purpose)
    if purpose == _SIGNED:
        _signed(turn, report)
    label = turn.phrase(f"attach.purpose_{purpose}")
    _list(turn, report, turn.phrase("attach.noted", name=kept.name, purpose=label))


DESK = Desk(
    name="attach",
    pressed={
        Action.add_paper: add_paper,
        Action.files: listing,
        Action.file_get: get,
        Action.file_remove: remove,
        Action.file_is: told_what,
    },
)
