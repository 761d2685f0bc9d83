"""What a channel is: words in, words out, three ways of failing. A channel knows no database."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from handlers.inbound import Inbound

# Hand over what arrived, oldest first. When it returns, all of it is on disk: only then may the
# channel confirm. A repeated delivery is harmless (Inbound.key).
Receive = Callable[[Sequence[Inbound]], Awaitable[None]]


@dataclass(frozen=True)
class Pace:
    """How fast a channel may be spoken into; None in Capabilities means: as fast as it takes.

    No sliding second has more than `overall` messages, no chat more than `burst` in `burst`
    seconds (one a second, sustained).
    """

    overall: int = 30
    burst: int = 4


@dataclass(frozen=True)
class Capabilities:
    """What a channel can show. Words that a button says can be typed everywhere."""

    buttons: bool
    edits: bool
    files: bool
    contact: bool = False  # it can ask for the sender's own phone number
    pushes: bool = True  # it reaches a person who has not opened it
    max_length: int = 4096  # of one message; the channel splits longer texts itself
    pace: Pace | None = None


@dataclass(frozen=True)
class Button:
    """A button of a line. `id` is what comes back as Inbound.choice; `url` and `copy` come not."""

    id: str
    label: str  # plain text
    copy: str | None = None
    url: str | None = None
    own_row: bool = False


@dataclass(frozen=True)
class Delivery:
    """One line to be shown. `text` is our markup (plan.phrasebook), escaped already."""

    address: str
    kind: Literal["say", "file", "contact"]
    text: str
    buttons: tuple[Button, ...] = ()
    # The channel's own reference of an earlier message that this one replaces, if it can edit.
    edit: str | None = None
    file: Path | None = None
    file_name: str = ""
    contact_label: str = ""
    line: int = 0  # outbox id, growing; a channel that shows a history may use it
    about: dict[str, str | int] = field(default_factory=dict)


class Channel(Protocol):
    """One way for words to travel. `name` is stored with every row: it never changes."""

    @property
    def name(self) -> str:
        """Return the channel's name ("telegram", "web", "console")."""

    @property
    def capabilities(self) -> Capabilities:
        """Return what the channel can show."""

    async def run(self, receive: Receive) -> None:
        """Listen until cancelled; hand over what arrives, then confirm it."""

    async def deliver(self, delivery: Delivery) -> str:
        """Show a line and return the channel's reference of the message.

        Raises Undeliverable, TryLater or Uncertain, and nothing else.
        """

    async def acknowledge_tap(self, tap: str, text: str | None) -> None:
        """Answer a tap (Inbound.tap), with a short plain word or without; best effort."""

    async def fetch(self, ref: str, to: Path) -> None:
        """Bring a file that was sent (FileSent.ref) to a path.

        Raises Undeliverable when it is gone or too large, TryLater when it may come yet.
        """

    async def forget(self, ref: str) -> None:
        """Drop what the channel itself still holds of a sent file: its turn is over."""


class Undeliverable(Exception):
    """It will never arrive. `unreachable`: nor will anything else (blocked, account deleted)."""

    def __init__(self, why: str, *, unreachable: bool = False) -> None:
        super().__init__(why)
        self.unreachable = unreachable


class TryLater(Exception):
    """It has surely not arrived and may later.

    `after` seconds: the channel asks everybody to pause that long (429). None: this one failed
    (no connection, 5xx); the courier waits longer each time.
    """

    def __init__(self, why: str, *, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class Uncertain(Exception):
    """It may have arrived: no answer came. It is said again, and counted."""
