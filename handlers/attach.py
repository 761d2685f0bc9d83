"""Papers handed over: the signed report, the unit's own plan, other proofs."""

from handlers.desk import Desk, Turn


def file(turn: Turn) -> None:
    """Hear a file."""
    del turn


DESK = Desk(name="attach")
