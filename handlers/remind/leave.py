"""Leave: silence until a day, while a deputy of the unit is reminded instead."""

from datetime import date

from handlers import home
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks, Say
from handlers.remind import hours
from plan.actions import Action, Choice
from plan.deadlines import local_day
from reminders.days import day_words
from reminders.facts import contacts_of
from reports.dates import read_day
from storage import people, preferences

ASKS = Asks("leave", "until")
_LONGEST = 120  # days
_BACK = Choice("remind.button_back_to_settings", Action.command, {"name": "caidat"})


def pressed(turn: Turn, press: Press) -> None:
    """Hear "on leave": ask until when, then who deputises; or end it."""
    if turn.who.person is None:
        home.show(turn)
    elif press.args.get("end"):
        _end(turn)
    elif "deputy" in press.args:
        _begin(turn, date.fromisoformat(str(press.args["until"])), int(press.args["deputy"]))
    elif _deputies(turn):
        turn.say("remind.leave_until", _BACK, asks=ASKS)
    else:
        hours.show(turn, turn.phrase("remind.leave_nobody"))


def again(turn: Turn, asked: Asked) -> None:
    """Ask until when once more."""
    turn.say("remind.leave_until", _BACK, asks=Asks(asked.subject, asked.key))


def typed(turn: Turn, asked: Asked, text: str) -> None:
    """Hear the last day of leave; offer the unit's other contacts as deputies."""
    today = local_day(turn.now)
    day = read_day(text, today, toward="future")
    if day is None or not 0 <= (day.value - today).days <= _LONGEST:
        asks = Asks(asked.subject, asked.key)
        turn.say("remind.leave_unclear", _BACK, asks=asks, most=_LONGEST)
        return
    until = day.value.isoformat()
    turn.say(
        "remind.leave_deputy",
        *(
            Choice(name, Action.pause, {"until": until, "deputy": person}, own_row=True)
            for person, name in _deputies(turn).items()
        ),
        day=day_words(turn.house.programme.phrases, day.value),
        asks=Asks(asked.subject, asked.key),
    )


def _begin(turn: Turn, until: date, deputy: int) -> None:
    person, name = turn.who.person or 0, _deputies(turn).get(deputy)
    if name is None:
        hours.show(turn, turn.phrase("remind.leave_nobody"))
        return
    preferences.put(turn.tx, person, "deputy", deputy, turn.now)
    preferences.put(turn.tx, person, "pause_until", until.isoformat(), turn.now)
    day = day_words(turn.house.programme.phrases, until)
    units = ", ".join(turn.house.programme.units[u].short_name for u in turn.who.units)
    slots = {"name": turn.who.name, "day": day, "units": units}
    turn.do(Say("remind.leave_told", slots, to=deputy))
    hours.show(turn, turn.phrase("remind.leave_begun", day=day, name=name))


def _end(turn: Turn) -> None:
    preferences.put(turn.tx, turn.who.person or 0, "pause_until", None, turn.now)
    hours.show(turn, turn.phrase("remind.leave_ended"))


def _deputies(turn: Turn) -> dict[int, str]:
    """Return the other reachable contacts of the speaker's units, by person."""
    unnamed = turn.plain("remind.colleague")
    return {
        contact.person: people.name_of(turn.tx, contact.person) or unnamed
        for unit in turn.who.units
        for contact in contacts_of(turn.tx, unit)
        if contact.person != turn.who.person and contact.reachable
    }
