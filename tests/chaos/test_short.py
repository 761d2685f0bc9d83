"""The short form of `make chaos`, at every change: kills at random instants and at named points."""

from pathlib import Path

import pytest

from tests.chaos import faults, kills, points

UNPACED = (("TROLY_TELEGRAM_TRIAL", "unpaced"),)


async def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path: Path):
    plan = kills.Plan(people=9, kills=20, limits=False, environment=UNPACED)
    verdict = await kills.killed(plan, tmp_path)
    assert verdict.faults == []
    assert verdict.counts["kills"] == 20


async def test_faults_on_every_call_lose_nothing(tmp_path: Path):
    verdict = await faults.troubled(faults.Plan(people=3, pace="unpaced"), tmp_path)
    assert verdict.faults == []


@pytest.mark.parametrize("point", ["receiver.stored", "courier.sent", "lanes.fetched"])
async def test_a_death_between_two_commits_loses_nothing(point: str, tmp_path: Path):
    passage = 1 if point == "lanes.fetched" else 7
    verdict = await points.died_at(points.Plan(point, passage, people=2), tmp_path)
    assert verdict.faults == []
