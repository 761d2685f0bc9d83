"""What is to be done for people: handlers return it, the outbox keeps it, channels do it."""

from dataclasses import dataclass, field
from typing import Any

from plan.actions import Choice


@dataclass(frozen=True)
class Asks:
    """What a line asks: a typed reply answers the last thing asked of this person.

    `subject` names the desk and its object ("report:2026:07615", "join:17"), `key` the question.
    """

    subject: str
    key: str
    revision: int = 0


@dataclass(frozen=True)
class Say:
    """A line by phrase key and slots, with choices.

    `to` is a person id; None means whoever spoke, on the channel they spoke on. `card` names a
    message: a line of the same card replaces its words in place.
    """

    phrase: str
    slots: dict[str, Any] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    asks: Asks | None = None
    to: int | None = None
    card: str | None = None
    key: str | None = None  # said once, ever, under this key
    about: dict[str, Any] = field(default_factory=dict)  # kept with the row, never shown


@dataclass(frozen=True)
class SendFile:
    """A file to hand over: a stored one, or a paper rendered at delivery in a child process."""

    caption: Say
    name: str
    stored: str | None = None
    paper: str | None = None  # "report", "workbook", "invitations"
    about: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Toast:
    """A short word on a tapped button (best effort, never stored beyond the outbox row)."""

    phrase: str
    slots: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RequestContact:
    """Ask for the sender's own phone number by the channel's contact button, where it has one."""

    caption: Say
    label: str


Effect = Say | SendFile | Toast | RequestContact
