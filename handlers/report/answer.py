"""An answer typed or tapped: understood, asked back, or said to be unclear."""

from handlers import ask
from handlers.desk import Asked, Press, Turn
from handlers.page import Page
from handlers.report import access, keep, narrative, question, screens, where
from handlers.report.asking import Wanted, Wish, wanted
from handlers.report.report import Report
from plan.actions import Action
from plan.deadlines import local_day
from plan.form import Question
from reports import read
from reports.readings import AskBack, NeedsReason, Unclear
from reports.values import Unknown, from_json
from reports.vocabulary import view, vocabulary
from storage import pieces

# What is said of words in which no answer was seen at all.
_NO_ATTEMPT = frozenset(
    {"read.empty", "read.not_a_number", "read.yes_no", "read.choice", "read.paper_number"}
)
_REASONS = ("report.reason.counting", "report.reason.checking", "report.reason.not_held")


def typed(turn: Turn, asked: Asked, text: str) -> None:
    """Hear words typed to a line of a report."""
    want = wanted(asked.key)
    if want.wish is Wish.screen:
        screens.typed(turn, asked, want, text)
        return
    report = access.writable(turn, asked.about)
    asking = question.open_to(turn, report, want.name) if report else None
    if report is None or asking is None:
        return
    if want.wish is Wish.reason:
        _reason(turn, report, asking, text, asked.revision)
    elif want.value is not None and view(text).means(vocabulary()["whole"]["yes"]):
        keep.keep(turn, report, asking, want.value, asked.revision)
    elif asking.kind == "narrative":
        narrative.typed(turn, report, asking, text, asked.revision)
    elif read.says_as_last_year(text):
        _as_last_year(turn, report, asking, asked.revision)
    else:
        _hear(turn, report, asking, text, asked.revision)


def _hear(turn: Turn, report: Report, asking: Question, text: str, over: int) -> None:
    match said := read.read(asking, text, local_day(turn.now)):
        case Unclear():
            answered = _may_be_a_question(said, text) and ask.aside(turn, text)
            notes = [] if answered else [turn.phrase(said.phrase, **said.slots)]
            keep.again(turn, report, asking, *notes)
        case AskBack():
            _ask_back(turn, report, asking, said, over)
        case NeedsReason():
            _ask_reason(turn, report, asking, over)
        case value:
            keep.keep(turn, report, asking, value, over)


def _may_be_a_question(said: Unclear, text: str) -> bool:
    """Return whether words may mean the plan: not those that tried to be an answer."""
    return said.phrase in _NO_ATTEMPT or any(sign in text for sign in "?:")


def _as_last_year(turn: Turn, report: Report, asking: Question, over: int) -> None:
    last = report.last_year_value(asking)
    if last is None:
        keep.again(turn, report, asking, turn.phrase("report.no_last_year"))
    else:
        keep.keep(turn, report, asking, last, over)


def _ask_back(turn: Turn, report: Report, asking: Question, back: AskBack, over: int) -> None:
    page = Page(turn)
    page.block([question.header(page, report), page.render("report.name", short=asking.short)])
    said = report.in_words(asking, back.value)
    why = turn.phrase(back.phrase, value=said, **back.slots)
    page.say("report.ask_back", question=why)
    page.choice(question.answer("report.button.correct", Action.answer, asking, back.value))
    page.button("report.button.again", Action.jump, q=asking.id)
    want = Wanted(asking.id, Wish.confirmation, back.value)
    page.show(want.asks(report.subject, over))


def _ask_reason(turn: Turn, report: Report, asking: Question, over: int, *why: Unclear) -> None:
    """Ask why there is no figure yet."""
    page = Page(turn)
    page.block(page.render(each.phrase, **each.slots) for each in why)
    page.block([question.header(page, report)])
    page.say("report.reason_wanted", question=asking.short)
    for key in _REASONS:
        reason = Unknown(reason=turn.plain(key))
        page.choice(question.answer(key, Action.answer, asking, reason))
    page.button("report.button.again", Action.jump, q=asking.id)
    page.show(Wanted(asking.id, Wish.reason).asks(report.subject, over))


def _reason(turn: Turn, report: Report, asking: Question, text: str, over: int) -> None:
    reason = read.read_reason(text)
    if isinstance(reason, Unclear):
        _ask_reason(turn, report, asking, over, reason)
    else:
        keep.keep(turn, report, asking, Unknown(reason=reason), over)


def pressed(turn: Turn, press: Press) -> None:
    """Hear a button that answers the question it stands under."""
    report = access.writable(turn, access.of_press(press))
    if report is None or press.asked is None:
        return
    asking = question.open_to(turn, report, str(press.args["q"]))
    if asking is not None:
        value = from_json(str(press.args["v"]))
        over = int(press.args.get("over", press.asked.revision))
        keep.keep(turn, report, asking, value, over)


def unknown(turn: Turn, press: Press) -> None:
    """Hear "no figure yet": the reason is asked for."""
    report = access.writable(turn, access.of_press(press))
    if report is None or press.asked is None:
        return
    asking = question.open_to(turn, report, str(press.args["q"]))
    if asking is not None:
        _ask_reason(turn, report, asking, press.asked.revision)


def keep_standing(turn: Turn, press: Press) -> None:
    """Hear that the standing answer stays; of a returned question that is an answer anew."""
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    asking = question.open_to(turn, report, str(press.args["q"]))
    if asking is None:
        return
    returned, value = report.returned, report.answers.get(asking.id)
    if value is not None and returned and asking.id in returned.questions - returned.mended:
        keep.keep(turn, report, asking, value, report.revision(asking.id))
    else:
        where.proceed(turn, report, [turn.phrase("report.kept", question=asking.short)])


def keep_theirs(turn: Turn, press: Press) -> None:
    """Hear that the colleague's answer stays."""
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    asking = report.form.question(str(press.args["q"]))
    pieces.close(turn.tx, question.place(turn, report, asking), turn.now)
    note = turn.phrase("report.kept_theirs", question=asking.short)
    where.proceed(turn, report, [note])
