"""One screen being composed: parts one under another, buttons below, and what it asks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from handlers.desk import Turn
from handlers.effects import Asks, Say
from plan.actions import Action, Choice
from plan.phrasebook import Markup, join

Args = str | int | bool


@dataclass
class Page:
    """A message of several phrases. Blocks stand apart by a blank line, lines of one do not."""

    turn: Turn
    blocks: list[Markup] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)

    def render(self, phrase: str, /, **slots: Any) -> Markup:
        """Return a phrase in the programme's words, to be put somewhere."""
        return self.turn.house.programme.phrases.render(phrase, **slots)

    def say(self, phrase: str, /, **slots: Any) -> None:
        """Add a block of one phrase."""
        self.blocks.append(self.render(phrase, **slots))

    def block(self, lines: Iterable[Markup]) -> None:
        """Add a block of several lines; none at all adds nothing."""
        if text := join(lines):
            self.blocks.append(text)

    def button(
        self, label: str, action: Action, /, *, own_row: bool = False, **args: Args
    ) -> None:
        """Add a button whose label has no slots, or is words of the data."""
        self.choices.append(Choice(label, action, args, own_row=own_row))

    def choice(self, choice: Choice) -> None:
        """Add a ready button."""
        self.choices.append(choice)

    def show(
        self, asks: Asks | None = None, *, to: int | None = None, card: str | None = None
    ) -> None:
        """Promise the page to the speaker, or to the person `to`.

        With `card`, a name, it replaces the message of that name whose button was just tapped.
        """
        slots = {"body": join(self.blocks, "\n\n")}
        place = self.turn.card(card) if card else None
        self.turn.do(Say("report.page", slots, tuple(self.choices), asks, to, place))
