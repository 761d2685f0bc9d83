"""The other side of a bench: a fake Telegram with people who answer, in a process of its own.

Started by bench/conversations.py. It prints {"port", "ids"}, waits for a line on its standard
input, lets the people talk, and prints what it measured.
"""

import argparse
import asyncio
import gc
import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

from plan.programme import Programme, find_pack, load_programme
from tests.botapi import BotApi
from tests.botapi.people import User
from tests.chaos.robot import Robot, Say
from tests.chaos.town import EVENING, PACK

_PATIENCE = 60.0


class Talker:
    """One person who fills in one report, who takes about `pause` seconds to write an answer."""

    def __init__(self, user: User, robot: Robot, pause: float) -> None:
        self._user = user
        self._robot = robot
        self._pause = pause
        self.times: list[float] = []

    async def talks(self, most: int) -> None:
        """Answer until the summary, or so many times; note the seconds from update to reply."""
        await self._writes()
        await self._user.says("/baocao")
        spoke = time.perf_counter()
        while True:
            message = await self._user.hears(_PATIENCE)
            self.times.append(time.perf_counter() - spoke)
            deeds = self._robot.hears(message)
            if self._robot.at_review or len(self.times) >= most:
                return
            await self._writes()
            spoke = time.perf_counter()
            for deed in deeds:
                if isinstance(deed, Say):
                    await self._user.says(deed.text)
                else:
                    await self._user.press(deed.message, deed.label)

    async def _writes(self) -> None:
        if self._pause:
            await asyncio.sleep(self._pause * random.uniform(0.5, 1.5))


def talkers(
    api: BotApi, programme: Programme, count: int, seed: int, pause: float
) -> list[Talker]:
    """Return people with their way of answering: typed, all of it, one message a narrative."""
    made = []
    for number in range(count):
        robot = Robot(programme.form, programme.phrases, seed + number, _today(), typing=True)
        made.append(Talker(api.user(f"p{number}"), robot, pause))
    return made


def _today() -> date:
    return EVENING.date()


async def _all(waiting: Iterator[Talker], most: int) -> None:
    for talker in waiting:
        await talker.talks(most)


async def measured(people: list[Talker], at_once: int, most: int) -> dict[str, Any]:
    """Let so many talk at once until everybody has; return counts and seconds."""
    waiting = iter(people)
    began = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(at_once):
            tasks.create_task(_all(waiting, most))
    took = time.perf_counter() - began
    times = sorted(seconds for person in people for seconds in person.times)
    return {
        "answers": len(times),
        "seconds": took,
        "p50": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
        "cpu": time.process_time(),
    }


async def main() -> None:
    """Serve one bench."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, required=True, help="how many reports in all")
    parser.add_argument("--at-once", type=int, required=True)
    parser.add_argument("--most", type=int, default=1000, help="answers of each person")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds to write an answer")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    gc.set_threshold(100_000, 50, 1000)
    async with BotApi() as api:
        programme = load_programme(find_pack(PACK))
        people = talkers(api, programme, given.people, given.seed, given.pause)
        ids = [user.id for user in api.users.values()]
        print(json.dumps({"port": api.port, "token": api.token, "ids": ids}), flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        random.seed(given.seed)
        found = await measured(people, given.at_once, given.most)
        found["malformed"] = len(api.ledger.malformed)
        print(json.dumps(found), flush=True)
        await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    asyncio.run(main())
