"""How fast a channel may be spoken into: limits that no sliding second breaks."""

from collections import deque
from dataclasses import dataclass

from bot.channels.contract import Pace

# Seconds that count as one, seen from the receiver: clocks and cables are not exact.
WINDOW = 1.015
# A message arrives somewhere between its departure and the answer, or so many seconds after its
# departure when the answer takes longer. For its followers it counts as arrived at the end of
# that; for its elders, as arrived when it leaves. So a stall on the way breaks no limit.
TRAVEL = 0.25
# Seconds of lateness that notices and reminders may catch up with, at most.
_CATCH_UP = 0.1


@dataclass(slots=True, eq=False)
class Sending:
    """A message on its way; the moments are of the event loop's clock, seconds."""

    left: float
    arrived: float

    def leaves(self, now: float) -> None:
        """Say when it really left: it was written down first."""
        self.left, self.arrived = now, now + TRAVEL

    def ends(self, now: float) -> None:
        """Say when its answer came."""
        self.arrived = min(now, self.arrived)


class Throttle:
    """The limits of one channel, in seconds of the event loop's clock.

    Replies may use all that is left of the window; notices and reminders go out evenly, so that
    a reply in between waits a moment and not for a whole burst. Several replies to one chat may
    follow each other at once; whatever is said unasked has a second of its own there.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._recent: deque[Sending] = deque()
        self._chats: dict[str, deque[float]] = {}
        self._last: dict[str, tuple[Sending, bool]] = {}  # of each chat, and whether it was even
        self._spacing = WINDOW / pace.overall
        self._next_slot = 0.0

    def wait(self, now: float, *, evenly: bool) -> float:
        """Return the seconds until the channel may be spoken into at all (0: now)."""
        while self._recent and self._recent[0].arrived <= now - WINDOW:
            self._recent.popleft()
        until = self._next_slot if evenly else now
        if len(self._recent) >= self._pace.overall:
            arrivals = sorted(sending.arrived for sending in self._recent)
            until = max(until, arrivals[-self._pace.overall] + WINDOW)
        return max(until, now) - now

    def chat_wait(self, address: str, now: float, *, evenly: bool) -> float:
        """Return the seconds until one chat may be spoken into (0: now)."""
        recent = self._chats.get(address)
        if recent is None:
            return 0.0
        last, unasked = self._last[address]
        until = last.arrived + WINDOW if evenly or unasked else now
        if len(recent) >= self._pace.burst:
            until = max(until, recent[0] + self._pace.burst)
        return max(0.0, until - now)

    def sent(self, address: str, now: float, *, evenly: bool) -> Sending:
        """Count a message that leaves now."""
        sending = Sending(now, now + TRAVEL)
        self._recent.append(sending)
        self._chats.setdefault(address, deque(maxlen=self._pace.burst)).append(now)
        self._last[address] = sending, evenly
        if evenly:
            self._next_slot = max(self._next_slot, now - _CATCH_UP) + self._spacing
        if len(self._chats) > 4 * self._pace.overall * self._pace.burst:
            self._forget(now)
        return sending

    def _forget(self, now: float) -> None:
        """Drop chats whose limit is free again."""
        still = max(self._pace.burst, WINDOW + TRAVEL)
        old = [a for a, recent in self._chats.items() if recent[-1] <= now - still]
        for address in old:
            del self._chats[address], self._last[address]
