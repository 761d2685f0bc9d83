"""`make chaos`: the long form. `python -m tests.chaos kills --kills 200 --people 50`."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.chaos import faults, kills, points, season
from tests.chaos.verdict import Verdict
from tests.conftest import Postgres

Run = Callable[[Path, str | None], Awaitable[Verdict]]
KINDS = ("kills", "faults", "points", "season")


def main() -> None:
    """Run what was asked for, print a table each; exit status 1 when anything was found."""
    given = _arguments()
    runs = [run for kind in given.kinds or KINDS for run in _runs(kind, given)]
    server = Postgres(given.postgres) if given.postgres else None
    faulty = [title for title, run in runs if not _played(title, run, server)]
    if faulty:
        sys.exit(f"failed: {', '.join(faulty)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.chaos", description=__doc__)
    parser.add_argument("kinds", nargs="*", choices=KINDS, help="all of them when none is named")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unpaced", action="store_true", help="without Telegram's rate limits")
    parser.add_argument("--postgres", help="URL of a server to make databases on, not SQLite")
    return parser.parse_args()


def _runs(kind: str, given: argparse.Namespace) -> list[tuple[str, Run]]:
    people, seed = given.people, given.seed
    trial = (("TROLY_TELEGRAM_TRIAL", "unpaced"),) if given.unpaced else ()
    if kind == "kills":
        plan = kills.Plan(people, given.kills, seed, not given.unpaced, trial)
        return [(f"{given.kills} kills", partial(kills.killed, plan))]
    if kind == "faults":
        pace = "unpaced" if given.unpaced else ""
        return [("faults", partial(faults.troubled, faults.Plan(people, seed=seed, pace=pace)))]
    if kind == "season":
        lived = season.Plan(kills=given.kills, seed=seed, paced=not given.unpaced)
        return [(f"a season, {given.kills} kills", partial(season.whole, lived))]
    return [
        (f"death at {plan.point}:{plan.passage}", partial(points.died_at, plan))
        for plan in points.plans(seed)
    ]


def _played(title: str, run: Run, server: Postgres | None) -> bool:
    database = server.create() if server else None
    with tempfile.TemporaryDirectory(prefix="troly-chaos-") as folder:
        url = server.url_of(database) if server and database else None
        verdict = asyncio.run(_awaited(run(Path(folder), url)))
    if server and database:
        server.drop(database)
    table = Table(title=title, show_header=False)
    for name, count in verdict.counts.items():
        table.add_row(name, str(count))
    console = Console()
    console.print(table)
    for fault in verdict.faults:
        console.print(fault, style="red", markup=False)
    return not verdict.faults


async def _awaited(run: Awaitable[Verdict]) -> Verdict:
    return await run


if __name__ == "__main__":
    main()
