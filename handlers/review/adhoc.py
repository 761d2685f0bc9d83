"""Open an ad-hoc round of the same form: its name, its deadline, the letter that asks for it."""

import json
from datetime import date

from handlers import home, saying
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks
from handlers.page import Page
from handlers.review import access, lists
from plan.actions import Action, Choice
from plan.deadlines import deadline_before, local_day
from plan.phrasebook import Markup
from reports import read
from reports.dates import read_day
from storage import audit, rounds
from storage.rounds import AdhocRound

_SUBJECT = "round:new"
_SHORTEST, _LONGEST = 5, 120
Told = dict[str, str]  # what was told so far: title, before (ISO day), request


def command(turn: Turn, rest: str) -> None:
    """Do /dotxuat."""
    del rest
    if not access.coordinates(turn):
        return
    if turn.house.programme.collects:
        _ask(turn, {})
    else:
        turn.say("report.no_form", asks=home.ASKS)


def pressed(turn: Turn, press: Press) -> None:
    """Hear "open an ad-hoc round"."""
    del press
    command(turn, "")


def _ask(turn: Turn, told: Told, *notes: Markup) -> None:
    """Ask for what is not told yet; the key of the line carries what is."""
    page = Page(turn)
    page.block(notes)
    if "title" not in told:
        page.say("review.round_title", form=turn.house.programme.form.version)
    elif "before" not in told:
        page.say("review.round_before")
    else:
        page.say("review.round_request")
        args = {"told": json.dumps(told, ensure_ascii=False)}
        page.choice(Choice("review.button.no_request", Action.open_round_next, args))
    page.button("review.button.cancel", Action.board)
    page.show(Asks(_SUBJECT, json.dumps(told, ensure_ascii=False)))


def typed(turn: Turn, asked: Asked, text: str) -> None:
    """Hear the next thing about the new round."""
    if not access.coordinates(turn):
        return
    told: Told = json.loads(asked.key)
    words = " ".join(read.own_words(text).split())
    if "title" not in told:
        _hear_title(turn, words)
    elif "before" not in told:
        _hear_day(turn, told, words)
    else:
        _confirm(turn, told | {"request": words[:_LONGEST]})


def _hear_title(turn: Turn, words: str) -> None:
    if _SHORTEST <= len(words) <= _LONGEST:
        _ask(turn, {"title": words})
    else:
        _ask(turn, {}, turn.phrase("review.round_title_short"))


def _hear_day(turn: Turn, told: Told, words: str) -> None:
    today = local_day(turn.now)
    found = read_day(words, today, toward="future")
    if found is None:
        _ask(turn, told, turn.phrase("review.extend_day_unclear"))
        return
    calendar = turn.house.programme.calendar
    due = deadline_before(found.value, calendar)
    if calendar.working_days_left(today, due.last_working_day) < 1:
        _ask(turn, told, turn.phrase("review.round_before_past"))
    else:
        _ask(turn, told | {"before": found.value.isoformat()})


def no_request(turn: Turn, press: Press) -> None:
    """Hear that there is no letter yet."""
    if access.coordinates(turn):
        _confirm(turn, {**json.loads(str(press.args["told"])), "request": ""})


def _confirm(turn: Turn, told: Told) -> None:
    programme = turn.house.programme
    due = deadline_before(date.fromisoformat(told["before"]), programme.calendar)
    page = Page(turn)
    page.say(
        "review.round_confirm",
        count=len(programme.units.reporting()),
        title=told["title"],
        before=saying.day(due.before),
        last=saying.weekday(turn, due.last_working_day),
        cut_off=saying.day(local_day(turn.now)),
        request=told["request"] or turn.plain("review.round_no_request"),
    )
    page.choice(Choice("review.button.round_confirm", Action.open_round_confirm, told))
    page.button("review.button.cancel", Action.board)
    page.show(Asks(_SUBJECT, json.dumps(told, ensure_ascii=False)))


def again(turn: Turn, asked: Asked) -> None:
    """Ask once more for what is not told yet."""
    if access.coordinates(turn):
        told: Told = json.loads(asked.key)
        if "request" in told:
            _confirm(turn, told)
        else:
            _ask(turn, told)


def confirmed(turn: Turn, press: Press) -> None:
    """Hear the final word: the round is opened."""
    if not access.coordinates(turn):
        return
    told = {name: str(press.args[name]) for name in ("title", "before", "request")}
    asked = AdhocRound(told["title"], date.fromisoformat(told["before"]), told["request"])
    if any(r.title == asked.title and r.before == asked.before for r in access.open_rounds(turn)):
        lists.command(turn, "")
        return
    opened = rounds.open_adhoc_round(turn.tx, turn.house.programme, asked, turn.now)
    who = turn.who.person
    audit.append(turn.tx, audit.REST, "round_opened", who, turn.now, round=opened.id)
    lists.show(turn, opened, turn.phrase("review.round_opened", title=opened.title))
