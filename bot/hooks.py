"""The engine's three questions, answered by the house: a reminder's words, a paper, the lost."""

from datetime import datetime

from bot.clock import Clock
from bot.engine.hooks import Drop, Hooks, Wait, Words
from bot.engine.promise import choice_row
from bot.opening import Opened
from bot.papers.child import Renderer
from handlers.effects import Effect
from handlers.house import House
from handlers.unreachable import told
from plan.actions import Choice
from reminders import recheck
from storage.engine import Tx
from storage.lines import Line


def hooks(opened: Opened, house: House, clock: Clock) -> Hooks:
    """Return the answers of this house."""
    book = house.programme.phrases

    def row(choice: Choice) -> dict[str, object]:
        label = choice.label
        words = book.plain(label, **choice.slots) if label in book else label
        return choice_row(choice, words)

    def compose(tx: Tx, line: Line, now: datetime) -> Words | Drop | Wait:
        match recheck.recheck(tx, house, line, now):
            case recheck.Drop(why):
                return Drop(why)
            case recheck.Wait(until):
                return Wait(until)
            case said:
                return Words(str(said.text), tuple(row(choice) for choice in said.choices))

    def lost(tx: Tx, line: Line, now: datetime) -> list[Effect]:
        return told(tx, house, line, now)

    return Hooks(compose, Renderer(opened, clock).render, lost)
