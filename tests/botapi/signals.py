"""Waiting without polling: those who wait are woken when something happened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


class Signal:
    """Wakes everybody who waits at this moment."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        """Wake all."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def wait(self) -> None:
        """Sleep until the next fire."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def until(self, look: Callable[[], T | None], timeout: float) -> T | None:  # noqa: ASYNC109
        """Return the first thing that ``look`` finds, or None when the time is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while (found := look()) is None:
                    await self.wait()
                return found
        return look()
