"""Named points at which a process under test may be made to die, as if the power went.

Points: receiver.stored (after commit before confirm), lanes.claimed (inside a turn),
writer.before_commit, writer.committed (after commit before anybody knows), courier.attempted
(noted, nothing sent), courier.sent (sent, not marked), courier.marked, lanes.fetched.
"""

import os
import signal
import threading

POINTS = frozenset(
    {
        "receiver.stored",
        "lanes.claimed",
        "lanes.fetched",
        "writer.before_commit",
        "writer.committed",
        "courier.attempted",
        "courier.sent",
        "courier.marked",
    }
)


class FaultNotAllowed(Exception):
    """TROLY_CRASH_AT is for training databases only, and names a known point."""


class _Armed:
    point = ""
    passages = 0


_armed = _Armed()
_lock = threading.Lock()


def arm(spec: str | None, *, training: bool) -> None:
    """Let the process kill itself at a point: "courier.sent", or "courier.sent:3" (third time).

    Raises FaultNotAllowed outside training, or for an unknown point.
    """
    if not spec:
        _armed.point = ""
        return
    name, _, times = spec.partition(":")
    if not training or name not in POINTS or not (times or "1").isdecimal():
        raise FaultNotAllowed(f"TROLY_CRASH_AT={spec!r}: training only; points: {sorted(POINTS)}")
    _armed.point, _armed.passages = name, int(times or "1")


def point(name: str) -> None:
    """Die here by SIGKILL when armed for this point and passage; else nothing."""
    if name != _armed.point:
        return
    with _lock:
        _armed.passages -= 1
        if _armed.passages == 0:
            os.kill(os.getpid(), signal.SIGKILL)
