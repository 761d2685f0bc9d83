"""5,000 reminders at Telegram's limit, measured at the receiver, while people type.

The server is a real `troly run` over a programme of so many units, all due at one moment; the
fake Telegram keeps the limits, in a process of its own. Beside it, in the same run,
python-telegram-bot's AIORateLimiter sends to as many chats.

    python -m bench pace [--reminders 5000] [--typing 20] [--theirs 1000]
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import quantiles

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from plan.programme import find_pack, load_programme
from storage import marks, rounds
from storage.lines import REMINDER
from storage.tables import outbox
from tests.botapi.conversation import Silence
from tests.botapi.remote import Remote, RemoteUser, launched
from tests.chaos.server import Server
from tests.chaos.town import PACK, Town, settle
from tests.reminders.by_hand import HANOI

EVE = datetime(2026, 10, 28, 20, 0, tzinfo=HANOI)
DUE = datetime(2026, 10, 29, 8, 0, tzinfo=HANOI)
LIMIT = 30


@dataclass
class Measured:
    """One sender at the receiver's clock."""

    who: str
    sent: int = 0
    seconds: float = 0.0
    busiest: int = 0
    refused: int = 0
    replies: list[float] = field(default_factory=list)

    @property
    def used(self) -> float:
        """Return the share of the limit that was used."""
        return self.sent / (self.seconds * LIMIT) if self.seconds else 0.0

    @property
    def p95(self) -> float:
        """Return the time in which 95 of 100 replies came, seconds."""
        return quantiles(self.replies, n=20)[-1] if len(self.replies) > 1 else 0.0


def wide_pack(folder: Path, units: int) -> Path:
    """Make a programme of so many communes out of the shipped one."""
    pack = folder / "pack"
    shutil.copytree(find_pack(PACK), pack)
    rows = (pack / "units.csv").read_text(encoding="utf-8").splitlines()
    columns = len(rows[0].split(","))
    for number in range(len(rows), units + len(rows)):
        name = f"B{number:05}"
        row = [name, "xa", f"Unit {name}", f"unit {name}", "", "commune", "commune", str(number)]
        rows.append(",".join([*row, *[""] * (columns - len(row) - 1), "confirmed"]))
    (pack / "units.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return pack


def town_of(folder: Path, units: int) -> Town:
    """Make an empty town with a clock on the eve of the day on which all are due."""
    clock_file = folder / "clock.txt"
    clock_file.write_text(EVE.isoformat(), encoding="ascii")
    programme = load_programme(wide_pack(folder, units))
    town = Town(folder, f"sqlite:///{folder / 'troly.db'}", programme, clock_file)
    store = town.store()
    store.upgrade(EVE)
    with store.write() as tx:
        marks.put(tx, "training", True, EVE)
        rounds.ensure_training_round(tx, programme, EVE)
    store.close()
    return town


async def ours(reminders: int, typing: int) -> Measured:
    """Let one tick promise everything and the courier say it."""
    with tempfile.TemporaryDirectory() as name:
        town = town_of(Path(name), reminders)
        async with launched("--limits", "--clock-file", str(town.clock_file)) as api:
            people = await crowd(api, reminders)
            settle(town, [str(person.id) for person in people], now=EVE)
            server = Server(town, api.url, api.token, TROLY_PROGRAMME=str(town.folder / "pack"))
            await server.start()
            await server.ready()
            town.clock_file.write_text(DUE.isoformat(), encoding="ascii")
            found = Measured("ours")
            done = asyncio.Event()
            async with asyncio.TaskGroup() as tasks:
                for person in people[-typing:]:
                    tasks.create_task(_types(person, done, found.replies))
                await _all_said(town, reminders)
                done.set()
            await at_the_receiver(api, found)
            await server.stop()
    return found


async def theirs(count: int) -> Measured:
    """Send to as many chats with the library's own rate limiter."""
    from telegram.ext import AIORateLimiter, ExtBot

    async with launched("--limits") as api:
        people = await crowd(api, count)
        limiter = AIORateLimiter(overall_max_rate=LIMIT, overall_time_period=1, max_retries=5)
        bot = ExtBot(
            api.token,
            base_url=api.base_url,
            base_file_url=api.base_file_url,
            rate_limiter=limiter,
        )
        async with bot:
            sends = (
                bot.send_message(person.id, "reminder", pool_timeout=600) for person in people
            )
            await asyncio.gather(*sends, return_exceptions=True)
        found = Measured("AIORateLimiter")
        await at_the_receiver(api, found)
    return found


async def crowd(api: Remote, count: int) -> list[RemoteUser]:
    """Make people whose chats are open."""
    names = [f"p{number}" for number in range(count)]
    ids = await api.ask("users", people=[{"name": name, "started": True} for name in names])
    return [RemoteUser(api, name, ids[name]) for name in names]


async def _types(person: RemoteUser, done: asyncio.Event, times: list[float]) -> None:
    """Ask something, read the answer, think, ask again."""
    await asyncio.sleep(person.id % 20 / 10)
    while not done.is_set():
        spoke = time.monotonic()
        await person.says("/han")
        try:
            while "đồng chí" in (await person.hears(30)).text:
                pass  # a reminder came in between
        except Silence:
            times.append(30.0)
        else:
            times.append(time.monotonic() - spoke)
        await asyncio.sleep(4)


async def _all_said(town: Town, count: int) -> None:
    """Wait until every reminder is delivered."""
    store = town.store()
    query = select(func.count()).where(
        outbox.c.priority == REMINDER, outbox.c.delivered_at.is_not(None)
    )
    until = time.monotonic() + 60 + 2 * count / LIMIT
    said = 0
    while said < count and time.monotonic() < until:
        await asyncio.sleep(1)
        with store.read() as tx:
            said = tx.execute(query).scalar_one()
    store.close()


async def at_the_receiver(api: Remote, found: Measured) -> None:
    """Count what arrived: all messages, between the first reminder and the last."""
    calls = [call for call in await api.calls("sendMessage") if call["outcome"] == "ok"]
    mine = [c["monotonic"] for c in calls if "/han" not in c["text"]]
    first, last = min(mine), max(mine)
    times = sorted(c["monotonic"] for c in calls if first <= c["monotonic"] <= last)
    found.sent, found.seconds = len(times), last - first
    found.busiest = _busiest(times)
    found.refused = (await api.stats()).outcomes.get("limited", 0)


def _busiest(times: Sequence[float]) -> int:
    """Return the most messages in any sliding second."""
    window: deque[float] = deque()
    most = 0
    for moment in times:
        window.append(moment)
        while window[0] <= moment - 1.0:
            window.popleft()
        most = max(most, len(window))
    return most


def table(rows: Sequence[Measured]) -> Table:
    """Return the measurements side by side."""
    names = ("sender", "messages", "seconds", "of the limit", "busiest second", "429")
    shown = Table(*names, "replies", "p95 reply, s")
    for row in rows:
        replies = (str(len(row.replies)), f"{row.p95:.2f}") if row.replies else ("-", "-")
        cells = (row.who, str(row.sent), f"{row.seconds:.1f}", f"{row.used:.1%}")
        shown.add_row(*cells, str(row.busiest), str(row.refused), *replies)
    return shown


def main(arguments: Sequence[str] = ()) -> None:
    """Measure both and print the table; exit status 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="bench pace", description=__doc__)
    parser.add_argument("--reminders", type=int, default=5000)
    parser.add_argument("--typing", type=int, default=20)
    parser.add_argument("--theirs", type=int, default=1000, help="0: leave the other one out")
    given = parser.parse_args(list(arguments))
    rows = [asyncio.run(ours(given.reminders, given.typing))]
    if given.theirs:
        try:
            rows.append(asyncio.run(theirs(given.theirs)))
        except (ImportError, RuntimeError) as missing:
            print(f"AIORateLimiter left out: {missing}")
    Console().print(table(rows))
    mine = rows[0]
    good = mine.busiest <= LIMIT and mine.used >= 0.92 and not mine.refused and mine.p95 < 1
    if not good:
        sys.exit("a goal is missed: at most 30 in any second, 92% of it used, no 429, p95 < 1 s")


if __name__ == "__main__":
    main(sys.argv[1:])
