"""One channel as the courier sees it: its queue, its pace, and whether it answers at all."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.channels.contract import Channel
from bot.engine.pace import Sending, Throttle
from bot.engine.queue import Queue
from storage.lines import REPLY, Line

AT_ONCE = 64  # lines under way in one channel
# Seconds until a line is tried again, by how often it failed.
_BACKOFF = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
# So many failures in a row, of whatever lines, and the channel counts as down: from then on one
# line at a time tries whether it is back.
_DOWN_AFTER = 5
_PROBE_SECONDS = 15.0


class Fate(Enum):
    """What became of one attempt."""

    delivered = auto()
    failed = auto()  # it will never arrive
    lost = auto()  # nor will anything else to this account
    later = auto()  # it has surely not arrived
    uncertain = auto()  # nobody knows


SETTLED = frozenset({Fate.delivered, Fate.failed, Fate.lost})


@dataclass(frozen=True, slots=True)
class Result:
    """An attempt that ended. `after`: the whole channel pauses so many seconds."""

    line: Line
    fate: Fate
    ref: str = ""
    why: str = ""
    after: float | None = None
    at: float = 0.0  # when the answer came, by the loop's clock


@dataclass(frozen=True, slots=True)
class Recent:
    """What an earlier process left, in seconds: a pause still to keep, ages of its last sends."""

    pause: float
    sends: list[tuple[str, float]]  # address and age, oldest first


class Outlet:
    """Decides which line of a channel goes next; touches no database and no network."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.queue = Queue()
        pace = channel.capabilities.pace
        self.throttle = Throttle(pace) if pace else None
        self.under_way = 0
        self.paused_until = 0.0  # by the loop's clock
        self._failures_in_a_row = 0
        self._sendings: dict[int, Sending] = {}
        self._tries: dict[int, int] = {}
        self._next = float("inf")

    @property
    def is_down(self) -> bool:
        """Return whether the channel seems not to answer at all."""
        return self._failures_in_a_row >= _DOWN_AFTER

    @property
    def is_idle(self) -> bool:
        """Return whether nothing is under way and nothing is due."""
        return not self.under_way and not self.queue.due

    def remember(self, past: Recent, now: float) -> None:
        """Take up what an earlier process left."""
        self.paused_until = now + past.pause
        for address, age in past.sends:
            if self.throttle:
                self.throttle.sent(address, now - age, evenly=False).ends(now - age)

    def ended(self, result: Result, now: float) -> None:
        """Take in how an attempt ended: its chat may go on, or rests."""
        self.under_way -= 1
        if sending := self._sendings.pop(result.line.id, None):
            sending.ends(result.at)
        if result.after is not None:
            self.paused_until = max(self.paused_until, now + result.after)
        if result.fate in SETTLED:
            if self.is_down:
                self.queue.rouse(now)
            self._failures_in_a_row = 0
            self._tries.pop(result.line.id, None)
            self.queue.done(result.line)
            return
        if result.after is None:
            self._failures_in_a_row += 1
        tries = self.tries_of(result.line)
        self._tries[result.line.id] = tries + 1
        self.queue.again(result.line, now + _BACKOFF[min(tries, len(_BACKOFF) - 1)])
        if self.is_down:
            beyond = self._failures_in_a_row - _DOWN_AFTER
            self.paused_until = max(self.paused_until, now + min(2.0**beyond, _PROBE_SECONDS))

    def tries_of(self, line: Line) -> int:
        """Return how often a line failed in this process."""
        return self._tries.get(line.id, 0)

    def pick(self, now: float, moment: datetime) -> list[Line]:
        """Take the lines that may go now, replies first."""
        self.queue.wake(now, moment)
        self._next = float("inf")
        picked: list[Line] = []
        most = 1 if self.is_down else AT_ONCE
        while self.under_way < most and (line := self.queue.peek()) is not None:
            if wait := self._wait(line, now):
                self._next = now + wait
                break
            if self._chat_rests(line, now):
                continue
            picked.append(self.queue.take())
            self.under_way += 1
        return picked

    def leaves(self, line: Line, now: float) -> None:
        """Say that a picked line leaves now."""
        if sending := self._sendings.get(line.id):
            sending.leaves(now)

    def put_back(self, line: Line, until: float) -> None:
        """Undo a pick."""
        self.under_way -= 1
        self._sendings.pop(line.id, None)
        self.queue.again(line, until)

    def drop(self, line: Line) -> None:
        """Forget a picked line that lost its reason."""
        self.under_way -= 1
        self._sendings.pop(line.id, None)
        self.queue.done(line)

    def next_at(self) -> float:
        """Return when something may be ready next, by the loop's clock."""
        rest = self.queue.next_rest()
        return min(self._next, rest if rest is not None else float("inf"))

    def _wait(self, line: Line, now: float) -> float:
        if self.paused_until > now:
            return self.paused_until - now
        evenly = line.priority != REPLY
        return self.throttle.wait(now, evenly=evenly) if self.throttle else 0.0

    def _chat_rests(self, line: Line, now: float) -> bool:
        if self.throttle is None:
            return False
        evenly = line.priority != REPLY
        if wait := self.throttle.chat_wait(line.address, now, evenly=evenly):
            self.queue.rest(line.address, now + wait)
            return True
        sending = self.throttle.sent(line.address, now, evenly=evenly)
        self._sendings[line.id] = sending
        return False
