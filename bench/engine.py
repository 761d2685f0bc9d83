"""How many answers a second the engine keeps, durably: receiver, lane, handler, outbox, channel.

Each person answers as soon as the next question reaches them; the channel shows nothing and
costs nothing, so what is measured is the engine and the database alone. The handler does what a
report does at each answer: who is it, what was asked, keep the answer, audit it, ask the next.

    python bench/engine.py [--people 1 50 500] [--answers 4000] [--url postgresql+psycopg://...]
    python bench/engine.py --history 50000     one more answer with that many answers stored
"""

import argparse
import asyncio
import resource
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from bot.channels.contract import Capabilities, Delivery, Receive
from bot.clock import system_clock
from bot.engine.engine import Engine, Parts
from handlers.effects import Asks, Effect, Say
from handlers.inbound import Inbound, Kind
from plan.actions import Action, Choice
from plan.phrasebook import Phrasebook
from storage import answers, audit, post
from storage.engine import Store, Tx
from storage.tables import answers as answers_table
from storage.tables import audit as audit_table
from storage.tables import identities, inbox, outbox, people, rounds

BOOK = Phrasebook(
    {
        "engine.incident": "{incident}",
        "bench.ask": "Question {number} of {unit}?",
        "bench.later": "Later",
    }
)
LATER = Choice("bench.later", Action.later, {"round": "2026"})


def handler(tx: Tx, inbound: Inbound, now: datetime) -> list[Effect]:
    """Keep an answer and ask the next question: five statements."""
    asked = post.last_asked(tx, inbound)
    number = int(asked.key) if asked else 0
    unit = f"u{inbound.address}"
    if asked:
        new = answers.NewAnswer(
            "2026", unit, asked.key, inbound.text, int(inbound.address), "null"
        )
        kept = answers.put(tx, new, 0, now)
        chain = f"report:2026:{unit}"
        audit.append(tx, chain, "answered", new.person, now, question=asked.key, row=kept.id)
    asks = Asks(f"report:2026:{unit}", str(number + 1))
    return [Say("bench.ask", {"number": number + 1, "unit": unit}, (LATER,), asks)]


class Crowd:
    """A channel of people who answer at once."""

    name = "null"
    capabilities = Capabilities(buttons=True, edits=True, files=True)

    def __init__(self, people_count: int, answers_each: int) -> None:
        self.left = {str(n): answers_each for n in range(1, people_count + 1)}
        self.spoke: dict[str, float] = {}
        self.times: list[float] = []
        self.finished = asyncio.Event()
        self.started = 0.0
        self._inbounds: asyncio.Queue[Inbound] = asyncio.Queue()
        self._number = 0

    async def run(self, receive: Receive) -> None:
        """Hand over what was said since last time, as one long poll would."""
        for address in self.left:
            self._speak(address)
        self.started = time.perf_counter()
        while True:
            batch = [await self._inbounds.get()]
            while not self._inbounds.empty() and len(batch) < 100:
                batch.append(self._inbounds.get_nowait())
            await receive(batch)

    async def deliver(self, delivery: Delivery) -> str:
        """Read the question and answer it."""
        address = delivery.address
        self.times.append(time.perf_counter() - self.spoke[address])
        if self.left[address]:
            self.left[address] -= 1
            self._speak(address)
        else:
            del self.left[address]
            if not self.left:
                self.finished.set()
        return str(delivery.line)

    async def acknowledge_tap(self, tap: str, text: str | None) -> None:
        """Nobody taps."""

    async def fetch(self, ref: str, to: Path) -> None:
        """Nobody sends files."""

    def _speak(self, address: str) -> None:
        self._number += 1
        self.spoke[address] = time.perf_counter()
        self._inbounds.put_nowait(
            Inbound(
                channel=self.name,
                address=address,
                key=f"{self.started}:{self._number}",
                kind=Kind.text,
                sent_at=system_clock(),
                text="31 12",
            )
        )


def prepare(store: Store, people_count: int, history: int) -> None:
    """Make the people, and past years of answers by others."""
    now = datetime(2026, 10, 1, tzinfo=UTC)
    with store.write() as tx:
        everybody = range(1, people_count + 1)
        tx.execute(insert(people), [{"id": n, "created_at": now} for n in everybody])
        rows = [
            {"person_id": n, "channel": "null", "address": str(n), "created_at": now}
            for n in everybody
        ]
        tx.execute(insert(identities), rows)
        for year in range(2021, 2027):
            row = {"id": str(year), "kind": "annual", "year": year, "title": "", "before": ""}
            row |= {"form_version": "", "cut_off": "", "opens": "", "closes": ""}
            tx.execute(insert(rounds), row | {"created_at": now})
    for start in range(0, history, 5000):
        with store.write() as tx:
            _past(tx, range(start, min(start + 5000, history)), people_count, now)


def _past(tx: Tx, numbers: range, people_count: int, now: datetime) -> None:
    """Store old answers with all that came with them, of 10,000 units in five years."""
    keys = [(n, str(2021 + n % 5), f"x{n // 5 % 10_000}", str(n // 50_000)) for n in numbers]
    common = {"channel": "null", "at": now, "person_id": 1}
    tx.execute(
        insert(answers_table),
        [
            common | {"round": r, "unit": u, "question": q, "revision": 1, "value": "{}"}
            for _, r, u, q in keys
        ],
    )
    tx.execute(
        insert(audit_table),
        [
            {
                "chain": f"report:{r}:{u}",
                "place": int(q) + 1,
                "at": now,
                "what": "answered",
                "previous": "0" * 64,
                "hash": "0" * 64,
            }
            for _, r, u, q in keys
        ],
    )
    person = [n % people_count + 1 for n in numbers]
    tx.execute(
        insert(inbox),
        [
            {
                "channel": "null",
                "address": str(p),
                "key": f"old{n}",
                "received_at": now,
                "done_at": now,
            }
            for n, p in zip(numbers, person, strict=True)
        ],
    )
    tx.execute(
        insert(outbox),
        [
            {
                "token": f"old{n}",
                "person_id": p,
                "channel": "null",
                "address": str(p),
                "kind": "say",
                "phrase": "bench.ask",
                "text": "",
                "subject": "report:old:0",
                "asks": "1",
                "promised_at": now,
                "first_attempt_at": now,
                "delivered_at": now,
                "settled_at": now,
            }
            for n, p in zip(numbers, person, strict=True)
        ],
    )


async def measure(store: Store, people_count: int, answers_each: int) -> tuple[float, list[float]]:
    """Return answers a second, and the seconds from each answer to the next question."""
    crowd = Crowd(people_count, answers_each)
    engine = Engine(Parts(store, [crowd], handler, BOOK, system_clock, store.data_dir / "files"))
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(engine.run())
        await crowd.finished.wait()
        took = time.perf_counter() - crowd.started
        await engine.quiet()
        task.cancel()
    return len(crowd.times) / took, sorted(crowd.times)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[1, 50, 500])
    parser.add_argument("--answers", type=int, default=4000)
    parser.add_argument("--history", type=int, default=0)
    parser.add_argument("--url", help="an empty PostgreSQL database instead of SQLite")
    given = parser.parse_args(arguments)
    table = Table("people", "answers/s", "p50 ms", "p95 ms", "CPU ms/answer", "memory MB")
    for count in given.people:
        with tempfile.TemporaryDirectory() as folder:
            store = Store(given.url or f"sqlite:///{folder}/bench.db", Path(folder))
            store.upgrade(system_clock())
            prepare(store, count, given.history)
            before = time.process_time()
            each = max(1, min(given.answers, 1500 * count) // count)
            rate, times = asyncio.run(measure(store, count, each))
            cpu = (time.process_time() - before) / len(times)
            p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            figures = rate, p50 * 1e3, p95 * 1e3, cpu * 1e3, memory
            table.add_row(str(count), *(f"{figure:,.2f}" for figure in figures))
            store.close()
            if given.url:
                break
    Console().print(table)


if __name__ == "__main__":
    main()
