"""The only reader of the clock. Everyone else takes `now` as an argument."""

from collections.abc import Callable
from datetime import UTC, datetime
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

    def now() -> datetime:
        stated = datetime.fromisoformat(path.read_text(encoding="ascii").strip()).astimezone(UTC)
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return stated + (system_clock() - written)

    return now
