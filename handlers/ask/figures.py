"""The unit's own figures from its accepted report, with the arithmetic shown. Never another's."""

import re
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
_PERCENT = re.compile(r"(\d{1,3})\s*%")
# Who may see counts: a count of one can point to a person, so viewers see none here.
_READERS = {Role.focal, Role.leader}


def show(turn: Turn, text: str) -> None:
    """Answer a question about the asker's own figures; one about another unit's is refused."""
    unit = turn.who.unit
    if unit is None or not turn.who.roles(unit) & _READERS or _of_another(turn, unit, text):
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
        **_words(turn, unit, found, text),
    )


def asks_of_last_year(text: str) -> bool:
    """Return whether words mean an earlier year's report."""
    words = _padded(text)
    return any(f" {mark} " in words for mark in _marks("last_year"))


def _padded(text: str) -> str:
    folded = "".join(c if c.isalnum() else " " for c in fold(compare_key(text)))
    return f" {' '.join(folded.split())} "


def _of_another(turn: Turn, unit: str, text: str) -> bool:
    """Return whether words name a unit, and not the asker's own."""
    words = _padded(text)
    named = {one.code for one in turn.house.programme.units if _padded(one.short_name) in words}
    return bool(named) and unit not in named


def asks_of_own(text: str) -> bool:
    """Return whether words may only be about the asker's own figures."""
    words = _padded(text)
    return any(f" {mark} " in words for mark in (*_marks("last_year"), *_marks("how_far")))


@cache
def _marks(name: str) -> tuple[str, ...]:
    return tuple(fold(mark) for mark in phrases(read("own_figures")[name]))


def _accepted(turn: Turn, unit: str, text: str) -> Submission | None:
    year = local_day(turn.now).year
    return submissions.accepted_before(
        turn.tx, unit, year if asks_of_last_year(text) else year + 1
    )


def _words(turn: Turn, unit: str, found: Submission, text: str) -> dict[str, Any]:
    form = turn.house.programme.forms[found.form_version]
    answers = {question: from_json(value) for question, value in found.answers.items()}
    draft = Draft(form, turn.house.programme.units[unit].question_set, answers)
    shares = _about(_headlines(turn, draft), text)
    numbers = _numbers(turn, draft)[:_MOST_LINES] if asks_of_last_year(text) else []
    return {
        "shares": join(_share(turn, share) for share in shares),
        "numbers": Markup("\n" + join(numbers)) if numbers else Markup(""),
        "frame": form.frame,
    }


def _headlines(turn: Turn, draft: Draft) -> list[Measured]:
    """Return the main shares by the settings: those with figures, or all when none has any."""
    known = flow.numbers(flow.counted(draft))
    settings = _settings(turn)
    measured = [
        share
        for share in indicators.measured(draft.form, draft.question_set, known)
        if indicators.is_headline(share.indicator, settings)
    ]
    told = [share for share in measured if share.standing != "unknown"]
    return told or measured


def _about(shares: list[Measured], text: str) -> list[Measured]:
    """Return the shares whose goal the words name ("50%"), or all when they name none."""
    goals = {int(goal) for goal in _PERCENT.findall(text)}
    named = [share for share in shares if share.indicator.params.get("percent") in goals]
    return named or shares


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
