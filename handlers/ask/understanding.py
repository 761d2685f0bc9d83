"""From typed words to what was understood: the pure answering with this house's memory."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handlers.desk import Turn
from storage import memory

# How long a follow-up may lean on what was said before.
MEMORY = timedelta(minutes=30)
# Lines that keep what they were about.
PHRASES = (
    "ask_desk.answer",
    "ask_desk.which",
    "ask_desk.silent",
    "ask_desk.silent_near",
    "ask_desk.ask",
)


@dataclass(frozen=True)
class Reading:
    """One way to read a question, offered as a button."""

    label: str
    text: str
    citations: tuple[str, ...] = ()
    intent: str = "qa"


@dataclass(frozen=True)
class Understood:
    """What was understood. `readings`: it asks back; `abstained`: the plan does not say it."""

    intent: str = "qa"
    text: str = ""
    citations: tuple[str, ...] = ()
    abstained: bool = True
    readings: tuple[Reading, ...] = ()
    follow_ups: tuple[str, ...] = ()
    before: str = ""  # the question that this one leans on


def understand(turn: Turn, text: str) -> Understood:
    """Return what was understood of a question of the speaker."""
    del turn, text
    return Understood()


def remembered(turn: Turn) -> dict[str, Any]:
    """Return what the newest answer was about, if it is fresh enough to lean on."""
    found = memory.last_about(turn.tx, turn.inbound, PHRASES, turn.now - MEMORY)
    return found[0] if found else {}
