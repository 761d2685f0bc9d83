"""What became of each step: queued, sent, acknowledged, failed, unreachable or not needed."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from plan.phrasebook import strip_markup
from storage import post, reminders
from storage.engine import Tx
from storage.reminders import Remembered

Delivery = Literal[
    "queued",
    "sent",
    "acknowledged",
    "failed",
    "unreachable",
    "collapsed",
    "expired",
]


@dataclass(frozen=True)
class Logged:
    """One remembered step with its delivery."""

    row: Remembered
    state: Delivery
    text: str

    @property
    def sent_at(self) -> datetime | None:
        """Return when it reached the person's channel."""
        return self.row.delivered_at if self.state in ("sent", "acknowledged") else None


def log(tx: Tx, since: datetime, until: datetime | None = None) -> list[Logged]:
    """Return the steps dealt with from one moment to before another, oldest first."""
    rows = reminders.since(tx, since, until)
    pressed = reminders.responses_of(tx, {row.round for row in rows})
    heard = [r for r in pressed if r.what in ("acknowledged", "being_signed", "snoozed")]
    lost = _unreachable(tx)
    return [Logged(row, delivery(row, heard, lost), _text(tx, row)) for row in rows]


def delivery(
    row: Remembered, heard: Iterable[reminders.Response], lost: Container[tuple[int | None, str]]
) -> Delivery:
    """Return what became of a step; any answer to its message acknowledges it.

    `lost`: persons and channels that cannot be reached now.
    """
    if row.outcome == "collapsed":
        return "collapsed"
    if row.outcome == "expired":
        return "expired"
    if row.delivered_at is not None:
        whose = (row.round, row.unit, row.person)
        answered = any((r.round, r.unit, r.person) == whose and r.at >= row.at for r in heard)
        return "acknowledged" if answered else "sent"
    if row.settled_at is None:
        return "queued"
    if (row.failure or "").startswith("dropped"):
        return "expired"
    return "unreachable" if (row.person, row.channel or "") in lost else "failed"


def _unreachable(tx: Tx) -> set[tuple[int | None, str]]:
    return {
        (person, channel)
        for person, known in reminders.accounts(tx).items()
        for channel, since, _ in known
        if since is not None
    }


def _text(tx: Tx, row: Remembered) -> str:
    line = post.line(tx, row.line) if row.line is not None else None
    return strip_markup(line.text) if line else ""
