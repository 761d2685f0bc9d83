"""Words without buttons: a terminal, and the proof that a channel needs nothing more."""

import asyncio
import itertools
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TextIO

from bot.channels.contract import Capabilities, Delivery, Receive, Undeliverable
from bot.clock import Clock
from handlers.inbound import Inbound, Kind
from plan.phrasebook import strip_markup

_START = "/start"


class Console:
    """Typed lines in, plain lines out; buttons are shown as the words to type.

    `lines` yields what somebody types; `say` gets each finished text.
    """

    name = "console"
    capabilities = Capabilities(buttons=False, edits=False, files=False)

    def __init__(
        self,
        clock: Clock,
        lines: AsyncIterator[str],
        say: Callable[[str], None] = print,
        address: str = "console",
    ) -> None:
        self._clock = clock
        self._lines = lines
        self._say = say
        self._address = address
        self._refs = itertools.count(1)
        self.ended = asyncio.Event()  # there are no more lines; those read are stored

    async def run(self, receive: Receive) -> None:
        """Read lines until there are no more."""
        async for line in self._lines:
            if line.strip():
                await receive([self._inbound(line.rstrip("\n"))])
        self.ended.set()

    async def deliver(self, delivery: Delivery) -> str:
        """Print a line, and the words that may be typed instead of a button."""
        self._say(shown(delivery))
        return str(next(self._refs))

    async def acknowledge_tap(self, tap: str, text: str | None) -> None:
        """Do nothing: nobody taps here."""

    async def fetch(self, ref: str, to: Path) -> None:
        """Refuse: there are no files here."""
        raise Undeliverable(f"no file {ref} at a console for {to.name}")

    async def forget(self, ref: str) -> None:
        """Do nothing: there are no files here."""

    def _inbound(self, line: str) -> Inbound:
        now = self._clock()
        start = line == _START or line.startswith(f"{_START} ")
        return Inbound(
            channel=self.name,
            address=self._address,
            key=f"{self._address}:{now.timestamp():.6f}:{next(self._refs)}",
            kind=Kind.start if start else Kind.text,
            sent_at=now,
            text=line.removeprefix(_START).strip() if start else line,
        )


def shown(delivery: Delivery) -> str:
    """Return a line as plain text with its buttons' words below it."""
    parts = [strip_markup(delivery.text)]
    if delivery.file_name:
        parts.append(f"[{delivery.file_name}]")
    labels = [button.label for button in delivery.buttons]
    if labels:
        parts.append("  ".join(f"[{label}]" for label in labels))
    return "\n".join(parts)


async def typed(source: TextIO = sys.stdin) -> AsyncIterator[str]:
    """Yield lines of a terminal without blocking the loop."""
    while line := await asyncio.to_thread(source.readline):
        yield line
