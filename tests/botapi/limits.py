"""Telegram's documented limits: messages a second to all, to one chat, a minute to a group."""

from __future__ import annotations

import math
from collections import deque

from .refusals import too_many
from .rules import Limits, Rules

_MINUTE = 60.0


class Window:
    """At most so many moments within so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._moments: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Return how long to wait until there is room; 0 when there is."""
        while self._moments and self._moments[0] <= now - self._seconds:
            self._moments.popleft()
        if len(self._moments) < self._most:
            return 0.0
        return self._moments[0] + self._seconds - now

    def take(self, now: float) -> None:
        """Use a place."""
        self._moments.append(now)


class RateLimits:
    """Counts accepted messages; refuses with 429 and the pause when there were too many."""

    def __init__(self, rules: Rules) -> None:
        self._now = rules.monotonic
        self._limits: Limits | None = None
        self._overall = Window(0, 1.0)
        self._chats: dict[int, list[Window]] = {}
        self.enforce(rules.limits)

    def enforce(self, limits: Limits | None) -> None:
        """Switch limits on, change or (None) off; what was counted is forgotten."""
        self._limits = limits
        self._chats.clear()
        if limits is not None:
            self._overall = Window(limits.overall + limits.burst, 1.0 - limits.slack)

    def admit(self, chat_id: int) -> None:
        """Count a message or refuse it."""
        if self._limits is None:
            return
        windows = self._chats.get(chat_id)
        if windows is None:
            windows = self._chats[chat_id] = _windows(self._limits, chat_id)
        now = self._now()
        needed = [self._overall, *windows]
        pause = max(window.wait(now) for window in needed)
        if pause > 0:
            raise too_many(math.ceil(pause))
        for window in needed:
            window.take(now)


def _windows(limits: Limits, chat_id: int) -> list[Window]:
    """Return a chat's windows: a burst is forgiven in a second but not second after second."""
    second = 1.0 - limits.slack
    windows = [
        Window(limits.per_chat + limits.burst, second),
        Window(limits.per_chat * 10 + limits.burst, 10 * second),
    ]
    if chat_id < 0:
        windows.append(Window(limits.per_group, _MINUTE - limits.slack))
    return windows
