"""The courier's book: one transaction notes what ended, asks again, notes what is attempted."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.engine.hooks import Drop, Hooks, Wait, Words
from bot.engine.outlet import Fate, Recent, Result
from bot.engine.promise import Promiser
from handlers.effects import Effect
from storage import deliveries, marks, pace, people
from storage.engine import Tx
from storage.groups import guarded
from storage.lines import REMINDER, Line

# A reminder whose words could not be composed (a fault of ours) is tried again after this.
_AFTER_FAULT = timedelta(minutes=10)
_PACE_MEMORY = timedelta(minutes=1)
log = structlog.get_logger()


@dataclass(slots=True)
class Page:
    """What one transaction is to write; and, once it is through, what it found."""

    results: list[Result]
    picked: list[Line]
    paced: frozenset[str] = frozenset()  # channels whose sends are counted
    poll_after: int | None = None  # look for lines that another process promised, from this id
    ready: list[tuple[Line, str | None]] = field(default_factory=list)  # with the card to edit
    dropped: list[Line] = field(default_factory=list)
    waiting: list[tuple[Line, datetime]] = field(default_factory=list)
    found: list[Line] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Return whether there is nothing to write or look for."""
        return not self.results and not self.picked and self.poll_after is None


class Ledger:
    """Writes pages. It keeps nothing in memory: a page that fails is simply written again."""

    def __init__(self, promiser: Promiser, hooks: Hooks) -> None:
        self._promiser = promiser
        self._hooks = hooks

    def write(self, tx: Tx, page: Page, now: datetime) -> Page:
        """Write a page; what it finds stands on the page returned."""
        done = replace(page, ready=[], dropped=[], waiting=[], found=[])
        self._settle(tx, page.results, now)
        for line in page.picked:
            self._ask_again(tx, line, done, now)
        deliveries.attempted(tx, (line.id for line, _ in done.ready), now)
        self._count(tx, done, now)
        if page.poll_after is not None:
            done.found = deliveries.open_lines(tx, page.poll_after)
            pace.forget(tx, now - _PACE_MEMORY)
        return done

    def _settle(self, tx: Tx, results: Iterable[Result], now: datetime) -> None:
        delivered = [(r.line.id, r.ref) for r in results if r.fate is Fate.delivered]
        deliveries.delivered(tx, delivered, now)
        for result in results:
            match result.fate:
                case Fate.failed | Fate.lost:
                    deliveries.failed(tx, result.line.id, result.why, now)
                case Fate.uncertain:
                    deliveries.uncertain(tx, result.line.id)
            if result.fate is Fate.lost:
                self._lose(tx, result, now)
            if result.after is not None:
                until = now + timedelta(seconds=result.after)
                marks.put(tx, pause_mark(result.line.channel), until.isoformat(), now)

    def _lose(self, tx: Tx, result: Result, now: datetime) -> None:
        """Mark the account as unreachable and tell whom it concerns, once."""
        line = result.line
        if people.lost(tx, line.channel, line.address, result.why, now) is None:
            return

        def tell(tx: Tx) -> None:
            effects: list[Effect] = self._hooks.lost(tx, line, now)
            self._promiser.keep(tx, effects, now)

        if error := guarded(tx, tell).error:
            log.error("nobody told of a lost account", line=line.id, exc_info=error)

    def _ask_again(self, tx: Tx, line: Line, done: Page, now: datetime) -> None:
        if line.priority == REMINDER:
            outcome = guarded(tx, lambda tx: self._hooks.compose(tx, line, now))
            if outcome.error is not None:
                log.error("reminder not composed", line=line.id, exc_info=outcome.error)
            verdict = outcome.result or Wait(now + _AFTER_FAULT)
            match verdict:
                case Drop(why):
                    deliveries.dropped(tx, line.id, why, now)
                    done.dropped.append(line)
                    return
                case Wait(until):
                    deliveries.postponed(tx, line.id, until)
                    done.waiting.append((line, until))
                    return
                case Words(text, choices):
                    line = replace(line, text=text, choices=list(choices) or None)
                    deliveries.reworded(tx, line.id, text, line.choices)
        done.ready.append((line, deliveries.card_before(tx, line) if line.card else None))

    @staticmethod
    def _count(tx: Tx, done: Page, now: datetime) -> None:
        for channel in done.paced:
            sent = [line.address for line, _ in done.ready if line.channel == channel]
            pace.note(tx, channel, sent, now)


def recent(tx: Tx, channel: str, now: datetime) -> Recent:
    """Return what a channel's outlet has to know of the time before this process."""
    until = marks.get(tx, pause_mark(channel))
    pause = (datetime.fromisoformat(until) - now).total_seconds() if until else 0.0
    sends = pace.since(tx, channel, now - _PACE_MEMORY)
    # A clock that was set back since makes an age negative: count it as just now.
    ages = [(address, max(0.0, (now - at).total_seconds())) for address, at in sends]
    return Recent(max(0.0, pause), ages)


def pause_mark(channel: str) -> str:
    """Return the name of the mark that keeps a channel's pause."""
    return f"pause:{channel}"
