"""A real process killed by SIGKILL at each named point loses nothing and doubles no row."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from bot.engine import faults
from storage import audit, marks, post
from storage.engine import Store
from tests.storage.support import person

VICTIM = Path(__file__).with_name("victim.py")
PEOPLE = [f"p{n}" for n in range(4)]
EACH = 30
# The points differ for the engine, not for the database: on the second a few will do.
POSTGRES_POINTS = ["courier.sent", "lanes.claimed", "receiver.stored", "writer.committed"]


def run(url: str, folder: Path, crash_at: str = "") -> int:
    environment = os.environ | {"TROLY_CRASH_AT": crash_at}
    command = [sys.executable, str(VICTIM), url, str(folder)]
    done = subprocess.run(command, env=environment, timeout=60, check=False, capture_output=True)
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr.decode()
    return done.returncode


def speak(folder: Path) -> None:
    lines = [
        {"address": who, "key": f"{who}-{n}", "text": f"{n}", "file": "yes" if n % 10 == 5 else ""}
        for n in range(EACH)
        for who in PEOPLE
    ]
    (folder / "in.jsonl").write_text("\n".join(json.dumps(line) for line in lines))


def heard(store: Store) -> dict[str, list[str]]:
    with store.read() as tx:
        return {who: marks.get(tx, f"heard:{who}") for who in PEOPLE}


def delivered(folder: Path) -> Counter[tuple[str, str, int]]:
    lines = (folder / "out.jsonl").read_text().splitlines()
    return Counter(tuple(json.loads(line)) for line in lines)


def test_killed_at_every_point_in_turn_nothing_is_lost(database_url: str, tmp_path: Path) -> None:
    speak(tmp_path)
    with closing(Store(database_url, tmp_path)) as store, store.write() as tx:
        for who in PEOPLE:
            person(tx, ("spool", who))  # files are fetched for people we know
    points = sorted(faults.POINTS) if "sqlite" in database_url else POSTGRES_POINTS
    kills = {point: run(database_url, tmp_path, f"{point}:2") for point in points}
    assert set(kills.values()) == {-signal.SIGKILL}, kills
    assert run(database_url, tmp_path) == 0
    with closing(Store(database_url, tmp_path)) as store:
        assert heard(store) == {who: [str(n) for n in range(EACH)] for who in PEOPLE}
        with store.read() as tx:
            assert audit.verify(tx) == []
            assert all(len(audit.entries(tx, f"report:2026:{who}")) == EACH for who in PEOPLE)
            lines = [post.line(tx, row) for _, _, row in delivered(tmp_path)]
        assert all(line is not None and line.settled_at for line in lines)
        assert list((tmp_path / "files").iterdir()) == [], "no turn kept its file"
    said = delivered(tmp_path)
    assert {(who, str(n)) for who, n, _ in said} == {
        (who, str(n)) for who in PEOPLE for n in range(1, EACH + 1)
    }
    # A line may be repeated only by a kill between sending and marking; all under way then are.
    repeated = sum(said.values()) - len(said)
    assert repeated <= len(PEOPLE) * len(points)


@pytest.mark.parametrize(
    ("spec", "training"),
    [
        ("courier.sent", False),
        ("nowhere", True),
        ("courier.sent:x", True),
        ("courier.sent:-1", True),
    ],
)
def test_a_fault_is_armed_in_training_only_and_at_known_points(spec: str, training: bool) -> None:
    with pytest.raises(faults.FaultNotAllowed, match="training only"):
        faults.arm(spec, training=training)
    faults.point("courier.sent")  # nothing happens
