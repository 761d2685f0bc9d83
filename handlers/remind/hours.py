"""/caidat: at which hour of the working day one is reminded, and leave."""

import re
from datetime import date, time

from handlers import home
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks
from plan.actions import Action, Choice
from plan.ladder import Ladder
from plan.phrasebook import Markup
from reminders.days import day_words
from storage import preferences

ASKS = Asks("hour", "hour")
_OFFERED = ("07:30", "08:00", "09:00", "10:00", "13:30", "15:00")
# "8h", "8 gio 30", "08:30", "8g30": hours, then minutes if any.
_HOUR = re.compile(r"(\d{1,2})\s*(?:[:.hg]\w*\s*(\d{1,2})?\w*)?")


def command(turn: Turn, rest: str) -> None:
    """Do /caidat, or set the hour at once when one is typed after it."""
    if turn.who.person is None:
        home.show(turn)
    elif rest:
        _set(turn, rest)
    else:
        show(turn)


def show(turn: Turn, said: Markup | None = None) -> None:
    """Show the person's own hour and leave, after a line about what was just done."""
    person = turn.who.person or 0
    hour = preferences.get(turn.tx, person, "hour")
    ladder = turn.house.programme.ladder
    turn.say(
        "remind.settings",
        *(
            Choice(offered, Action.set_hour, {"hour": offered})
            for offered in _OFFERED
            if ladder.hours.cover(time.fromisoformat(offered))
        ),
        *_leave_buttons(turn, person),
        Choice("help.button_home", Action.home, own_row=True),
        asks=ASKS,
        said=Markup(f"{said}\n\n") if said else Markup(""),
        hour=hour or f"{ladder.at:%H:%M}",
        hours=_spans(ladder),
        leave=_leave(turn, person),
    )


def pressed(turn: Turn, press: Press) -> None:
    """Hear an hour's button."""
    _set(turn, str(press.args.get("hour", "")))


def typed(turn: Turn, asked: Asked, text: str) -> None:
    """Hear a typed hour; words without a figure mean something else."""
    del asked
    if any(letter.isdigit() for letter in text):
        _set(turn, text)
    else:
        turn.run("hoi", text)


def again(turn: Turn, asked: Asked) -> None:
    """Show the settings once more."""
    del asked
    show(turn)


def read_hour(text: str) -> time | None:
    """Return a typed hour, or None."""
    found = _HOUR.fullmatch(text.strip().lower())
    if not found:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def _set(turn: Turn, text: str) -> None:
    hour, ladder = read_hour(text), turn.house.programme.ladder
    if turn.who.person is None:
        home.show(turn)
    elif hour is None:
        show(turn, turn.phrase("remind.hour_unclear"))
    elif not ladder.hours.cover(hour):
        show(turn, turn.phrase("remind.hour_outside", hours=_spans(ladder)))
    else:
        preferences.put(turn.tx, turn.who.person, "hour", f"{hour:%H:%M}", turn.now)
        show(turn, turn.phrase("remind.hour_set", hour=f"{hour:%H:%M}"))


def _spans(ladder: Ladder) -> str:
    return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in ladder.hours.spans)


def _leave(turn: Turn, person: int) -> Markup:
    until = preferences.get(turn.tx, person, "pause_until")
    if not until:
        return turn.phrase("remind.no_leave")
    book = turn.house.programme.phrases
    return turn.phrase("remind.on_leave", day=day_words(book, date.fromisoformat(until)))


def _leave_buttons(turn: Turn, person: int) -> list[Choice]:
    if preferences.get(turn.tx, person, "pause_until"):
        return [Choice("remind.button_end_leave", Action.pause, {"end": True}, own_row=True)]
    return [Choice("remind.button_leave", Action.pause, own_row=True)]
