"""What can go wrong between a bot and Telegram, by script or by chance, switchable at run time."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Trouble(StrEnum):
    """Kinds of faults; "after" means that Telegram did it all the same."""

    TOO_MANY = "too_many"
    """429 with retry_after; nothing was done"""
    BAD_GATEWAY = "bad_gateway"
    """502 with an HTML page, as from a proxy; nothing was done"""
    SERVER_ERROR = "server_error"
    """500 in Telegram's JSON; nothing was done"""
    DROP_BEFORE = "drop_before"
    """the connection breaks; nothing was done"""
    DROP_AFTER = "drop_after"
    """it was done, then the connection breaks without an answer"""
    LATE = "late"
    """it was done, the answer comes ``seconds`` later"""
    HANG = "hang"
    """nothing was done and no answer comes; the connection breaks after ``seconds``"""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong."""

    trouble: Trouble
    retry_after: int = 1
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class _Chance:
    fault: Fault
    probability: float
    methods: frozenset[str] | None


class Faults:
    """Decides for each call whether something goes wrong."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._scripted: deque[tuple[Fault, str | None]] = deque()
        self._chances: list[_Chance] = []
        self.on = True

    def script(
        self,
        trouble: Trouble | str,
        *,
        method: str | None = None,
        times: int = 1,
        **details: Any,
    ) -> None:
        """Let the next calls (of a method) fail, in the order of the script."""
        fault = Fault(Trouble(trouble), **details)
        self._scripted.extend([(fault, method)] * times)

    def chance(
        self,
        trouble: Trouble | str,
        probability: float,
        *,
        methods: Iterable[str] | None = None,
        **details: Any,
    ) -> None:
        """Let calls fail at random, all of them or those of some methods."""
        wanted = None if methods is None else frozenset(methods)
        self._chances.append(_Chance(Fault(Trouble(trouble), **details), probability, wanted))

    def seed(self, seed: int) -> None:
        """Begin the random sequence anew."""
        self._random.seed(seed)

    def clear(self) -> None:
        """Forget script and chances."""
        self._scripted.clear()
        self._chances.clear()

    @property
    def scripted(self) -> int:
        """Return how many scripted faults are still to come."""
        return len(self._scripted)

    def next(self, method: str) -> Fault | None:
        """Return what goes wrong with this call, if anything."""
        if not self.on:
            return None
        for entry in self._scripted:
            fault, wanted = entry
            if wanted in {None, method}:
                self._scripted.remove(entry)
                return fault
        for chance in self._chances:
            concerned = chance.methods is None or method in chance.methods
            if concerned and self._random.random() < chance.probability:
                return chance.fault
        return None
