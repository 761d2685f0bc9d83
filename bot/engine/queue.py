"""The open lines of one channel: whose turn is it, chat by chat, replies first."""

import heapq
from dataclasses import dataclass, field
from datetime import datetime

from storage.lines import Line

_Place = tuple[int, int]  # priority, id: a total order


@dataclass(slots=True, eq=False)
class _Chat:
    lines: list[tuple[_Place, Line]] = field(default_factory=list)  # a heap
    busy: bool = False  # a line of it is under way
    resting: bool = False  # until a moment that stands in Queue._resting


class Queue:
    """Lines wait by chat; one of a chat is under way at a time, the rest keep their order.

    Rests are told in seconds of the event loop's clock, `not_before` in moments of the world's.
    """

    def __init__(self) -> None:
        self._chats: dict[str, _Chat] = {}
        self._ready: list[tuple[_Place, str]] = []
        self._resting: list[tuple[float, str]] = []
        self._later: list[tuple[datetime, int, Line]] = []
        self._ids: set[int] = set()

    def __contains__(self, row: int) -> bool:
        return row in self._ids

    @property
    def due(self) -> int:
        """Return how many lines are open and wait for no later moment."""
        return len(self._ids) - len(self._later)

    def expect(self, line: Line) -> None:
        """Know a line that will be added once it is ready; its chat does not wait for it."""
        self._ids.add(line.id)

    def add(self, line: Line, moment: datetime) -> None:
        """Let a line wait for its turn; one with a later `not_before` for that first."""
        self._ids.add(line.id)
        if line.not_before is not None and line.not_before > moment:
            heapq.heappush(self._later, (line.not_before, line.id, line))
            return
        chat = self._chats.setdefault(line.address, _Chat())
        heapq.heappush(chat.lines, ((line.priority, line.id), line))
        if chat.lines[0][1] is line:
            self._offer(line.address, chat)

    def wake(self, now: float, moment: datetime) -> None:
        """Let those be ready whose rest or moment is over."""
        while self._later and self._later[0][0] <= moment:
            self.add(heapq.heappop(self._later)[2], moment)
        while self._resting and self._resting[0][0] <= now:
            address = heapq.heappop(self._resting)[1]
            self._chats[address].resting = False
            self._offer(address, self._chats[address])

    def peek(self) -> Line | None:
        """Return the line whose turn is next, or None."""
        while self._ready:
            place, address = self._ready[0]
            chat = self._chats.get(address)
            if chat and self._may_go(chat) and chat.lines[0][0] == place:
                return chat.lines[0][1]
            heapq.heappop(self._ready)  # an offer that something overtook
        return None

    def take(self) -> Line:
        """Take the line that `peek` shows; its chat is busy until `done` or `again`."""
        chat = self._chats[heapq.heappop(self._ready)[1]]
        chat.busy = True
        return heapq.heappop(chat.lines)[1]

    def rest(self, address: str, until: float) -> None:
        """Let a chat that is not busy wait until a moment of the loop's clock."""
        self._chats[address].resting = True
        heapq.heappush(self._resting, (until, address))

    def rouse(self, now: float) -> None:
        """End every rest: what the chats rested from is over."""
        self._resting = sorted((now, address) for _, address in self._resting)

    def done(self, line: Line) -> None:
        """Forget a settled line; its chat's next one may go."""
        self._ids.discard(line.id)
        chat = self._chats[line.address]
        chat.busy = False
        if chat.lines:
            self._offer(line.address, chat)
        else:
            del self._chats[line.address]

    def again(self, line: Line, until: float) -> None:
        """Put a line back; its whole chat rests, so that the order is kept."""
        chat = self._chats[line.address]
        chat.busy = False
        heapq.heappush(chat.lines, ((line.priority, line.id), line))
        self.rest(line.address, until)

    def next_rest(self) -> float | None:
        """Return when the first resting chat may go, by the loop's clock."""
        return self._resting[0][0] if self._resting else None

    def next_moment(self) -> datetime | None:
        """Return the first `not_before` that some line waits for."""
        return self._later[0][0] if self._later else None

    def _offer(self, address: str, chat: _Chat) -> None:
        if self._may_go(chat):
            heapq.heappush(self._ready, (chat.lines[0][0], address))

    @staticmethod
    def _may_go(chat: _Chat) -> bool:
        return bool(chat.lines) and not chat.busy and not chat.resting
