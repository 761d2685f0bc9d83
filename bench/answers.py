"""How well questions are answered, set by set, beside plain BM25: `make answers`.

    python -m bench.answers [--sets dev.jsonl ...] [--fails]

The unseen set is only ever counted: none of its questions is printed.
"""

import argparse
import json
import random
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.lexical import Lexical
from bench.slips import changes, proper
from bot.cli.ask import told
from plan.answering.answerer import Answerer
from plan.answering.query import Query, Turn
from plan.programme import find_pack, load_programme

SETS = Path(__file__).parent.parent / "tests" / "questions"
sys.path.insert(0, str(SETS))

import score  # type: ignore[import-not-found]  # noqa: E402

PACK, EXAMPLE = "bac-ninh-2282", "vi-du"
DEV = "dev.jsonl"
SEEN = (
    "seen/commune.jsonl",
    "seen/agencies.jsonl",
    "seen/strangers.jsonl",
    "seen/mixed.jsonl",
    "seen/phones.jsonl",
    "seen/offices.jsonl",
    "seen/followups.jsonl",
    "seen/followups_more.jsonl",
    "seen/letters.jsonl",
    "seen/near.jsonl",
    "seen/week.jsonl",
    "seen/turns.jsonl",
    "seen/clerks.jsonl",
    "seen/bureaux.jsonl",
    "seen/chats.jsonl",
    "seen/situations.jsonl",
)
UNSEEN = (
    "unseen/second.jsonl",
    "unseen/third.jsonl",
    "unseen/fourth.jsonl",
    "unseen/fifth.jsonl",
    "unseen/sixth.jsonl",
)
OF_EXAMPLE = "vi_du.jsonl"
Cases = list[dict[str, Any]]
# Columns of a table and the scorer's measures behind them.
MEASURES = {
    "direct right": "DIRECT answers: right among them",
    "settled": "SETTLED at once or within one tap",
    "wrong on unanswerable": "WRONG-ANSWER RATE on unanswerable",
    "forbidden": "invented / forbidden content, all items",
    "own figure first": "own figure comes first (where asked)",
}


def load(*names: str) -> Cases:
    """Return the questions of some sets."""
    texts = ((SETS / name).read_text(encoding="utf-8") for name in names)
    return [json.loads(row) for text in texts for row in text.splitlines() if row.strip()]


def predict(answerer: Answerer, cases: Cases) -> Cases:
    """Return what the assistant says to every question of a set."""
    out = []
    for case in cases:
        turns = tuple(Turn(t["role"], t["text"]) for t in case["context"])
        said = answerer.answer(Query(case["question"], case["asker_unit"] or None, turns))
        out.append({"id": case["id"], **told(said), "explain": said.explain, "topic": said.topic})
    return out


def measured(cases: Cases, said: Cases) -> tuple[dict[str, tuple[int, int]], Any, Any]:
    """Return the measures asked of us, the tables by category and style, and every row."""
    rates, _, by, rows = score.score(cases, said)
    found = {name: rates[key] for name, key in MEASURES.items()}
    asked = sum(1 for one in said if one["choices"])
    return {**found, "at once": (len(cases) - asked, len(cases))}, by, rows


def swapped(case: dict[str, Any], names: dict[str, list[str]], dice: random.Random) -> str:
    """Return another unit of the asker's kind, where the question does not name its own."""
    own = case["asker_unit"]
    kinds = [kind for kind, members in names.items() if own in members]
    return dice.choice(names[kinds[0]]) if kinds else own


class Run:
    """One run: the answerers, and what is printed."""

    def __init__(self, console: Console) -> None:
        self.print = console.print
        programme = load_programme(find_pack(PACK))
        self.answerer = Answerer(programme)
        self.example = Answerer(load_programme(find_pack(EXAMPLE)))
        self._names: dict[str, list[str]] = {"commune": [], "department": []}
        for unit in programme.units:
            if unit.question_set == "commune":
                self._names["commune"].append(f"UBND {unit.short_name}")
            agency = self.answerer.lore.agencies.of(unit)
            if agency and agency.id == "departments":
                self._names["department"].append(unit.short_name)

    def answerer_of(self, name: str) -> Answerer:
        """Return the answerer that a set is about."""
        return self.example if name == OF_EXAMPLE else self.answerer

    def sets(self, names: Sequence[str]) -> None:
        """Print every set beside plain BM25."""
        table = _table("set", *MEASURES, "at once", "ms a question")
        for name in names:
            cases, answerer = load(name), self.answerer_of(name)
            started = time.perf_counter()
            said = predict(answerer, cases)
            spent = (time.perf_counter() - started) / len(cases) * 1000
            table.add_row(name, *_cells(measured(cases, said)[0]), f"{spent:.1f}")
            plain = Lexical(answerer.programme)
            theirs = [{"id": c["id"], **plain.told(c["question"])} for c in cases]
            table.add_row("  plain BM25", *_cells(measured(cases, theirs)[0]), "")
        self.print(table)

    def parts(self, names: Sequence[str]) -> None:
        """Print every set by category and by style: right at once, of how many."""
        for name in names:
            cases = load(name)
            by = measured(cases, predict(self.answerer_of(name), cases))[1]
            for field, parts in by.items():
                line = ", ".join(f"{part} {right}/{of}" for part, (right, of) in parts.items())
                self.print(f"{name} by {field}: {line}")

    def slips(self) -> None:
        """Print the sets changed at random, seen beside unseen."""
        shown = ("direct right", "settled", "at once", "wrong on unanswerable")
        heads = [f"{side}: {name}" for side in ("seen", "unseen") for name in shown]
        table = _table("changed", *heads)
        both = (load(DEV, *SEEN), load(*UNSEEN))
        for name, change in changes().items():
            cells = [self._slipped(cases, name, change) for cases in both]
            table.add_row(name, *(_cell(c[k]) for c in cells for k in shown))
        cells = [self._swapped(cases) for cases in both]
        table.add_row("another unit", *(_cell(c[k]) for c in cells for k in shown))
        self.print(table)

    def _slipped(self, cases: Cases, name: str, change: Callable[..., str]) -> dict[str, Any]:
        dice = random.Random(zlib.crc32(name.encode()))
        asked = [{**c, "question": change(text, dice)} for c in cases if (text := proper(c))]
        return measured(asked, predict(self.answerer, asked))[0]

    def _swapped(self, cases: Cases) -> dict[str, Any]:
        dice = random.Random(7)
        asked = [{**c, "asker_unit": swapped(c, self._names, dice)} for c in cases]
        return measured(asked, predict(self.answerer, asked))[0]

    def fails(self, names: Iterable[str]) -> None:
        """Print what is not right, with what was understood; never of the unseen set."""
        for name in names:
            cases = [] if name in UNSEEN else load(name)
            rows = measured(cases, predict(self.answerer_of(name), cases))[2] if cases else ()
            for gold, said, right, why, info in rows:
                if not right and (not said.get("choices") or info["settled"] == "no"):
                    self.print(gold["id"], gold["asker_unit"], "|", gold["question"][:200])
                    self.print("   ", gold["gold_passages"], gold["intent"], "; ".join(why)[:200])
                    self.print("   ", *said["explain"][-7:], [c["label"] for c in said["choices"]])


def _table(*heads: str) -> Table:
    table = Table()
    for head in heads:
        table.add_column(head)
    return table


def _cells(found: dict[str, tuple[int, int]]) -> list[str]:
    return [_cell(found[name]) for name in (*MEASURES, "at once")]


def _cell(found: tuple[int, int]) -> str:
    part, whole = found
    return f"{part}/{whole} {part / whole:.1%}" if whole else "-"


def main(arguments: Sequence[str]) -> None:
    """Print how well the questions are answered."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sets", nargs="*", default=[DEV, *SEEN, *UNSEEN, OF_EXAMPLE])
    parser.add_argument("--fails", action="store_true")
    parser.add_argument("--brief", action="store_true", help="only the sets, without their parts")
    chosen = parser.parse_args(arguments)
    run = Run(Console(width=200, highlight=False, markup=False))
    run.sets(chosen.sets)
    if not chosen.brief:
        run.parts(chosen.sets)
        run.slips()
    if chosen.fails:
        run.fails(chosen.sets)


if __name__ == "__main__":
    main(sys.argv[1:])
