"""The server dies at random instants, again and again, while people report."""

import asyncio
import random
import time
from dataclasses import dataclass
from pathlib import Path

from tests.botapi import BotApi
from tests.botapi.rules import Limits, Rules
from tests.chaos.crowd import Crowd
from tests.chaos.server import Server
from tests.chaos.town import built
from tests.chaos.verdict import Verdict, judge
from tests.chaos.waiting import settled, until


@dataclass(frozen=True)
class Plan:
    """One run. `limits`: Telegram's rate limits are enforced, and each refusal is counted."""

    people: int = 50
    kills: int = 200
    seed: int = 1
    limits: bool = True
    environment: tuple[tuple[str, str], ...] = ()


async def killed(plan: Plan, folder: Path, url: str | None = None) -> Verdict:
    """Run it and return what was found."""
    town = built(folder, url)
    rules = Rules(limits=Limits(burst=3) if plan.limits else None)
    async with BotApi(rules=rules) as api:
        api.clock.follow_file(town.clock_file)
        crowd = Crowd(api, town, plan.people, plan.seed)
        server = Server(town, api.url, api.token, **dict(plan.environment))
        began = time.monotonic()
        async with asyncio.TaskGroup() as tasks:
            living = tasks.create_task(crowd.live())
            killer = Killer(server, api, random.Random(plan.seed))
            await killer.kills(plan.kills, living)
            crowd.release()
            await server.start()
            await server.ready()
        await settled(town)
        crowd.listen()
        verdict = judge(api, town, crowd)
        status = await server.stop()
        verdict.expect(status == 0, f"the server ended with {status}")
        verdict.expect(not server.tracebacks(), f"the log holds errors: {server.last_words()}")
        _count(verdict, api, killer, time.monotonic() - began)
    return verdict


class Killer:
    """Starts the server and kills it at an instant that nobody knows before."""

    def __init__(self, server: Server, api: BotApi, rng: random.Random) -> None:
        self._server = server
        self._api = api
        self._rng = rng
        self.kills_done = 0
        self.kills_before_ready = 0

    async def kills(self, count: int, living: "asyncio.Task[None]") -> None:
        """Kill so many servers; ends early when the people have given up."""
        while self.kills_done < count and not living.done():
            await self._server.start()
            if self._rng.random() < 0.15:
                self.kills_before_ready += 1
                await asyncio.sleep(self._rng.uniform(0.0, self._server.seconds_to_start))
            else:
                await self._server.ready()
                await self._some_work()
            await self._server.kill()
            self.kills_done += 1

    async def _some_work(self) -> None:
        """Wait until some calls more have reached Telegram, and a little longer than that."""
        calls = self._api.ledger.calls
        wanted = len(calls) + self._rng.randint(1, 60)
        await until(lambda: len(calls) >= wanted, seconds=4.0, every=0.01)
        await asyncio.sleep(self._rng.uniform(0.0, 0.1))


def _count(verdict: Verdict, api: BotApi, killer: Killer, seconds: float) -> None:
    verdict.counts["kills"] = killer.kills_done
    verdict.counts["of them before it was ready"] = killer.kills_before_ready
    verdict.counts["refused as too many (429)"] = api.ledger.outcomes().get("limited", 0)
    verdict.counts["busiest second"] = api.ledger.busiest()
    verdict.counts["seconds"] = round(seconds, 1)
