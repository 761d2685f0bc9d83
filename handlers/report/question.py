"""The screen of one question: header, question, what helps to answer it, and its buttons."""

from collections.abc import Sequence

from handlers import saying
from handlers.desk import Turn
from handlers.page import Page
from handlers.report.asking import Wanted
from handlers.report.report import Report
from plan.actions import Action, Choice
from plan.deadlines import local_day
from plan.form import NothingKind, Question
from plan.phrasebook import Markup
from reports import figures, flow, read
from reports.flow import Asking
from reports.values import Chosen, Narrative, Value, YesNo, to_json
from storage import pieces

_NOTHINGS: dict[NothingKind, tuple[str, Action]] = {
    "zero": ("report.button.zero", Action.answer),
    "unknown": ("report.button.unknown", Action.unknown),
    "not_applicable": ("report.button.not_applicable", Action.not_applicable),
    "skip": ("report.button.skip", Action.skip),
}


def show(turn: Turn, report: Report, asking: Asking, notes: Sequence[Markup] = ()) -> None:
    """Ask a question, after lines about what was just done."""
    page = Page(turn)
    page.block(notes)
    page.block([header(page, report), _place(page, report, asking)])
    _question(page, report, asking.question)
    _small_print(page, report, asking.question)
    _before(page, report, asking.question)
    _buttons(page, report, asking.question)
    question = asking.question.id
    page.show(Wanted(question).asks(report.subject, report.revision(question)))


def header(page: Page, report: Report) -> Markup:
    """Return the line that every screen of a report begins with."""
    return page.render(
        "report.header",
        training=saying.training(page.turn),
        unit=report.unit.short_name,
        round=report.round_name,
    )


def _place(page: Page, report: Report, asking: Asking) -> Markup:
    where = {"section": asking.section.title, "number": asking.number, "total": asking.total}
    returned = report.returned
    if asking.section.after:
        return page.render("report.place_after", section=asking.section.title)
    if returned and asking.question.id in returned.questions:
        return page.render("report.place_returned", **where)
    if not asking.required:
        return page.render("report.place_optional", **where)
    return page.render("report.place", **where)


def _question(page: Page, report: Report, question: Question) -> None:
    lines = [page.render("report.question", text=question.text)]
    if question.help:
        lines.append(page.render("report.help", help=question.help))
    if question.example and question.kind not in {"yes_no", "choice"}:
        lines.append(page.render("report.example", example=question.example))
    if question.kind == "narrative":
        lines.append(_narrative(page, report, question))
    page.block(lines)


def _narrative(page: Page, report: Report, question: Question) -> Markup:
    if waiting := pieces.waiting(page.turn.tx, place(page.turn, report, question)):
        return said_so_far(page, question, waiting)
    if question.max_length is None:
        return page.render("report.narrative_free")
    return page.render("report.narrative", most=figures.count(question.max_length))


def said_so_far(page: Page, question: Question, waiting: Sequence[str]) -> Markup:
    """Return how much of a narrative is here already, beside its limit."""
    count, most = len("\n".join(waiting)), question.max_length
    told: dict[str, object] = {"pieces": len(waiting), "count": figures.count(count)}
    if most is None:
        return page.render("report.narrative_waiting_free", **told)
    told["most"] = figures.count(most)
    if count > most:
        return page.render("report.narrative_over", over=figures.count(count - most), **told)
    return page.render("report.narrative_waiting", **told)


def place(turn: Turn, report: Report, question: Question) -> pieces.Place:
    """Return where this person's parts of a narrative wait."""
    return pieces.Place(*report.key, question.id, turn.who.person or 0)


def _small_print(page: Page, report: Report, question: Question) -> None:
    today = local_day(page.turn.now)
    lines = []
    if question.numeric or question.kind == "percent":
        cut_off = min(today, report.round.cut_off)
        lines.append(page.render("report.cut_off", day=saying.day(cut_off)))
    plan = report.house.programme.plan
    if (provision := question.provision_of(report.sets)) in plan:
        lines.append(page.render("report.provision", place=plan[provision].label))
    page.block(lines)


def _before(page: Page, report: Report, question: Question) -> None:
    """Add what is known already: last year's value, the hint, the standing value, the return."""
    lines = []
    value = report.answers.get(question.id)
    if value is None and (last := report.last_year_value(question)) and report.last_year:
        year = report.last_year.content.get("year", report.round.year - 1)
        said = report.in_words(question, last)
        lines.append(page.render("report.last_year", year=year, value=said))
    if value is None and (hint := _hint(page, report, question)):
        lines.append(hint)
    if value is not None:
        phrase = "report.standing"
        if isinstance(value, Narrative) and value.text:
            phrase = "report.standing_narrative"
        lines.append(page.render(phrase, value=report.in_words(question, value)))
    if report.return_move and _returned(report, question):
        reason = report.return_move.value.get("reason", "")
        lines.append(page.render("report.return_reason", reason=reason))
    page.block(lines)


def _returned(report: Report, question: Question) -> bool:
    returned = report.returned
    return returned is not None and question.id in returned.questions - returned.mended


def _hint(page: Page, report: Report, question: Question) -> Markup | None:
    """Return the list's hint; only a likely yes is one, the unit knows better than a maybe."""
    if question.prefill != "dtts_hint" or report.unit.dtts_hint != "likely":
        return None
    return page.render("report.hint", value=report.in_words(question, YesNo(yes=True)))


def _buttons(page: Page, report: Report, question: Question) -> None:
    standing = report.answers.get(question.id)
    _answers(page, question)
    last = report.last_year_value(question) if standing is None else None
    if last is not None:
        page.choice(answer("report.button.unchanged", Action.unchanged, question, last))
    for kind in question.nothings:
        page.choice(_nothing(question, kind))
    if question.kind == "narrative":
        page.button("report.button.done", Action.narrative_done, q=question.id)
        if pieces.waiting(page.turn.tx, place(page.turn, report, question)):
            page.button("report.button.clear", Action.narrative_clear, q=question.id)
        page.button("report.button.ask", Action.ask_aside, q=question.id)
    if standing is not None:
        page.button("report.button.keep", Action.keep_answer, q=question.id)
    if flow.previous(report.draft, question.id) is not None:
        page.button("report.button.back", Action.back, q=question.id)
    page.button("report.button.sections", Action.sections)
    page.button("report.button.later", Action.later)
    if len(page.turn.who.units) > 1:
        page.button("report.button.switch_unit", Action.switch_unit)


def _answers(page: Page, question: Question) -> None:
    if question.kind == "yes_no":
        no = question.negative or "report.button.no"
        for label, yes in (("report.button.yes", True), (no, False)):
            page.choice(answer(label, Action.answer, question, YesNo(yes=yes)))
    for option in question.options:
        value = Chosen(option=option.key)
        page.choice(answer(option.label, Action.answer, question, value))


def answer(label: str, action: Action, question: Question, value: Value) -> Choice:
    """Return a button that answers a question with a value."""
    return Choice(label, action, {"q": question.id, "v": to_json(value)})


def _nothing(question: Question, kind: NothingKind) -> Choice:
    label, action = _NOTHINGS[kind]
    if kind == "unknown":
        return Choice(label, action, {"q": question.id})
    return answer(label, action, question, read.nothing(question, kind))


def open_to(turn: Turn, report: Report, question_id: str) -> Question | None:
    """Return a question of this unit that may be answered now, or say why it may not."""
    asked = report.form.asked_of(report.unit.question_set)
    found = next((question for question in asked if question.id == question_id), None)
    if found is None:
        turn.say("report.no_question")
        return None
    late = report.life.sent and report.form.section_of(found.id).after
    if not (report.is_draft or late):
        turn.say("report.not_now", state=state_words(turn, report))
        return None
    return found


def state_words(turn: Turn, report: Report) -> Markup:
    """Return the state of a report in words."""
    if report.life.reopen_asked:
        return turn.phrase("report.state_reopen_asked")
    if report.life.editable and not report.is_draft:
        return turn.phrase("report.state_over")
    return turn.phrase(f"report.state_{report.life.state}")
