"""A desk: what one module of handlers does when it is typed to, tapped, or called by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from handlers.effects import Asks, Effect, Say
from handlers.house import House
from handlers.inbound import Inbound
from handlers.who import Who
from plan.actions import Action, Choice
from plan.phrasebook import Markup
from storage import post
from storage.engine import Tx


@dataclass(frozen=True)
class Asked:
    """The line being answered: what it asked, and the outbox row it is."""

    subject: str
    key: str
    revision: int
    row: int

    @property
    def about(self) -> tuple[str, ...]:
        """Return the subject's parts after the desk's name ("2026", "07615")."""
        return tuple(self.subject.split(":")[1:])


@dataclass(frozen=True)
class Press:
    """A tapped button: its arguments, the line it stands on, and whether a newer line asks."""

    args: Mapping[str, Any]
    asked: Asked | None
    stale: bool


Typed = Callable[["Turn", Asked, str], None]
Pressed = Callable[["Turn", Press], None]
Command = Callable[["Turn", str], None]
Again = Callable[["Turn", Asked], None]


@dataclass(frozen=True)
class Directory:
    """All desks by what they answer to."""

    typed: Mapping[str, Typed] = field(default_factory=dict)
    pressed: Mapping[Action, Pressed] = field(default_factory=dict)
    commands: Mapping[str, Command] = field(default_factory=dict)
    again: Mapping[str, Again] = field(default_factory=dict)


@dataclass
class Turn:
    """One message being handled: one transaction, lines to be said."""

    tx: Tx
    house: House
    inbound: Inbound
    who: Who
    now: datetime
    effects: list[Effect] = field(default_factory=list)
    directory: Directory = field(default_factory=Directory)
    # Words about something else while a question stands: whoever asked it shows it again.
    aside: bool = False
    # The card on which a button was tapped: it is under the speaker's eyes.
    touched: str | None = None

    def say(
        self,
        phrase: str,
        /,
        *choices: Choice,
        asks: Asks | None = None,
        to: int | None = None,
        **slots: Any,
    ) -> None:
        """Promise a line to the speaker, or to the person `to`."""
        self.effects.append(Say(phrase, slots, choices, asks, to))

    def do(self, effect: Effect) -> None:
        """Promise anything that is not a plain line."""
        self.effects.append(effect)

    def phrase(self, key: str, /, **slots: Any) -> Markup:
        """Return a rendered phrase, to stand in the slot of another."""
        return self.house.programme.phrases.render(key, **slots)

    def plain(self, key: str, /, **slots: Any) -> str:
        """Return a phrase as plain text."""
        return self.house.programme.phrases.plain(key, **slots)

    def card(self, name: str) -> str:
        """Return the card to edit: the one that was tapped, else a new one below all else."""
        touched = self.touched or ""
        return touched if touched.partition(":")[0] == name else f"{name}:{self.inbound.key}"

    def last_asked(self) -> Asked | None:
        """Return what the speaker was last asked by lines that had reached them by then."""
        return self._last_asked

    @cached_property
    def _last_asked(self) -> Asked | None:
        found = post.last_asked(self.tx, self.inbound)
        return Asked(*found) if found else None

    def run(self, command: str, rest: str = "") -> bool:
        """Do as if a command had been typed; return False when no desk knows it."""
        desk = self.directory.commands.get(command)
        if desk:
            desk(self, rest)
        return desk is not None

    def ask_again(self, asked: Asked | None) -> bool:
        """Show once more what was asked; return False when there is nothing to show."""
        again = self.directory.again.get(asked.subject.partition(":")[0]) if asked else None
        if again and asked:
            again(self, asked)
        return again is not None


@dataclass(frozen=True)
class Desk:
    """What one module answers to.

    `typed` and `again` (show the question once more) are by the first part of an asked subject.
    """

    name: str
    typed: Mapping[str, Typed] = field(default_factory=dict)
    pressed: Mapping[Action, Pressed] = field(default_factory=dict)
    commands: Mapping[str, Command] = field(default_factory=dict)
    again: Mapping[str, Again] = field(default_factory=dict)
