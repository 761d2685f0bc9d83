"""Robots with telephones: each reads its chat at the fake Telegram and acts."""

import asyncio
from collections.abc import Iterable, Sequence

from tests.botapi import BotApi
from tests.botapi.conversation import Silence
from tests.botapi.people import User
from tests.chaos.robot import Deed, Robot, Say
from tests.chaos.town import EVENING, Resident, Town, settle


class Person:
    """One robot and its account."""

    def __init__(self, user: User, robot: Robot, resident: Resident) -> None:
        self.user = user
        self.robot = robot
        self.resident = resident
        self.silent: str | None = None  # what was waited for in vain

    async def lives(self, patience: float) -> None:
        """Begin the report and act on every message until it is sent."""
        await self.user.says("/baocao")
        try:
            while not self.robot.done:
                message = await self.user.hears(patience)
                await self.does(self.robot.hears(message))
        except Silence as silence:
            self.silent = str(silence)

    async def does(self, deeds: Iterable[Deed]) -> None:
        """Type or press."""
        for deed in deeds:
            if isinstance(deed, Say):
                await self.user.says(deed.text)
            else:
                await self.user.press(deed.message, deed.label)

    def listens(self) -> None:
        """Look at what came after the end: repeats are counted, nothing is done."""
        for message in self.user.unheard:
            self.robot.hears(message)
        self.user.skip()


class Crowd:
    """All people of one run."""

    def __init__(self, api: BotApi, town: Town, count: int, seed: int) -> None:
        users = [api.user(f"p{number}", first_name=f"Đầu mối {number}") for number in range(count)]
        residents = settle(town, [str(user.id) for user in users])
        form, book, today = town.programme.form, town.programme.phrases, EVENING.date()
        self.people = [
            Person(user, Robot(form, book, seed * 1000 + number, today), resident)
            for number, (user, resident) in enumerate(zip(users, residents, strict=True))
        ]

    async def live(self, patience: float = 60.0) -> None:
        """Let everybody report at the same time until all are done or wait in vain."""
        async with asyncio.TaskGroup() as tasks:
            for person in self.people:
                tasks.create_task(person.lives(patience))

    def release(self) -> None:
        """Let everybody finish what they are at, and send."""
        for person in self.people:
            person.robot.released = True

    def listen(self) -> None:
        """Let everybody look at what came after their end."""
        for person in self.people:
            person.listens()

    @property
    def unfinished(self) -> Sequence[Person]:
        """Return those who did not get to their receipt."""
        return [person for person in self.people if not person.robot.done]
