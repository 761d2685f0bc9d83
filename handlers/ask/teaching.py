"""Readings that people chose by a tap: approved by the coordinator, they are taken at once."""

from collections import Counter
from collections.abc import Sequence

from handlers import home
from handlers.desk import Press, Turn
from plan.actions import Action, Choice
from plan.answering.query import Option
from plan.phrasebook import join
from storage import audit, questions
from storage.questions import wording

_MOST_SHOWN = 15


def taught(turn: Turn, text: str, offered: Sequence[Option]) -> Option | None:
    """Return the reading that the coordinator approved for these words, if it is offered."""
    if not offered:
        return None
    words = wording(text)
    known = [one for one in questions.readings(turn.tx, "taught") if wording(one.text) == words]
    label = known[-1].chosen if known else None
    return next((option for option in offered if option.label == label), None)


def button(turn: Turn) -> list[Choice]:
    """Return the button that leads to the waiting readings, unless there are none."""
    count = len(questions.readings(turn.tx, "tapped"))
    return [Choice("ask_desk.button_taps", Action.bank, {}, {"count": count})] if count else []


def pressed(turn: Turn, press: Press) -> None:
    """Show the waiting readings."""
    del press
    if not turn.who.coordinates:
        turn.say("enrol.not_coordinator")
        return
    waiting = questions.readings(turn.tx, "tapped")
    if not waiting:
        home.show(turn, turn.phrase("ask_desk.taps_none"))
        return
    counted = Counter((wording(one.text), one.chosen or "") for one in waiting)
    newest = {(wording(one.text), one.chosen or ""): one.text for one in waiting}
    lines = join(
        turn.phrase("ask_desk.taps_line", text=newest[key][:120], chosen=key[1], count=count)
        for key, count in counted.most_common(_MOST_SHOWN)
    )
    teach = Choice("ask_desk.button_teach", Action.approve_bank, {"upto": waiting[-1].id})
    turn.say("ask_desk.taps", teach, asks=home.ASKS, count=len(waiting), lines=lines)


def approve(turn: Turn, press: Press) -> None:
    """Hear "these readings are right": those that were shown, nothing later."""
    if not turn.who.coordinates:
        turn.say("enrol.not_coordinator")
        return
    count = questions.teach(turn.tx, int(press.args.get("upto", 0)))
    audit.append(turn.tx, audit.REST, "readings_taught", turn.who.person, turn.now, count=count)
    home.show(turn, turn.phrase("ask_desk.taught", count=count))
