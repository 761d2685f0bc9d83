"""What goes in and what comes out: a question, an answer, a question back or silence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Turn:
    """One line of the talk before: what the person or the assistant said."""

    role: Literal["user", "bot"]
    text: str


@dataclass(frozen=True)
class Query:
    """A question as typed. `asker_unit` is a unit's code or name as people write it.

    `today` lets answers count the days that are left; without it none are counted.
    """

    question: str
    asker_unit: str | None = None
    context: Sequence[Turn] = ()
    today: date | None = None


@dataclass(frozen=True)
class Option:
    """A button of a question back, with all that pressing it answers."""

    label: str
    topic: str
    markup: str
    answer_text: str
    citations: tuple[str, ...]
    abstained: bool
    intent: str


@dataclass(frozen=True)
class FollowUp:
    """A button under an answer: what people ask next. `topic` is for `Answerer.tell`."""

    label: str
    topic: str


@dataclass(frozen=True)
class Answered:
    """What the assistant says. `citations` are provision ids, best first.

    `choices` are present when it asks back; `abstained` when the plan does not say it.
    `nearest` is the provision to offer beside a silence. `topic` names what was understood.
    """

    markup: str
    answer_text: str
    citations: tuple[str, ...] = ()
    abstained: bool = False
    intent: str = "qa"
    choices: tuple[Option, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    nearest: str = ""
    topic: str = ""
    explain: tuple[str, ...] = field(default=(), compare=False)
