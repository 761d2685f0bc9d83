"""Return a report: choose the questions, write why, look at it once, send it back."""

from handlers import saying
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks
from handlers.page import Page
from handlers.report.report import Report
from handlers.review import access, decide, unit
from plan.actions import Action, Choice
from plan.form import Question
from plan.phrasebook import Markup
from reports import figures, flow, read
from reports.states import What
from reports.values import Skipped

LONGEST = 1000
_CARD = "return"


def pick(turn: Turn, press: Press) -> None:
    """Hear "return", or one more question chosen for it."""
    report = access.report_of(turn, press)
    if report is None or not decide.is_same_version(turn, report, press, What.returned):
        return
    picked = _picked(press)
    page = Page(turn)
    mark = saying.training(turn)
    told = {"unit": report.unit.official_name, "count": len(picked)}
    page.say("review.return_pick", training=mark, **told)
    for asked in _questions(report):
        page.choice(_toggle(report, asked, picked))
    page.choice(_go(report, "review.button.return_reason", Action.review_return_reason, picked))
    page.choice(_go(report, "review.button.cancel", Action.review_open, ()))
    page.show(unit.ASKS, card=_CARD)


def _picked(press: Press) -> tuple[str, ...]:
    return tuple(part for part in str(press.args.get("picked", "")).split(",") if part)


def _questions(report: Report) -> list[Question]:
    """Return the questions that the newest version answers."""
    draft = report.draft_of(report.versions[-1])
    told = draft.answers
    return [q for q in flow.path(draft) if q.id in told and not isinstance(told[q.id], Skipped)]


def _toggle(report: Report, asked: Question, picked: tuple[str, ...]) -> Choice:
    label = "review.return_item_picked" if asked.id in picked else "review.return_item"
    after = tuple(set(picked) ^ {asked.id})
    order = [q.id for q in _questions(report)]
    choice = _go(report, label, Action.review_return, tuple(sorted(after, key=order.index)))
    return Choice(label, choice.action, choice.args, {"short": asked.short}, own_row=True)


def _go(report: Report, label: str, action: Action, picked: tuple[str, ...]) -> Choice:
    args = {"round": report.round.id, "unit": report.unit.code}
    version = report.versions[-1].version
    return Choice(label, action, {**args, "version": version, "picked": ",".join(picked)})


def reason(turn: Turn, press: Press) -> None:
    """Hear "write why"."""
    report = access.report_of(turn, press)
    if report is not None and decide.is_same_version(turn, report, press, What.returned):
        _ask(turn, report, _picked(press))


def _ask(turn: Turn, report: Report, picked: tuple[str, ...], *notes: Markup) -> None:
    page = Page(turn)
    page.block(notes)
    told = {"unit": report.unit.official_name, "questions": _names(turn, report, picked)}
    page.say("review.return_reason", most=figures.count(LONGEST), **told)
    page.choice(_go(report, "review.button.cancel", Action.review_open, ()))
    page.show(_asks(report, picked))


def _asks(report: Report, picked: tuple[str, ...]) -> Asks:
    version = report.versions[-1].version
    subject = f"return:{report.round.id}:{report.unit.code}"
    return Asks(subject, ",".join(picked), version)


def _names(turn: Turn, report: Report, picked: tuple[str, ...]) -> str:
    names = "; ".join(q.short for q in _questions(report) if q.id in picked)
    return names or turn.plain("review.return_whole")


def typed(turn: Turn, asked: Asked, text: str) -> None:
    """Hear why a report goes back; it is shown once before it is sent."""
    report = _about(turn, asked)
    if report is None:
        return
    picked = tuple(part for part in asked.key.split(",") if part)
    words = read.own_words(text)
    if sum(letter.isalpha() for letter in words) < 5:
        _ask(turn, report, picked, turn.phrase("review.return_reason_short"))
    elif len(words) > LONGEST:
        _ask(
            turn,
            report,
            picked,
            turn.phrase("review.return_reason_long", most=figures.count(LONGEST)),
        )
    else:
        _confirm(turn, report, picked, words)


def _about(turn: Turn, asked: Asked) -> Report | None:
    """Return the report of a return in hand, if it may still go back as it was read."""
    report = access.report_about(turn, *asked.about)
    press = Press({"version": asked.revision}, asked, stale=False)
    if report is None or not decide.is_same_version(turn, report, press, What.returned):
        return None
    return report


def _confirm(turn: Turn, report: Report, picked: tuple[str, ...], words: str) -> None:
    page = Page(turn)
    told = {"unit": report.unit.official_name, "questions": _names(turn, report, picked)}
    page.say("review.return_confirm", reason=words, **told)
    go = _go(report, "review.button.return_send", Action.review_return_send, picked)
    page.choice(Choice(go.label, go.action, {**go.args, "reason": words}))
    page.choice(_go(report, "review.button.cancel", Action.review_open, ()))
    page.show(_asks(report, picked))


def again(turn: Turn, asked: Asked) -> None:
    """Ask once more why it goes back."""
    report = _about(turn, asked)
    if report is not None:
        _ask(turn, report, tuple(part for part in asked.key.split(",") if part))


def send(turn: Turn, press: Press) -> None:
    """Hear the final word: the unit gets it at once and mends the chosen questions."""
    report = access.report_of(turn, press)
    if report is None or not decide.is_same_version(turn, report, press, What.returned):
        return
    picked, words = _picked(press), str(press.args["reason"])
    names = _names(turn, report, picked)
    was = {question: report.revision(question) for question in picked}
    told = {"reason": words, "questions": list(picked), "revisions": was}
    decide.make(turn, report, What.returned, **told)
    slots = {"reason": words, "questions": names}
    decide.tell_unit(turn, report, "review.returned_to_unit", **slots)
    note = turn.phrase("review.returned", unit=report.unit.official_name)
    unit.show(turn, report.fresh(), note)
