"""How well questions are answered, set by set, beside plain BM25: `make answers`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from bot.cli.ask import told
from plan.answering.answerer import Answerer
from plan.answering.query import Query, Turn
from plan.programme import PACKS, load_programme

SETS = Path(__file__).parent.parent / "tests" / "questions"
sys.path.insert(0, str(SETS))

import score  # type: ignore[import-not-found]  # noqa: E402


def load(name: str) -> list[dict[str, Any]]:
    """Return one set of questions."""
    return [
        json.loads(row) for row in (SETS / name).read_text("utf-8").splitlines() if row.strip()
    ]


def predict(answerer: Answerer, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the assistant says to every question of a set."""
    out = []
    for case in cases:
        turns = tuple(Turn(t["role"], t["text"]) for t in case["context"])
        said = answerer.answer(Query(case["question"], case["asker_unit"] or None, turns))
        out.append({"id": case["id"], **told(said), "explain": said.explain, "topic": said.topic})
    return out


def summary(cases: list[dict[str, Any]], predictions: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the measures that are asked of us."""
    rates, _, by, rows = score.score(cases, predictions)
    asked = sum(1 for p in predictions if p["choices"])
    return {
        "direct right": rates["DIRECT answers: right among them"],
        "settled": rates["SETTLED at once or within one tap"],
        "at once": (len(cases) - asked, len(cases)),
        "wrong on unanswerable": rates["WRONG-ANSWER RATE on unanswerable"],
        "forbidden": rates["invented / forbidden content, all items"],
        "own figure first": rates["own figure comes first (where asked)"],
        "by": by,
        "rows": rows,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sets", nargs="*", default=["dev.jsonl"])
    parser.add_argument("--third", type=int, help="only every third question from this one")
    parser.add_argument("--not-third", type=int)
    parser.add_argument("--programme", default="bac-ninh-2282")
    parser.add_argument("--fails", action="store_true")
    parser.add_argument("--styles", action="store_true")
    a = parser.parse_args()
    answerer = Answerer(load_programme(PACKS / a.programme))
    for name in a.sets:
        cases = load(name)
        if a.third is not None:
            cases = cases[a.third :: 3]
        start = time.perf_counter()
        predictions = predict(answerer, cases)
        spent = (time.perf_counter() - start) / len(cases) * 1000
        found = summary(cases, predictions)
        line = "  ".join(
            f"{k} {v[0]}/{v[1]} {v[0] / max(v[1], 1):.1%}"
            for k, v in found.items()
            if isinstance(v, tuple)
        )
        print(f"{name}: {line}  {spent:.1f} ms")
        if a.styles:
            for field, table in found["by"].items():
                print(field, {k: f"{x}/{n}" for k, (x, n) in table.items()})
        if a.fails:
            fails(found["rows"])


def fails(rows: list[Any]) -> None:
    """Print what is not right, with what was understood."""
    for gold, said, right, why, info in rows:
        if not right and (not said.get("choices") or info["settled"] == "no"):
            print(
                "--",
                gold["id"],
                gold["category"],
                gold["style"],
                "|",
                gold["asker_unit"],
                "|",
                gold["question"][:300],
            )
            print(
                "    ctx",
                [t["text"][:90] for t in gold["context"]],
                "gold",
                gold["gold_passages"],
                gold["intent"],
            )
            print("    ", "; ".join(w[:160] for w in why))
            print("    ", " // ".join(said["explain"][-7:])[:600])
            print("    choices", [c["label"] for c in said["choices"]])


if __name__ == "__main__":
    main()
