"""The table of contents: sections, their questions, a jump to any of them; back, later."""

from handlers import home, saying
from handlers.desk import Press, Turn
from handlers.page import Page
from handlers.report import access, keep, question, review, where
from handlers.report.asking import screen
from handlers.report.report import Report
from plan.actions import Action, Choice
from plan.phrasebook import Markup
from reports import flow, rollup
from reports.flow import Asking, Reviewing, SectionProgress


def sections(turn: Turn, press: Press) -> None:
    """Hear "contents", or one of its sections."""
    report = access.readable(turn, access.of_press(press))
    if report is None:
        return
    progress = flow.progress(report.draft)
    chosen = next((p for p in progress if p.section.id == press.args.get("section")), None)
    page = Page(turn)
    page.block([question.header(page, report)])
    if chosen:
        _one(page, report, chosen)
    else:
        _all(page, report, progress)
    page.button("report.button.continue", Action.summary, own_row=True)
    page.show(screen("sections").asks(report.subject))


def _all(page: Page, report: Report, progress: list[SectionProgress]) -> None:
    answered, total = flow.done_of_required(report.draft)
    page.say("report.sections", answered=answered, total=total)
    for each in progress:
        args = {"section": each.section.id}
        slots: dict[str, str | int] = {"title": each.section.title}
        slots |= {"answered": each.answered, "total": each.total}
        label = "report.section_label"
        page.choice(Choice(label, Action.sections, args, slots, own_row=True))


def _one(page: Page, report: Report, chosen: SectionProgress) -> None:
    asked = [q for q in flow.path(report.draft) if q in chosen.section.questions]
    page.say("report.section", title=chosen.section.title)
    page.block(_line(page, report, each.id) for each in asked)
    if report.is_draft and page.turn.who.may_write(report.unit.code):
        for each in asked:
            page.button(each.short, Action.jump, own_row=True, q=each.id)
    page.button("report.button.sections", Action.sections)


def _line(page: Page, report: Report, question_id: str) -> Markup:
    asked = report.form.question(question_id)
    value = report.answers.get(question_id)
    if value is None:
        said = page.turn.plain("report.section_unanswered")
    elif rollup.may_show(asked, coordinator=access.sees_all(page.turn, report)):
        said = saying.in_short(page.turn, asked, value)
    else:
        said = page.turn.plain("summary.hidden")
    return page.render("report.section_line", short=asked.short, value=said)


def jump(turn: Turn, press: Press) -> None:
    """Hear a button that leads to a question."""
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    asking = question.open_to(turn, report, str(press.args["q"]))
    if asking is not None:
        keep.again(turn, report, asking, *keep.colleagues(turn, report))


def back(turn: Turn, press: Press) -> None:
    """Hear "back": the question before the one it is printed under."""
    report = access.writable(turn, access.of_press(press))
    if report is None:
        return
    before = flow.previous(report.draft, str(press.args["q"]))
    asking = question.open_to(turn, report, before.id) if before else None
    if asking is not None:
        keep.again(turn, report, asking)
    elif before is None:
        where.proceed(turn, report)


def later(turn: Turn, press: Press) -> None:
    """Hear "later": nothing to save, all of it is; say where it will go on."""
    report = access.readable(turn, access.of_press(press))
    if report is None:
        return
    if not report.is_draft:
        where.proceed(turn, report)
        return
    page = Page(turn)
    page.block([question.header(page, report)])
    position = report.position
    if isinstance(position, Asking):
        page.say(
            "report.later",
            number=position.number,
            total=position.total,
            question=position.question.short,
        )
    else:
        page.say("report.later_review")
    page.block([saying.deadline(turn, report.deadline)])
    args = {"round": report.round.id, "unit": report.unit.code}
    page.choice(Choice("report.button.continue", Action.report_open, args))
    page.show(home.ASKS)


def summary(turn: Turn, press: Press) -> None:
    """Hear "go on" or "summary": show where the report stands, or all that it says."""
    report = access.readable(turn, access.of_press(press))
    if report is None:
        return
    mine = report.is_draft and turn.who.may_write(report.unit.code)
    if press.args.get("whole") and mine and isinstance(report.position, Reviewing):
        review.show(turn, report, whole=True)
    else:
        where.proceed(turn, report)
