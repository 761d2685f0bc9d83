"""`make damage`: apply each damage to a copy, run its tests, and want them to fail."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.house.places import ROOT, tracked

LIST = Path(__file__).with_name("damages.toml")
_PATIENCE = 300  # seconds for the tests of one damage


@dataclass(frozen=True)
class Damage:
    """One change of one file, and the tests of which at least one must fail."""

    name: str
    file: str
    find: str
    put: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one damage: caught, slipped through, or no longer applicable."""

    damage: Damage
    caught: bool
    why: str


def damages() -> list[Damage]:
    """Return the list. Each text to find must stand exactly once in its file."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["damage"]
    return [Damage(**{**row, "tests": tuple(row["tests"])}) for row in rows]


def apply(damage: Damage, root: Path) -> None:
    """Damage a copy. Raises ValueError when the text does not stand exactly once."""
    file = root / damage.file
    text = file.read_text(encoding="utf-8")
    if text.count(damage.find) != 1:
        raise ValueError(f"{damage.file}: {text.count(damage.find)} times {damage.find!r}")
    file.write_text(text.replace(damage.find, damage.put), encoding="utf-8")


def judged(damage: Damage) -> Outcome:
    """Try one damage on a copy of its own."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for file in tracked(""):
            target = root / file.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        # The guards of the house ask git which files there are.
        subprocess.run(["git", "init", "-q"], cwd=root, check=True)
        try:
            apply(damage, root)
        except (OSError, ValueError) as error:
            return Outcome(damage, caught=False, why=f"does not apply: {error}")
        return _tested(damage, root)


def _tested(damage: Damage, root: Path) -> Outcome:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *damage.tests],
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome(damage, caught=False, why=f"the tests took more than {_PATIENCE} s")
    last = (done.stdout.strip().splitlines() or ["no output"])[-1]
    return Outcome(damage, caught=done.returncode == 1, why=last)


def _told(outcome: Outcome) -> None:
    word = "caught" if outcome.caught else "SLIPPED"
    print(f"{word:<8} {outcome.damage.name}: {outcome.why}", flush=True)


def main() -> int:
    """Try all damages, or those whose names contain a word."""
    parser = argparse.ArgumentParser(prog="tests.damage", description=__doc__)
    parser.add_argument("word", nargs="?", default="", help="only damages whose name has it")
    parser.add_argument("--at-once", type=int, default=2)
    given = parser.parse_args()
    chosen = [damage for damage in damages() if given.word in damage.name]
    outcomes = []
    with ThreadPoolExecutor(given.at_once) as pool:
        for outcome in pool.map(judged, chosen):
            outcomes.append(outcome)
            _told(outcome)
    caught = sum(outcome.caught for outcome in outcomes)
    print(f"{caught} of {len(outcomes)} damages caught")
    return 0 if caught == len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
