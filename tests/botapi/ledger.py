"""Every call the bot made: what, to whom, when, and how it ended."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .refusals import Blame


@dataclass(slots=True)
class Call:
    """One request; ``outcome`` is ok, malformed, declined, limited, broken, or a fault's name."""

    method: str
    monotonic: float
    wall: float
    chat_id: int | None = None
    text: str = ""
    outcome: str = "ok"
    code: int = 200
    description: str = ""
    retry_after: int = 0

    def json(self) -> dict[str, Any]:
        """Return a plain object for the control plane."""
        return {name: getattr(self, name) for name in self.__slots__}


SENDS = frozenset(
    {"sendMessage", "sendDocument", "sendPhoto", "sendMediaGroup", "copyMessage"}
    | {"forwardMessage"},
)
"""The methods whose calls Telegram counts as messages."""


class Ledger:
    """The calls in order of arrival, and questions about them."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def open(self, call: Call) -> Call:
        """Write down an arrival."""
        self.calls.append(call)
        return call

    def clear(self) -> None:
        """Forget everything."""
        self.calls.clear()

    def counts(self) -> dict[str, int]:
        """Return how often each method was called, whatever the answer."""
        return dict(Counter(call.method for call in self.calls))

    def outcomes(self) -> dict[str, int]:
        """Return how the calls ended."""
        return dict(Counter(call.outcome for call in self.calls))

    def of(self, method: str) -> list[Call]:
        """Return the calls of one method."""
        return [call for call in self.calls if call.method == method]

    @property
    def malformed(self) -> list[Call]:
        """Return the calls Telegram would never accept; a good bot has none."""
        return [call for call in self.calls if call.outcome == Blame.MALFORMED]

    @property
    def declined(self) -> list[Call]:
        """Return the calls that the state of the world refused."""
        return [call for call in self.calls if call.outcome == Blame.DECLINED]

    def sent(self, chat_id: int | None = None) -> list[Call]:
        """Return the messages that arrived, for one chat or all."""
        return [
            call
            for call in self.calls
            if call.outcome in {"ok", "drop_after", "late"}
            and call.method in SENDS
            and chat_id in {None, call.chat_id}
        ]

    def texts(self) -> dict[int, list[str]]:
        """Return what was sent to each chat, in order."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for call in self.sent():
            if call.chat_id is not None:
                found[call.chat_id].append(call.text)
        return dict(found)

    def busiest(self, seconds: float = 1.0, chat_id: int | None = None) -> int:
        """Return the most messages that arrived within any window of so many seconds."""
        return busiest([call.monotonic for call in self.sent(chat_id)], seconds)

    def busiest_chat(self, seconds: float = 1.0) -> int:
        """Return the same for the chat that was written to the fastest."""
        moments: defaultdict[int | None, list[float]] = defaultdict(list)
        for call in self.sent():
            moments[call.chat_id].append(call.monotonic)
        return max((busiest(times, seconds) for times in moments.values()), default=0)

    def impatient(self) -> list[Call]:
        """Return the messages that came before a demanded pause (429) was over."""
        early: list[Call] = []
        paused_until = float("-inf")
        for call in self.calls:
            if call.method in SENDS and call.monotonic < paused_until:
                early.append(call)
            if call.retry_after:
                paused_until = max(paused_until, call.monotonic + call.retry_after)
        return early


def busiest(moments: Iterable[float], seconds: float) -> int:
    """Return the largest number of moments inside any half-open window."""
    ordered = sorted(moments)
    return max(
        (bisect.bisect_left(ordered, start + seconds) - at for at, start in enumerate(ordered)),
        default=0,
    )
