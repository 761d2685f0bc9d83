"""The summary before sending: every figure, every share beside its target, what does not fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers import saying
from handlers.desk import Turn
from handlers.house import House
from handlers.page import Page
from handlers.report import question
from handlers.report.asking import screen
from handlers.report.report import Report
from plan.actions import Action, Choice
from plan.phrasebook import Markup
from reports import checks, flow, summary
from reports.checks import Finding
from reports.summary import Line, Share, Summary
from reports.values import Value, from_json
from storage import preferences
from storage.engine import Tx
from storage.explanations import Explanation

_SETTINGS = ("key_leader_definition", "training_reading")


@dataclass(frozen=True)
class Looked:
    """A report looked at as a whole: what it says, and what still stands in the way."""

    summary: Summary
    findings: tuple[Finding, ...]
    explained: Mapping[str, Explanation]

    @property
    def in_the_way(self) -> list[Finding]:
        """Return errors, and oddities without an explanation for these figures."""
        return checks.open_findings(list(self.findings), self.explained)


def look(report: Report, draft: flow.Draft | None = None) -> Looked:
    """Look at a draft (the report's own, or another version's) as a whole."""
    draft = draft or report.draft
    about = beside(report, draft)
    phrases = report.house.programme.phrases
    summed_up = summary.summarise(draft, phrases, about)
    return Looked(summed_up, about.findings, report.explanations)


def beside(report: Report, draft: flow.Draft) -> summary.Beside:
    """Return what stands beside the answers of a draft: last year's, findings, readings."""
    last = _last_year(report)
    found = tuple(checks.findings(draft, summary.last_numbers(draft.form, last)))
    return summary.Beside(last, found, report.explanations, settings(report.tx, report.house))


def settings(tx: Tx, house: House) -> dict[str, str]:
    """Return the coordinator's readings of the indicators."""
    defaults = house.programme.settings.model_dump()
    return {name: preferences.setting(tx, name, defaults[name]) for name in _SETTINGS}


def _last_year(report: Report) -> dict[str, Value]:
    if report.last_year is None:
        return {}
    return {code: from_json(stored) for code, stored in report.last_year.answers.items()}


def show(turn: Turn, report: Report, notes: Sequence[Markup] = (), *, whole: bool = False) -> None:
    """Show what is to be mended or explained; the whole summary once nothing is in the way."""
    looked = look(report)
    whole = whole or not looked.in_the_way
    page = Page(turn)
    page.block(notes)
    page.block([question.header(page, report), page.render("report.review")])
    if report.return_move:
        reason = report.return_move.value.get("reason", "")
        page.say("report.return_reason", reason=reason)
    if whole:
        figures(page, looked.summary)
    _findings(page, looked)
    page.block([saying.deadline(turn, report.deadline)])
    _buttons(page, looked, whole=whole)
    page.show(screen("review").asks(report.subject))


def figures(page: Page, told: Summary, *, narratives: bool = True) -> None:
    """Add every answer by section, and the computed shares beside the programme's targets."""
    for section in told.sections:
        lines = [_line(page, line) for line in section.lines if _is_said(line, narratives)]
        if lines:
            page.block([page.render("report.review_section", title=section.title), *lines])
    shares = [_share(page, share) for share in told.shares if share.headline]
    if shares:
        frame = page.render("report.review_frame", frame=told.frame)
        page.block([page.render("report.review_indicators"), *shares, frame])


def _is_said(line: Line, narratives: bool) -> bool:
    long = line.question.kind == "narrative" and len(line.value) > saying.SHORT
    return line.flag not in {"open", "skipped"} and (narratives or not long)


def _line(page: Page, line: Line) -> Markup:
    value = page.turn.plain("summary.missing") if line.flag == "missing" else line.value
    if line.question.kind == "narrative" and not line.flag:
        value = saying.shortened(page.turn, line.value)
    return page.render("report.review_line", short=line.question.short, value=value)


def _share(page: Page, share: Share) -> Markup:
    if not share.goal:
        return page.render("report.review_share", name=share.name, value=share.value)
    goal = page.render("summary.goal", goal=share.goal)
    return page.render("report.review_indicator", name=share.name, value=share.value, target=goal)


def _findings(page: Page, looked: Looked) -> None:
    """Add what does not fit under its headings; a number is the one on its buttons."""
    said: dict[str, list[Markup]] = {"errors": [], "oddities": [], "settled": []}
    for number, finding in enumerate(looked.findings, start=1):
        heading = "errors" if finding.level == "error" else "oddities"
        if checks.settled(finding, looked.explained):
            heading = "settled"
        said[heading].append(_finding(page, looked, finding, number))
    for heading, lines in said.items():
        if lines:
            page.block([page.render(f"report.review_{heading}"), *lines])
    if not looked.in_the_way:
        page.say("report.review_ready")


def _finding(page: Page, looked: Looked, finding: Finding, number: int) -> Markup:
    text = page.render(finding.phrase, **finding.slots)
    if checks.settled(finding, looked.explained):
        words = looked.explained[finding.check].text
        return page.render("report.review_explained", number=number, text=text, words=words)
    return page.render("report.review_finding", number=number, text=text)


def _buttons(page: Page, looked: Looked, *, whole: bool) -> None:
    mending: set[str] = set()
    for number, finding in enumerate(looked.findings, start=1):
        if checks.settled(finding, looked.explained):
            continue
        if finding.level == "oddity":
            args = {"check": finding.check}
            label = "report.button.explain"
            page.choice(Choice(label, Action.explain, args, {"number": number}))
        for asked in finding.questions:
            if asked not in mending:
                mending.add(asked)
                page.choice(_mend(looked, asked))
    if not looked.in_the_way:
        page.button("report.button.send", Action.submit, own_row=True)
    if not whole:
        page.button("report.button.whole", Action.summary, whole=True)
    page.button("report.button.edit", Action.sections)
    page.button("report.button.document", Action.get_document)
    page.button("report.button.later", Action.later)


def _mend(looked: Looked, asked: str) -> Choice:
    lines = (line for section in looked.summary.sections for line in section.lines)
    short = next((line.question.short for line in lines if line.question.id == asked), asked)
    return Choice("report.button.mend", Action.jump, {"q": asked}, {"short": short}, own_row=True)
