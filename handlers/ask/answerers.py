"""The answerer of a programme, read in the background: nobody waits while a pack is learnt."""

from threading import Lock, Thread

from plan.answering.answerer import Answerer
from plan.programme import Programme

# Seconds that the first question may wait; a pack that was never taught takes minutes.
PATIENCE = 5.0
_lock = Lock()
_reading: dict[Programme, Thread] = {}
_read: dict[Programme, Answerer] = {}


class NotReadyError(Exception):
    """What the pack taught is still being read; ask again in a while."""


def warm(programme: Programme) -> Thread:
    """Begin to read what a pack taught, once; whoever must have it joins the thread."""
    with _lock:
        if programme not in _reading:
            thread = Thread(target=_load, args=(programme,), name="answerer", daemon=True)
            _reading[programme] = thread
            thread.start()
        return _reading[programme]


def of(programme: Programme) -> Answerer:
    """Return the answerer of a programme. Raises NotReadyError."""
    if programme not in _read:
        warm(programme).join(PATIENCE)
    if programme not in _read:
        raise NotReadyError(programme.manifest.id)
    return _read[programme]


def _load(programme: Programme) -> None:
    _read[programme] = Answerer(programme)
