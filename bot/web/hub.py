"""Which pages are open now, and what each has still to be told."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

# A browser that opens more pages of one session than this shows the newest ones only.
_MOST = 8


@dataclass(frozen=True)
class Rung:
    """A line was delivered: look it up and show it. `place`: the message that it stands in."""

    line: int
    place: str


@dataclass(frozen=True)
class Told:
    """Something said to open pages only, kept nowhere ("mine", "toast", "who")."""

    event: str
    data: dict[str, Any]


News = Rung | Told
Ear = asyncio.Queue[News | None]  # None: the page is to go


class Hub:
    """Open pages by the address of their session."""

    def __init__(self) -> None:
        self._ears: dict[str, list[Ear]] = {}

    @contextmanager
    def open(self, address: str) -> Iterator[Ear]:
        """Listen for a page while it is connected."""
        ear: Ear = asyncio.Queue()
        ears = self._ears.setdefault(address, [])
        ears.append(ear)
        if len(ears) > _MOST:
            ears[0].put_nowait(None)
        try:
            yield ear
        finally:
            ears.remove(ear)
            if not ears:
                self._ears.pop(address, None)

    def tell(self, address: str, news: News) -> bool:
        """Tell every open page of a session; return whether there was one."""
        ears = self._ears.get(address, ())
        for ear in ears:
            ear.put_nowait(news)
        return bool(ears)

    def wake(self) -> None:
        """Let every page look again at whom it speaks for."""
        for ears in self._ears.values():
            for ear in ears:
                ear.put_nowait(Told("beat", {}))

    def close(self) -> None:
        """Send every page away: the server stops, they come again by themselves."""
        for ears in self._ears.values():
            for ear in ears:
                ear.put_nowait(None)

    @property
    def pages(self) -> int:
        """Return how many pages are open."""
        return sum(map(len, self._ears.values()))
