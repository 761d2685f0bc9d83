"""After a season: the database and the phones beside the calendar, counted by hand."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import select

from plan.phrasebook import strip_markup
from plan.units import Unit
from storage import deliveries, reminders
from storage.lines import REMINDER, Line
from storage.reminders import Remembered
from storage.tables import outbox
from tests.botapi import BotApi
from tests.chaos.town import ROUND, Resident, Town
from tests.chaos.verdict import Verdict
from tests.reminders.by_hand import DAYS, HANOI, at, steps_of

LEGAL = date(2026, 11, 30)


class Down(Protocol):
    """An outage, as far as the comparison needs it."""

    last: datetime

    def covers(self, moment: datetime) -> bool:
        """Return whether a moment falls into it."""


@dataclass(frozen=True)
class Seen:
    """What stands in the outbox, and what arrived on the phones."""

    town: Town
    api: BotApi

    def open_lines(self, moment: datetime) -> list[Line]:
        """Return lines that are due and not settled."""
        store = self.town.store()
        with store.read() as tx:
            found = deliveries.open_lines(tx)
        store.close()
        return [line for line in found if (line.not_before or moment) <= moment]

    def unmarked(self, since: int) -> int:
        """Return how many lines arrived by calls from the `since`-th on and are not marked.

        Each chat has one line at a time. Calls with an ambiguous end are counted as such.
        """
        arrived = {
            str(call.chat_id)
            for call in self.api.ledger.calls[since:]
            if call.method == "sendMessage" and call.outcome == "ok"
        }
        store = self.town.store()
        with store.read() as tx:
            lines = [line for line in deliveries.open_lines(tx) if line.first_attempt_at]
        store.close()
        return sum(line.address in arrived for line in lines)


@dataclass(frozen=True)
class Lived:
    """What happened in the season, as the run knows it."""

    residents: Sequence[Resident]
    sent_at: dict[str, datetime]  # by unit
    outages: Sequence[Down]
    closing: date


def compare(seen: Seen, lived: Lived) -> Verdict:
    """Return what is wrong with a season that has been lived."""
    verdict = Verdict()
    store = seen.town.store()
    with store.read() as tx:
        rows = [row for row in reminders.of_rounds(tx, [ROUND]) if row.person is not None]
        query = select(outbox).where(outbox.c.priority == REMINDER)
        lines = {row.id: row for row in tx.execute(query)}
    store.close()
    by_unit: dict[str, list[Remembered]] = {}
    for row in rows:
        by_unit.setdefault(row.unit, []).append(row)
    for resident in lived.residents:
        _unit(verdict, resident.unit, by_unit.pop(resident.unit.code, []), lived)
    verdict.expect(not by_unit, f"rows of others: {list(by_unit)[:3]}")
    _phones(verdict, seen.api, lived.residents, lines.values())
    verdict.counts["steps remembered"] = len(rows)
    verdict.counts["messages delivered"] = sum(r.delivered_at is not None for r in lines.values())
    verdict.counts["collapsed into later ones"] = sum(r.outcome == "collapsed" for r in rows)
    return verdict


def _unit(verdict: Verdict, whose: Unit, rows: list[Remembered], lived: Lived) -> None:
    """Every step that fell due while the unit owed was said, or made good by a later one."""
    unit, sent, outages = whose.short_name, lived.sent_at.get(whose.code), lived.outages
    known = {row.step: row for row in rows}
    for name, day, clock, _ in steps_of(LEGAL, lived.closing):
        due = at(day, clock)
        said_from = next((o.last for o in outages if o.covers(due)), due)
        row = known.pop(name, None)
        if sent is not None and sent <= due:
            verdict.expect(row is None, f"{unit} {name}: reminded after sending")
        elif row is None:
            # It sent its report before the outage ended: the step lost its reason unseen.
            gone = sent is not None and sent <= said_from + timedelta(hours=1)
            verdict.expect(gone, f"{unit} {name}: missing")
        elif row.outcome == "promised" and row.delivered_at is None:
            reason = row.failure or "open"
            verdict.expect(reason == "dropped: settled", f"{unit} {name}: {reason}")
        elif row.outcome == "collapsed":
            covered = any(o.covers(due) for o in outages)
            verdict.expect(covered, f"{unit} {name}: collapsed without an outage")
    verdict.expect(not known, f"{unit}: {sorted(known)} nobody asked for")


def _phones(
    verdict: Verdict, api: BotApi, residents: Sequence[Resident], lines: Iterable[Any]
) -> None:
    """The right people got each message, at decent hours; repeats are counted."""
    units = {resident.account: resident.unit.short_name for resident in residents}
    odd_hours = 0
    arrived: Counter[tuple[str, str]] = Counter()
    for account, unit in units.items():
        for message in api.world.chats[int(account)].messages.values():
            text = message.json.get("text", "")
            if not message.outgoing or "Kính gửi" not in text:
                continue
            arrived[account, text] += 1
            verdict.expect(unit in text, f"a wrong person was told: {text[:60]}")
            odd_hours += not _decent(datetime.fromtimestamp(message.json["date"], UTC))
    promised = Counter(
        (str(line.address), strip_markup(line.text)) for line in lines if line.delivered_at
    )
    for key, count in promised.items():
        verdict.expect(
            arrived[key] >= count, f"{count - arrived[key]} lines never arrived: {key[1][:60]}"
        )
    repeats = sum(arrived.values()) - sum(promised.values())
    verdict.counts["messages on the phones"] = sum(arrived.values())
    verdict.counts["repeated messages"] = repeats
    verdict.expect(odd_hours == 0, f"{odd_hours} messages outside office hours")


def _decent(moment: datetime) -> bool:
    local = moment.astimezone(HANOI)
    clock = f"{local:%H:%M}"
    hours = "07:30" <= clock < "11:30" or "13:30" <= clock < "16:30"
    return hours and local.date() in set(DAYS)
