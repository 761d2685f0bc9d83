"""What a line of a report asks, as the key of its outbox row: nothing else is remembered.

"QH01" asks the question; "QH01?{...}" asks whether that value is right; "QH01!" asks why there is
no figure yet; "~review", "~explain:NAM_TRUOC", ... ask for something beside the questions.
"""

from dataclasses import dataclass
from enum import StrEnum

from handlers.effects import Asks
from reports.values import Value, from_json, to_json


class Wish(StrEnum):
    """What a line wants to hear."""

    answer = "answer"
    confirmation = "?"
    reason = "!"
    screen = "~"


@dataclass(frozen=True)
class Wanted:
    """A parsed key: the question (or the screen's name), and what is wanted of it."""

    name: str
    wish: Wish = Wish.answer
    value: Value | None = None
    about: str = ""

    @property
    def key(self) -> str:
        """Return the key that parses to this."""
        match self.wish:
            case Wish.answer:
                return self.name
            case Wish.reason:
                return f"{self.name}{Wish.reason}"
            case Wish.confirmation:
                return f"{self.name}{Wish.confirmation}{to_json(self.value) if self.value else ''}"
            case Wish.screen:
                return f"{Wish.screen}{self.name}" + (f":{self.about}" if self.about else "")

    def asks(self, subject: str, revision: int = 0) -> Asks:
        """Return what a line says that asks for this."""
        return Asks(subject, self.key, revision)


def wanted(key: str) -> Wanted:
    """Return what a line's key asks for."""
    if key.startswith(Wish.screen):
        name, _, about = key[1:].partition(":")
        return Wanted(name, Wish.screen, about=about)
    if key.endswith(Wish.reason):
        return Wanted(key[:-1], Wish.reason)
    name, mark, value = key.partition(Wish.confirmation)
    if mark:
        return Wanted(name, Wish.confirmation, from_json(value))
    return Wanted(key)


def screen(name: str, about: str = "") -> Wanted:
    """Return what a screen that is no question wants."""
    return Wanted(name, Wish.screen, about=about)
