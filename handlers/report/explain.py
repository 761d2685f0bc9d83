"""One line of explanation for an oddity, good for the figures it was given for."""

from handlers.desk import Press, Turn
from handlers.page import Page
from handlers.report import access, question, review, where
from handlers.report.asking import screen
from handlers.report.report import Report
from plan.actions import Action
from reports import read
from reports.checks import Finding
from reports.readings import Unclear
from reports.vocabulary import view, vocabulary
from storage import audit, explanations
from storage.explanations import Explanation

SHORTEST = 5  # letters: "ok" explains nothing
_EMPTY = ("zero", "unknown", "yes", "no", "none_or_unknown")


def pressed(turn: Turn, press: Press) -> None:
    """Hear "explain": the line of explanation is asked for."""
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    finding = _finding(report, str(press.args["check"]))
    if finding is None or not report.is_draft:
        where.proceed(turn, report)
        return
    _ask(turn, report, finding)


def _ask(turn: Turn, report: Report, finding: Finding, *why: Unclear) -> None:
    page = Page(turn)
    page.block(page.render(each.phrase, **each.slots) for each in why)
    page.block([question.header(page, report)])
    text = page.render(finding.phrase, **finding.slots)
    page.say("report.explain_wanted", text=text, most=read.LONGEST_REASON)
    page.button("report.button.review", Action.summary)
    page.show(screen("explain", finding.check).asks(report.subject))


def typed(turn: Turn, report: Report, check: str, text: str) -> None:
    """Hear the explanation of a check's oddity."""
    finding = _finding(report, check)
    if finding is None or not report.is_draft:
        where.proceed(turn, report)
        return
    words = read.read_reason(text)
    if isinstance(words, str) and _explains_nothing(words):
        words = Unclear("report.explain_short")
    if isinstance(words, Unclear):
        _ask(turn, report, finding, words)
        return
    person = turn.who.person or 0
    new = Explanation(check, finding.figures, words)
    explanations.add(turn.tx, report.key, new, person, turn.now)
    audit.append(turn.tx, report.chain, "explained", person, turn.now, check=check)
    where.proceed(turn, report.fresh(), [turn.phrase("report.explained")])


def _explains_nothing(words: str) -> bool:
    empty = [phrase for kind in _EMPTY for phrase in vocabulary()["whole"][kind]]
    return sum(map(str.isalpha, words)) < SHORTEST or view(words).means(empty)


def _finding(report: Report, check: str) -> Finding | None:
    looked = review.look(report)
    found = (f for f in looked.findings if f.check == check and f.level == "oddity")
    return next(found, None)
