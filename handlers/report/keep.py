"""Keep an answer: beside a colleague's, never over it; echo it and go on."""

import hashlib

from handlers.desk import Turn
from handlers.inbound import Kind
from handlers.page import Page
from handlers.report import question, where
from handlers.report.asking import Wanted
from handlers.report.report import Report
from handlers.saying import in_short, moment, name
from plan.actions import Action, Choice
from plan.form import Question
from plan.phrasebook import Markup
from reports import flow
from reports.states import What
from reports.values import Narrative, Value, from_json, to_json
from storage import answers, audit, moves, pieces
from storage.answers import ConflictError, Given, NewAnswer

_MOST_NOTES = 2


def keep(turn: Turn, report: Report, asking: Question, value: Value, over: int) -> None:
    """Keep an answer given over revision `over`, and go on; another's answer is shown first."""
    try:
        given = write(turn, report, asking, value, over)
    except ConflictError as clash:
        _crossed(turn, report, asking, value, clash.theirs)
        return
    notes = [*colleagues(turn, report, but=asking.id), _noted(turn, asking, value)]
    if report.form.section_of(asking.id).after:
        moves.add(turn.tx, report.key, What.number, turn.who.person, turn.now)
        where.proceed(turn, report.fresh(), notes)
    else:
        where.proceed(turn, report.after(given), notes)


def write(turn: Turn, report: Report, asking: Question, value: Value, over: int) -> Given:
    """Write an answer and its audit line. Raises ConflictError."""
    person, stored = turn.who.person or 0, to_json(value)
    new = NewAnswer(*report.key, asking.id, stored, person, turn.inbound.channel)
    given = answers.put(turn.tx, new, over, turn.now)
    if isinstance(value, Narrative):
        pieces.close(turn.tx, question.place(turn, report, asking), turn.now)
    audit.append(
        turn.tx,
        report.chain,
        "answered",
        person,
        turn.now,
        question=asking.id,
        revision=given.revision,
        value=hashlib.sha256(stored.encode()).hexdigest()[:16],
    )
    return given


def again(turn: Turn, report: Report, asking: Question, *notes: Markup) -> None:
    """Ask a question once more, after lines about why."""
    question.show(turn, report, flow.asking(report.draft, asking.id), notes)


def colleagues(turn: Turn, report: Report, *, but: str = "") -> list[Markup]:
    """Return what colleagues answered since the speaker's own last answer, in lines.

    One question may be left out: its other answer was shown and decided about just now.
    """
    mine = [given.id for given in report.given.values() if given.person == turn.who.person]
    since = max(mine, default=None)
    if since is None:
        return []
    others = (g for g in report.given.values() if g.id > since and g.question != but)
    theirs = [given for given in others if given.person != turn.who.person]
    if len(theirs) > _MOST_NOTES:
        return [turn.phrase("report.colleague_many", count=len(theirs))]
    asked = {question.id for question in flow.path(report.draft)} if theirs else set()
    return [_note(turn, report, given) for given in theirs if given.question in asked]


def _note(turn: Turn, report: Report, given: Given) -> Markup:
    asked = report.form.question(given.question)
    return turn.phrase(
        "report.colleague_noted",
        name=name(turn, given.person),
        question=asked.short,
        time=moment(turn, given.at),
        value=in_short(turn, asked, from_json(given.value)),
    )


def _noted(turn: Turn, asking: Question, value: Value) -> Markup:
    """Return the echo of a kept answer, with the computed share of a pair."""
    said = in_short(turn, asking, value)
    return turn.phrase("report.noted", question=asking.short, value=said)


def _crossed(
    turn: Turn, report: Report, asking: Question, value: Value, theirs: Given | None
) -> None:
    """Say that the question was answered meanwhile: by us on another screen, or by a colleague."""
    report = report.fresh()
    if theirs is None or theirs.person == turn.who.person:
        tapped = turn.inbound.kind is Kind.choice
        note = turn.phrase("report.stale" if tapped else "report.crossed")
        where.proceed(turn, report, [note])
        return
    if theirs.value == to_json(value):
        where.proceed(turn, report, [_note(turn, report, theirs)])
        return
    page = Page(turn)
    page.block([question.header(page, report)])
    page.say(
        "report.conflict",
        question=asking.short,
        name=name(turn, theirs.person),
        time=moment(turn, theirs.at),
        theirs=report.in_words(asking, from_json(theirs.value)),
        mine=report.in_words(asking, value),
    )
    mine: dict[str, str | int | bool] = {
        "q": asking.id,
        "v": to_json(value),
        "over": theirs.revision,
    }
    page.choice(Choice("report.button.keep_mine", Action.keep_mine, mine))
    page.button("report.button.keep_theirs", Action.keep_theirs, q=asking.id)
    page.show(Wanted(asking.id).asks(report.subject, theirs.revision))
