"""Processes over one PostgreSQL keep Telegram's limit together, also when the speaking one dies.

Two processes share an outbox; one speaks, the other waits. The speaking one is killed while
lines are under way, the next one takes over, a new one waits. The limit is measured at the
receiver, over all of them: a process that did not know what the one before it had just sent
would break it.

    python -m bench shared [--lines 1500] [--kills 3] [--postgres URL]
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

from rich.console import Console
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from bench.pace import LIMIT, Measured, at_the_receiver, crowd, table
from bot.clock import system_clock
from storage import post
from storage.engine import Store
from storage.lines import REMINDER, NewLine
from storage.tables import outbox
from tests.botapi.remote import Remote, RemoteUser, launched
from tests.conftest import LOCAL_POSTGRES, Postgres

_ROOT = Path(__file__).resolve().parents[1]


async def measured(url: str, lines: int, kills: int) -> tuple[Measured, int]:
    """Let processes say so many lines; return what arrived, and how many lines never did."""
    found = Measured(f"{kills + 1} in turn")
    with tempfile.TemporaryDirectory() as name, closing(Store(url, Path(name))) as store:
        store.upgrade(system_clock())
        async with launched("--limits") as api:
            _promise(store, await crowd(api, lines))
            async with _processes(url, name, api) as start:
                at_work = [await start(), await start()]
                for number in range(1, kills + 1):
                    await _said(store, number * lines // (kills + 1))
                    at_work = [await _kill_the_speaker(store, at_work), await start()]
                await _said(store, lines)
            await at_the_receiver(api, found)
            texts = await api.texts()
    return found, lines - sum(bool(said) for said in texts.values())


def _promise(store: Store, people: Sequence[RemoteUser]) -> None:
    now = system_clock()
    with store.write() as tx:
        for number, person in enumerate(people):
            words = f"reminder {number}"
            new = NewLine("telegram", str(person.id), "p", words, priority=REMINDER)
            post.promise(tx, new, now)


Start = Callable[[], Awaitable[asyncio.subprocess.Process]]


@asynccontextmanager
async def _processes(url: str, folder: str, api: Remote) -> AsyncIterator[Start]:
    """Start senders; none outlives the measurement."""
    started: list[asyncio.subprocess.Process] = []
    words = (sys.executable, "-m", "bench.sender", url, folder, api.url, api.token)

    async def start() -> asyncio.subprocess.Process:
        started.append(await asyncio.create_subprocess_exec(*words, cwd=_ROOT))
        return started[-1]

    try:
        yield start
    finally:
        for process in started:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def _said(store: Store, count: int) -> None:
    """Wait until so many lines are delivered."""
    until = time.monotonic() + 120 + 2 * count / LIMIT
    while (said := _delivered(store)) < count:
        if time.monotonic() > until:
            raise TimeoutError(f"{said} of {count} lines said")
        await asyncio.sleep(0.1)


def _delivered(store: Store) -> int:
    query = select(func.count()).where(outbox.c.delivered_at.is_not(None))
    with store.read() as tx:
        return int(tx.execute(query).scalar_one())


async def _kill_the_speaker(
    store: Store, at_work: list[asyncio.subprocess.Process]
) -> asyncio.subprocess.Process:
    """Kill the process that holds the courier's lock, as a power cut would; return the other."""
    with store.read() as tx:
        speaking = tx.execute(text(_SPEAKING), {"lock": zlib.crc32(b"troly:courier")}).scalar_one()
    first, second = at_work
    process, other = (first, second) if str(first.pid) == speaking else (second, first)
    process.kill()
    await process.wait()
    return other


# A sender's connections bear its process id as their name (bench/sender.py).
_SPEAKING = """
    SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE granted AND locktype = 'advisory' AND objid = :lock AND pg_locks.database =
        (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def main(arguments: Sequence[str] = ()) -> None:
    """Measure and print; exit status 1 when the limit was broken or a line is missing."""
    parser = argparse.ArgumentParser(prog="bench shared", description=__doc__)
    parser.add_argument("--lines", type=int, default=1500)
    parser.add_argument("--kills", type=int, default=3)
    local = os.environ.get("TROLY_TEST_POSTGRES_URL", LOCAL_POSTGRES)
    parser.add_argument("--postgres", default=local, help="URL of a server to make a database on")
    given = parser.parse_args(list(arguments))
    with closing(Postgres(given.postgres)) as server:
        try:
            database = server.create()
        except OperationalError:
            print("left out: no PostgreSQL; name one by --postgres URL")
            return
        try:
            url = server.url_of(database)
            found, missing = asyncio.run(measured(url, given.lines, given.kills))
        finally:
            server.drop(database)
    Console().print(table([found]))
    if found.busiest > LIMIT or found.refused or missing:
        sys.exit(f"a goal is missed: at most {LIMIT} in any second, no 429, {missing} missing")


if __name__ == "__main__":
    main(sys.argv[1:])
