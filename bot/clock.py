"""The only reader of the clock. Everyone else takes `now` as an argument."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present moment, UTC."""
    return datetime.now(UTC)  # noqa: TID251 -- the one place


def file_clock(path: Path) -> Clock:
    """Return a clock that a file moves: it runs on from the ISO moment written in the file.

    For real processes under test, with a training database only. Writing the file again, also
    with an earlier moment, moves the clock.
    """
    ahead, stamp = timedelta(), (0, 0)

    def now() -> datetime:
        nonlocal ahead, stamp
        found = path.stat()
        if (found.st_mtime_ns, found.st_ino) != stamp:
            stated = datetime.fromisoformat(path.read_text(encoding="ascii").strip())
            ahead = stated.astimezone(UTC) - datetime.fromtimestamp(found.st_mtime, UTC)
            stamp = found.st_mtime_ns, found.st_ino
        return system_clock() + ahead

    return now
