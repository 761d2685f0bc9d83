"""The short form of a season with real processes: five units, three kills, three outages."""

from datetime import date
from pathlib import Path

from tests.chaos.season import Plan, whole


async def test_a_season_with_kills_faults_and_outages(tmp_path: Path):
    plan = Plan(units=5, kills=3, closing=date(2026, 12, 2))
    verdict = await whole(plan, tmp_path)
    assert verdict.faults == []
    assert verdict.counts["kills"] == 3
    assert verdict.counts["collapsed into later ones"]
