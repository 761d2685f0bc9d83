"""The queue of updates: kept until confirmed, handed out by long polling, to one receiver."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from .clock import Clock
from .refusals import conflict
from .signals import Signal

_SILENT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_FIRST = 400_000_001
_FUTURE = 10
"""An offset further ahead than this is taken for a mistake, and means: from the beginning."""


class Interrupted(Exception):
    """The server closes while a receiver waits."""


class Updates:
    """Updates of one bot, in order."""

    def __init__(self, clock: Clock, kinds: Iterable[str], lifetime: int) -> None:
        self._clock = clock
        self._lifetime = lifetime
        self._default = frozenset(kinds) - _SILENT_BY_DEFAULT
        self.allowed = self._default
        self.next_id = _FIRST
        self.webhook: dict[str, Any] = {}
        self.confirmed = Signal()
        self.polled = Signal()
        self._queue: deque[tuple[int, dict[str, Any]]] = deque()
        self._receiver: asyncio.Future[None] | None = None
        self._wake_planned = False

    @property
    def waited_for(self) -> bool:
        """Tell whether a receiver waits at this moment."""
        return self._receiver is not None

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds the bot wants; an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or self._default

    def put(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queue an update and wake the receiver; None when the bot does not want this kind."""
        if kind not in self.allowed:
            return None
        update_id = self.next_id
        self.next_id += 1
        moment = self._clock.seconds()
        self._queue.append((moment, {"update_id": update_id, kind: payload}))
        if self._receiver is not None and not self._wake_planned:
            # one turn of the loop later, so that updates put together travel together
            self._wake_planned = True
            asyncio.get_running_loop().call_soon(self._wake)
        return update_id

    def pending(self) -> list[dict[str, Any]]:
        """Return what nobody has confirmed yet."""
        self._forget_old()
        return [update for _, update in self._queue]

    def __len__(self) -> int:
        self._forget_old()
        return len(self._queue)

    def clear(self) -> None:
        """Drop everything (drop_pending_updates)."""
        self._queue.clear()
        self.confirmed.fire()

    async def take(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Confirm all before ``offset`` and return the next ones, waiting if there are none."""
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._confirm(offset)
        batch = self.pending()[:limit]
        if batch or seconds <= 0:
            return batch
        self.interrupt(
            conflict(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            ),
        )
        receiver = self._receiver = asyncio.get_running_loop().create_future()
        self.polled.fire()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await receiver
        finally:
            if self._receiver is receiver:
                self._receiver = None
        return self.pending()[:limit]

    def interrupt(self, reason: Exception) -> None:
        """End a waiting long poll with an error."""
        receiver, self._receiver = self._receiver, None
        if receiver is not None and not receiver.done():
            receiver.set_exception(reason)

    def _wake(self) -> None:
        self._wake_planned = False
        if self._receiver is not None and not self._receiver.done():
            self._receiver.set_result(None)

    def _confirm(self, offset: int) -> None:
        before = len(self._queue)
        if offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()
        elif offset <= self.next_id + _FUTURE:
            while self._queue and self._queue[0][1]["update_id"] < offset:
                self._queue.popleft()
        if len(self._queue) != before:
            self.confirmed.fire()

    def _forget_old(self) -> None:
        horizon = self._clock.seconds() - self._lifetime
        while self._queue and self._queue[0][0] <= horizon:
            self._queue.popleft()
