"""How fast a channel may be spoken into: limits that no sliding second breaks."""

from collections import deque

from bot.channels.contract import Pace

# Seconds that count as one: a message may arrive this much sooner after its elders than it
# left, so a window of exactly one second would be broken at the receiver.
WINDOW = 1.06
# Seconds of lateness that notices and reminders may catch up with, at most.
_CATCH_UP = 0.1


class Throttle:
    """The limits of one channel, in seconds of the event loop's clock.

    Replies may use all that is left of the window; notices and reminders go out evenly, so that
    a reply in between waits a moment and not for a whole burst.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._recent: deque[float] = deque()
        self._chats: dict[str, deque[float]] = {}
        self._spacing = WINDOW / pace.overall
        self._next_slot = 0.0

    def wait(self, now: float, *, evenly: bool) -> float:
        """Return the seconds until the channel may be spoken into at all (0: now)."""
        while self._recent and self._recent[0] <= now - WINDOW:
            self._recent.popleft()
        full = len(self._recent) >= self._pace.overall
        until = self._recent[-self._pace.overall] + WINDOW if full else now
        return max(until, self._next_slot if evenly else now) - now

    def chat_wait(self, address: str, now: float) -> float:
        """Return the seconds until one chat may be spoken into (0: now)."""
        recent = self._chats.get(address)
        if recent is None or len(recent) < self._pace.burst:
            return 0.0
        return max(0.0, recent[0] + self._pace.burst - now)

    def sent(self, address: str, now: float, *, evenly: bool) -> None:
        """Count a message that leaves now."""
        self._recent.append(now)
        recent = self._chats.setdefault(address, deque(maxlen=self._pace.burst))
        recent.append(now)
        if evenly:
            self._next_slot = max(self._next_slot, now - _CATCH_UP) + self._spacing
        if len(self._chats) > 4 * self._pace.overall * self._pace.burst:
            self._forget(now)

    def left(self, count: int, now: float) -> None:
        """Say that the last `count` messages left only now (they were written down first)."""
        for index in range(1, count + 1):
            self._recent[-index] = now

    def _forget(self, now: float) -> None:
        """Drop chats whose limit is free again."""
        old = [a for a, recent in self._chats.items() if recent[-1] <= now - self._pace.burst]
        for address in old:
            del self._chats[address]
