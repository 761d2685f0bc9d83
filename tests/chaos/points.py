"""The server dies at each named point of the engine: just before, between and after its commits."""

import asyncio
import random
import time
from dataclasses import dataclass
from pathlib import Path

from bot.engine.faults import POINTS
from tests.botapi import BotApi
from tests.botapi.people import User
from tests.chaos.crowd import Crowd
from tests.chaos.server import Server
from tests.chaos.town import Town, built, coordinate
from tests.chaos.verdict import Verdict, judge
from tests.chaos.waiting import settled

_DIES = 60.0  # seconds until the point must have been passed so often


@dataclass(frozen=True)
class Plan:
    """One run: die at a point, at its `passage`-th passage, then live on."""

    point: str
    passage: int = 1
    people: int = 4
    seed: int = 1


def plans(seed: int = 1) -> list[Plan]:
    """Return a plan for each point, its passage by chance."""
    rng = random.Random(seed)
    found = []
    for point in sorted(POINTS):
        passage = 1 if point == "lanes.fetched" else rng.randint(2, 25)
        found.append(Plan(point, passage, seed=seed))
    return found


async def died_at(plan: Plan, folder: Path, url: str | None = None) -> Verdict:
    """Run it and return what was found."""
    town = built(folder, url)
    async with BotApi() as api:
        api.clock.follow_file(town.clock_file)
        crowd = Crowd(api, town, plan.people, plan.seed)
        crowd.release()
        sender = _sender(api, town)
        server = Server(town, api.url, api.token, TROLY_TELEGRAM_TRIAL="unpaced")
        began = time.monotonic()
        await server.start(TROLY_CRASH_AT=f"{plan.point}:{plan.passage}")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(crowd.live())
            await sender.sends_document("ban-ky.pdf", b"%PDF-1.7\n%%EOF\n", "bản ký")
            died = await server.died(_DIES)
            await server.start()
            await server.ready()
        await settled(town)
        crowd.listen()
        verdict = judge(api, town, crowd)
        verdict.expect(died, f"it never came to {plan.point} for the {plan.passage}. time")
        await server.stop()
        verdict.counts["seconds"] = round(time.monotonic() - began, 1)
    return verdict


def _sender(api: BotApi, town: Town) -> User:
    """Return somebody who is known and sends a file."""
    user = api.user("người gửi tệp")
    coordinate(town, str(user.id))
    return user
