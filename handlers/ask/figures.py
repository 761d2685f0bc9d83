"""The unit's own figures from its accepted report, with the arithmetic shown. Never another's."""

from functools import cache
from typing import Any

from handlers import home, saying
from handlers.ask import cards_of
from handlers.desk import Turn
from handlers.enrol.seats import unit_name
from plan.actions import Action, Choice
from plan.answering.language import phrases, read
from plan.deadlines import local_day
from plan.names import compare_key, fold
from plan.phrasebook import Markup, join
from plan.units import Role
from reports import echo, figures, flow, indicators
from reports.flow import Draft
from reports.indicators import Measured
from reports.values import Numbers, from_json
from storage import preferences, rounds, submissions
from storage.submissions import Submission

_MOST_LINES = 15
# Who may see counts: a count of one can point to a person, so viewers see none here.
_READERS = {Role.focal, Role.leader}


def show(turn: Turn, text: str, provisions: tuple[str, ...] = ()) -> None:
    """Answer a question about the asker's own figures.

    `provisions`: those that the question is about, so that only their shares are shown.
    """
    unit = turn.who.unit
    if unit is None or not turn.who.roles(unit) & _READERS:
        home.close(turn, turn.phrase("ask_desk.figures_not_yours"))
        return
    found = _accepted(turn, unit, text)
    if found is None:
        home.close(turn, turn.phrase("ask_desk.figures_none", unit=unit_name(turn, unit)))
        return
    args = {"round": found.round, "unit": unit}
    turn.say(
        "ask_desk.figures",
        Choice("report.button.view", Action.report_open, args),
        unit=unit_name(turn, unit),
        round=rounds.round_of(turn.tx, found.round).title,
        day=saying.day(local_day(found.at)),
        agency=cards_of.agency(turn),
        **_words(turn, unit, found, provisions),
    )


def asks_of_last_year(text: str) -> bool:
    """Return whether words mean an earlier year's report."""
    words = f" {' '.join(fold(compare_key(text)).split())} "
    return any(f" {mark} " in words for mark in _marks())


@cache
def _marks() -> tuple[str, ...]:
    return tuple(fold(mark) for mark in phrases(read("own_figures")["last_year"]))


def _accepted(turn: Turn, unit: str, text: str) -> Submission | None:
    year = local_day(turn.now).year
    return submissions.accepted_before(
        turn.tx, unit, year if asks_of_last_year(text) else year + 1
    )


def _words(
    turn: Turn, unit: str, found: Submission, provisions: tuple[str, ...]
) -> dict[str, Any]:
    form = turn.house.programme.forms[found.form_version]
    answers = {question: from_json(value) for question, value in found.answers.items()}
    draft = Draft(form, turn.house.programme.units[unit].question_set, answers)
    known = flow.numbers(flow.counted(draft))
    shares = [
        share
        for share in indicators.measured(form, draft.question_set, known)
        if indicators.is_headline(share.indicator, _settings(turn))
        and (not provisions or share.indicator.target in provisions)
    ]
    told = join(_share(turn, share) for share in shares)
    numbers = [] if provisions and shares else list(_numbers(turn, draft))
    return {
        "shares": told or turn.phrase("ask_desk.figures_no_share"),
        "numbers": Markup("\n" + join(numbers[:_MOST_LINES])) if numbers else Markup(""),
        "frame": form.frame,
    }


def _share(turn: Turn, found: Measured) -> Markup:
    """Return one share with its arithmetic: what it is, and how many are still missing."""
    name, goal = found.indicator.name, found.indicator.params.get("percent")
    if found.standing != "known" or found.is_yes_no or not goal:
        value = indicators.words(turn.house.programme.phrases, found)
        return turn.phrase("ask_desk.figures_line", name=name, value=value)
    need = -(-goal * found.whole // 100)
    share = figures.share(found.part, found.whole)
    words = {
        "name": name,
        "part": figures.count(found.part),
        "whole": figures.count(found.whole),
        "share": figures.percent(share) if share is not None else "",
        "goal": goal,
    }
    if found.part >= need:
        return turn.phrase("ask_desk.figures_reached", **words)
    if share is not None and figures.tenths(share) >= goal:
        words["share"] = turn.plain("ask_desk.figures_just_below", goal=goal)
    counts = {"need": figures.count(need), "missing": figures.count(need - found.part)}
    return turn.phrase("ask_desk.figures_missing", **words, **counts)


def _numbers(turn: Turn, draft: Draft) -> list[Markup]:
    book = turn.house.programme.phrases
    return [
        turn.phrase(
            "ask_desk.figures_line", name=asked.short, value=echo.words(book, asked, value)
        )
        for asked in flow.path(draft)
        if isinstance(value := draft.answers.get(asked.id), Numbers)
    ]


def _settings(turn: Turn) -> dict[str, str]:
    defaults = turn.house.programme.settings
    return {
        name: str(preferences.setting(turn.tx, name, getattr(defaults, name)))
        for name in ("key_leader_definition", "training_reading")
    }
