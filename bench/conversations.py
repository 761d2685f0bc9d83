"""A report by telephone, ours beside python-telegram-bot's ConversationHandler in memory.

Three processes over real HTTP: the bot, and a fake Telegram with people. Both bots are asked for
the same questions in the same run; ours keeps every word on disk before it confirms it. People
answer at once, which shows the most that a bot can do, and at a pace, which shows how long a
person waits: with no pause, so many people wait for one another, not for the bot.

    python -m bench conversations [--people 1 50 500] [--pauses 0 1] [--reports 60] [--only ours]
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.chaos.server import Server
from tests.chaos.town import Town, built, settle

_TICKS = os.sysconf("SC_CLK_TCK")
_CALM = 0.05  # seconds of processor time in a second
_PACED = 15  # answers of each person who takes time to write


@dataclass(frozen=True)
class Crowd:
    """So many people at once, each of whom takes about `pause` seconds to write an answer."""

    people: int
    pause: float = 0.0


@dataclass(frozen=True)
class Measured:
    """One bot, one crowd."""

    who: str
    crowd: Crowd
    rate: float  # updates answered a second
    p50: float
    p95: float
    cpu: float  # seconds of the bot's process an answer
    memory: float  # MB resident at its most
    malformed: int


@asynccontextmanager
async def _process(*command: str, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | environment,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(600):
        return (await process.stdout.readline()).decode()


def _go(process: asyncio.subprocess.Process) -> None:
    assert process.stdin is not None
    process.stdin.write(b"go\n")


def cpu_of(pid: int) -> float:
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory_of(pid: int) -> float:
    """Return the most memory that a process has held, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def _command(crowd: Crowd, reports: int) -> tuple[str, ...]:
    """Return the command of the other side: many people answer a part of the form only."""
    count = crowd.people if crowd.pause else max(crowd.people, reports)
    most = _PACED if crowd.pause else max(6, 50 * reports // count)
    sizes = ("--people", str(count), "--at-once", str(crowd.people), "--most", str(most))
    return ("-m", "bench.people", *sizes, "--pause", str(crowd.pause))


async def ours(
    crowd: Crowd,
    reports: int,
    url: str | None = None,
    prepare: Callable[[Town], None] | None = None,
) -> Measured:
    """Measure `troly run`, on a database that may be prepared beforehand."""
    command = _command(crowd, reports)
    with tempfile.TemporaryDirectory() as folder:
        town = built(Path(folder), url)
        async with _process(*command) as people:
            side: dict[str, Any] = json.loads(await _line(people))
            settle(town, [str(number) for number in side["ids"]])
            if prepare:
                prepare(town)
            server = Server(town, f"http://127.0.0.1:{side['port']}", side["token"])
            await server.start(TROLY_TELEGRAM_TRIAL="unpaced")
            await server.ready()
            found = await _measured("ours", people, server.pid, crowd)
            await server.stop()
    return found


async def theirs(crowd: Crowd, reports: int) -> Measured:
    """Measure the library's own conversation machinery."""
    command = _command(crowd, reports)
    async with _process(*command) as people:
        side: dict[str, Any] = json.loads(await _line(people))
        api = {"BENCH_API": f"http://127.0.0.1:{side['port']}", "BENCH_TOKEN": side["token"]}
        async with _process("-m", "bench.in_memory_bot", **api) as bot:
            await _line(bot)
            return await _measured("ConversationHandler", people, bot.pid, crowd)


async def _measured(
    who: str, people: asyncio.subprocess.Process, pid: int, crowd: Crowd
) -> Measured:
    await _calm(pid)
    before = cpu_of(pid)
    _go(people)
    found: dict[str, Any] = json.loads(await _line(people))
    cpu, memory = cpu_of(pid) - before, memory_of(pid)
    _go(people)
    count = found["answers"]
    rate = count / found["seconds"]
    return Measured(
        who, crowd, rate, found["p50"], found["p95"], cpu / count, memory, found["malformed"]
    )


async def _calm(pid: int) -> None:
    """Wait until a bot that has just started has nothing more to do."""
    used, before = cpu_of(pid), -1.0
    while used - before > _CALM:
        await asyncio.sleep(1.0)
        used, before = cpu_of(pid), used


def table(rows: Sequence[Measured]) -> Table:
    """Return the rows with the ratio of each pair."""
    shown = Table(
        "people", "pause s", "bot", "answers/s", "p50 ms", "p95 ms", "CPU ms", "MB", "ratio"
    )
    for row in rows:
        other = next((r for r in rows if r.crowd == row.crowd and r.who != row.who), None)
        full = other and row.who == "ours" and not row.crowd.pause
        ratio = f"{row.rate / other.rate:.2f}" if full and other else ""
        figures = (row.rate, row.p50 * 1e3, row.p95 * 1e3, row.cpu * 1e3, row.memory)
        crowd = (str(row.crowd.people), f"{row.crowd.pause:g}")
        shown.add_row(*crowd, row.who, *(f"{figure:,.2f}" for figure in figures), ratio)
    return shown


async def run(given: argparse.Namespace) -> list[Measured]:
    """Measure every size, one bot after the other."""
    rows = []
    for crowd in [Crowd(people, pause) for pause in given.pauses for people in given.people]:
        if given.only != "theirs":
            rows.append(await ours(crowd, given.reports, given.url))
        if given.only != "ours":
            rows.append(await theirs(crowd, given.reports))
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[1, 50, 500])
    parser.add_argument("--pauses", type=float, nargs="+", default=[0.0, 1.0])
    parser.add_argument("--reports", type=int, default=60, help="reports in all, or as much work")
    parser.add_argument("--only", choices=["ours", "theirs"])
    parser.add_argument("--url", help="an empty PostgreSQL database instead of SQLite")
    rows = asyncio.run(run(parser.parse_args(arguments)))
    Console().print(table(rows))


if __name__ == "__main__":
    main()
