"""How fast questions are answered: a question, a start, the memory; flat on a far larger plan.

Each row is a process of its own on one core. The larger plan has 2,000 provisions and 10,000
unit names, made up from the first pack.

    python -m bench asking [--provisions 2000] [--units 5000]
"""

import argparse
import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.answers import DEV, PACK, SEEN, load
from plan.programme import find_pack

_COMMUNE = "commune"


def larger(folder: Path, provisions: int, units: int) -> Path:
    """Make a pack with so many provisions and units of the first one in a folder."""
    pack = folder / "larger"
    shutil.copytree(find_pack(PACK), pack)
    _more_provisions(pack / "provisions.json", provisions)
    _more_units(pack / "units.csv", units)
    return pack


def _more_provisions(path: Path, wanted: int) -> None:
    known: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    leaf = next(p for p in known if p["id"] == "V.3.1.1")
    more = [{**leaf, "id": f"V.3.1.{n}"} for n in range(10, wanted - len(known) + 10)]
    path.write_text(json.dumps([*known, *more], ensure_ascii=False), encoding="utf-8")


def _more_units(path: Path, wanted: int) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    communes = [row for row in rows if row["question_set"] == _COMMUNE]
    parts = sorted({row["short_name"].split()[-1] for row in communes})
    pairs = ((a, b, c) for c in parts for a in parts for b in parts if a != b)
    for number, pair in zip(range(wanted - len(rows)), pairs, strict=False):
        name = " ".join(pair)
        row = {**communes[0], "code": f"9{number:05}", "sort_order": str(1000 + number)}
        row |= {"official_name": f"UBND {name}", "short_name": name}
        rows.append(row | {"abbreviations": "", "former_units": ""})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def measure(pack: str) -> None:
    """Print what one process measures: start, memory, every question (JSON, one line)."""
    from plan.programme import load_programme

    cases = load(DEV, *SEEN)
    programme = load_programme(find_pack(pack))
    before, started = _resident(), time.perf_counter()
    from plan.answering.answerer import Answerer
    from plan.answering.query import Query, Turn

    answerer = Answerer(programme)
    answerer.answer(Query(cases[0]["question"]))
    first = time.perf_counter() - started
    spent = []
    for case in cases:
        turns = tuple(Turn(t["role"], t["text"]) for t in case["context"])
        at = time.perf_counter()
        answerer.answer(Query(case["question"], case["asker_unit"] or None, turns))
        spent.append(time.perf_counter() - at)
    more = _resident() - before
    print(json.dumps({"first": first, "spent": spent, "more": more}))


def _resident() -> float:
    """Return this process's memory in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _row(name: str, pack: str) -> list[str]:
    code = f"from bench.asking import measure; measure({pack!r})"
    core = min(os.sched_getaffinity(0))
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    found = json.loads(done.stdout.splitlines()[-1])
    spent = [s * 1000 for s in found["spent"]]
    p95 = quantiles(spent, n=20)[-1]
    words = ["troly", "ask", "--programme", pack, "?"]
    run = f"import sys; sys.argv = {words!r}; from bot.cli.main import main; main()"
    asked = [sys.executable, "-c", run]
    started = time.perf_counter()
    subprocess.run(asked, capture_output=True, check=True)
    whole = time.perf_counter() - started
    times = [f"{median(spent):.1f}", f"{p95:.1f}", f"{max(spent):.0f}"]
    return [name, *times, f"{found['first']:.2f}", f"{whole:.2f}", f"{found['more']:.0f}"]


def main(arguments: Sequence[str]) -> None:
    """Print one table: the plan as it is, and one far larger."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--provisions", type=int, default=2000)
    parser.add_argument("--units", type=int, default=5000)
    wanted = parser.parse_args(arguments)
    table = Table()
    heads = ("plan", "ms a question: median", "p95", "longest", "s to the first answer")
    for head in (*heads, "s of the whole command", "MB more"):
        table.add_column(head)
    table.add_row(*_row("as it is", PACK))
    with tempfile.TemporaryDirectory() as name:
        pack = larger(Path(name), wanted.provisions, wanted.units)
        title = f"{wanted.provisions} provisions, {2 * wanted.units} unit names"
        table.add_row(*_row(title, str(pack)))
    Console(width=160).print(table)
