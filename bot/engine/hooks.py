"""What the engine asks of the house: words for a reminder, a paper, what to do about the lost."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from handlers.effects import Effect
from storage.engine import Tx
from storage.lines import Line


@dataclass(frozen=True, slots=True)
class Words:
    """Say this now. `choices`: buttons as the outbox keeps them (promise.choice_row)."""

    text: str
    choices: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Drop:
    """Do not say it at all: its reason is gone."""

    why: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now (outside office hours, say), but then."""

    until: datetime


# Asked in the transaction that notes the attempt, for lines of priority REMINDER only: is it
# still owed, and in what words? It must not write.
Compose = Callable[[Tx, Line, datetime], Words | Drop | Wait]
# Renders a paper (Line.about["paper"]) into a file that the courier removes after sending.
Paper = Callable[[Line], Awaitable[Path]]
# An account turned out to be unreachable: whom to tell.
Lost = Callable[[Tx, Line, datetime], list[Effect]]


class PaperFailed(Exception):
    """A paper could not be rendered."""


def as_promised(_tx: Tx, line: Line, _now: datetime) -> Words | Drop | Wait:
    """Say a reminder in the words it was promised with."""
    return Words(line.text, tuple(line.choices or ()))


async def no_papers(line: Line) -> Path:
    """Render nothing."""
    raise PaperFailed(f"nobody renders {(line.about or {}).get('paper')!r} here")


def tell_nobody(_tx: Tx, _line: Line, _now: datetime) -> list[Effect]:
    """Tell nobody."""
    return []


@dataclass(frozen=True)
class Hooks:
    """The three questions, with answers that suit a small house."""

    compose: Compose = as_promised
    paper: Paper = no_papers
    lost: Lost = tell_nobody
