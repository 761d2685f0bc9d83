"""What time it is at Telegram: the real time, a function, a fixed moment, or a file."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

Now: TypeAlias = Callable[[], float]


class Clock:
    """Seconds since 1970, from a source that can be exchanged while the server runs."""

    def __init__(self, source: Now | None = None) -> None:
        self._source: Now = source or time.time

    def now(self) -> float:
        """Return the moment with fractions."""
        return self._source()

    def seconds(self) -> int:
        """Return the moment as Telegram writes it: in whole seconds."""
        return int(self._source())

    def follow(self, source: Now) -> None:
        """Read the time from a function from now on."""
        self._source = source

    def stop_at(self, moment: float) -> None:
        """Stand still at a moment."""
        self._source = lambda: moment

    def advance(self, seconds: float) -> None:
        """Stand still, so much later than now."""
        self.stop_at(self.now() + seconds)

    def run(self) -> None:
        """Follow the real time again."""
        self._source = time.time

    def follow_file(self, path: Path) -> None:
        """Run on from the moment in a file, as the product's own file clock does.

        The file holds an ISO moment with its offset, or seconds since 1970; writing it again,
        also with an earlier moment, moves the clock. Both processes may read the same file.
        """
        self._source = _FileClock(path)


class _FileClock:
    """Reads its file again only when it changed; real time until it exists."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int, int] | None = None
        self._ahead = 0.0

    def __call__(self) -> float:
        try:
            stat = self._path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if stamp != self._stamp:
                self._ahead = read_moment(self._path.read_text(encoding="ascii")) - stat.st_mtime
                self._stamp = stamp
        except (FileNotFoundError, ValueError):
            pass  # absent or half written: the writer is at work
        return time.time() + self._ahead


def read_moment(text: str) -> float:
    """Return seconds since 1970 from a number or an ISO moment; ValueError otherwise."""
    words = text.strip()
    try:
        return float(words)
    except ValueError:
        moment = datetime.fromisoformat(words)
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs its offset from UTC: {words}")
    return moment.timestamp()
