"""A fake Telegram on a loopback port, in the event loop of the test."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from .clock import Clock, Now
from .control import Control
from .conversation import PATIENCE, Silence
from .faults import Faults
from .ledger import Ledger
from .people import User
from .requests import big_request
from .rooms import Channel, Group
from .rules import Limits, Rules
from .server import Server
from .world import World

TOKEN = "123456:TEST-token-of-the-fake-bot-api"
HOST = "127.0.0.1"


class BotApi:
    """The fake Bot API of one bot: a server, its people, its faults and its ledger."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        port: int = 0,
        clock: Now | None = None,
        rules: Rules | None = None,
    ) -> None:
        self.token = token
        self.port = port
        self.clock = Clock(clock)
        self.world = World(token, self.clock, rules or Rules())
        self.faults = Faults(self.world.rules.seed)
        self.server = Server(token, self.world, self.faults)
        self.server.control = Control(self)
        self.stopping = asyncio.Event()
        self.users: dict[str, User] = {}
        self.groups: dict[str, Group] = {}
        self.channels: dict[str, Channel] = {}
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        await self.comes_back()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.goes_down()
        if error is None and self.server.failures:
            raise self.server.failures[0]

    @property
    def url(self) -> str:
        """Return the address of the server."""
        return f"http://{HOST}:{self.port}"

    @property
    def base_url(self) -> str:
        """Return what a client puts before the token."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """Return what a client puts before the token when it downloads."""
        return f"{self.url}/file/bot"

    @property
    def username(self) -> str:
        """Return the bot's name, for deep links."""
        return str(self.world.bot["username"])

    @property
    def ledger(self) -> Ledger:
        """Return the calls of the bot."""
        return self.server.ledger

    def user(self, name: str, **more: Any) -> User:
        """Return the person of this name, new at the first time (first_name=, phone=, ...)."""
        if name not in self.users:
            person = self.world.new_person(more.pop("first_name", name), **more)
            self.users[name] = User(self.world, person, name)
        return self.users[name]

    def group(self, title: str, *members: User, supergroup: bool = False) -> Group:
        """Return the group of this title, new at the first time; the bot is not in it."""
        if title not in self.groups:
            chat = self.world.new_room("supergroup" if supergroup else "group", title)
            self.groups[title] = Group(self.world, chat, title)
        self.groups[title].join(*members)
        return self.groups[title]

    def channel(self, title: str, username: str = "") -> Channel:
        """Return the channel of this title, new at the first time; the bot is not in it."""
        if title not in self.channels:
            chat = self.world.new_room("channel", title, username)
            self.channels[title] = Channel(self.world, chat, title)
        return self.channels[title]

    def content(self, file_id: str) -> bytes:
        """Return the bytes of a file that anybody sent."""
        stored = self.world.files.find(file_id)
        if stored is None:
            raise KeyError(file_id)
        return stored.content

    def enforce(self, limits: Limits | None) -> None:
        """Switch Telegram's rate limits on, change or (None) off."""
        self.server.limits.enforce(limits)

    async def confirmed(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109
        """Wait until the bot has confirmed every update."""
        updates = self.world.updates
        done = await updates.confirmed.until(lambda: not len(updates) or None, timeout)
        if done is None:
            raise Silence(f"{len(updates)} updates unconfirmed after {timeout} s")

    async def polled(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109
        """Wait until the bot waits for updates, that is: until it is up and has nothing to do."""
        updates = self.world.updates
        if await updates.polled.until(lambda: updates.waited_for or None, timeout) is None:
            raise Silence(f"nobody asked for updates within {timeout} s")

    async def goes_down(self) -> None:
        """Stop listening: from now on connections are refused; nothing is forgotten."""
        self.server.close()
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def comes_back(self) -> None:
        """Listen (again), on the same port as before."""
        self.server.reopen()
        server = web.Server(self.server, request_factory=big_request, access_log=None)
        runner = web.ServerRunner(server, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, HOST, self.port)
        await site.start()
        self._runner = runner
        self.port = runner.addresses[0][1]
