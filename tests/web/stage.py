"""The web chat on a loopback port over a real database, and browsers that speak HTTP to it."""

import asyncio
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

import httpx
from sqlalchemy import select

from bot.clock import system_clock
from bot.engine.engine import Engine, Parts
from bot.web.channel import WebChannel
from bot.web.door import Address, Door
from handlers.house import House
from plan.programme import PACKS, Programme, load_programme
from plan.units import Role
from storage import invitations, people
from storage.engine import Store
from storage.invitations import New
from storage.tables import inbox, outbox
from tests.web import script

PROGRAMME = load_programme(PACKS / "bac-ninh-2282")
BOOK = PROGRAMME.phrases.overlaid(script.PHRASES)
LUC_NGAN = next(unit.code for unit in PROGRAMME.units if unit.official_name.endswith("Lục Ngạn"))


def in_words(book) -> Programme:
    """The programme with a phrasebook of the tests."""
    other = object.__new__(Programme)
    other.__dict__.update(PROGRAMME.__dict__ | {"phrases": book})
    return other


@dataclass
class Stage:
    """A running chat and what lies beneath it."""

    engine: Engine
    channel: WebChannel
    store: Store
    offset: list[timedelta] = field(default_factory=lambda: [timedelta()])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.channel.port}"

    def invite(self, **new: object) -> str:
        """Write an invitation and return its code."""
        now = self.channel.door.clock()
        fields = {"purpose": "join", "expires_at": now + timedelta(days=7)} | new
        if fields["purpose"] == "join":
            fields = {"unit": LUC_NGAN, "role": Role.focal} | fields
        with self.store.write() as tx:
            return invitations.issue(tx, New(**fields), now)

    def told(self) -> list:
        """Every row of the inbox."""
        with self.store.read() as tx:
            return list(tx.execute(select(inbox).order_by(inbox.c.id)))

    def said(self) -> list:
        """Every row of the outbox."""
        with self.store.read() as tx:
            return list(tx.execute(select(outbox).order_by(outbox.c.id)))

    def person(self, browser: "Browser") -> int | None:
        with self.store.read() as tx:
            return people.person_of(tx, "web", browser.address)

    @asynccontextmanager
    async def browser(self, agent: str = "test") -> AsyncIterator["Browser"]:
        headers = {"User-Agent": agent}
        async with httpx.AsyncClient(base_url=self.url, headers=headers, verify=False) as http:
            yield Browser(http, self)

    @asynccontextmanager
    async def joined(self, **new: object) -> AsyncIterator["Browser"]:
        """A browser whose person has joined by an invitation of its own."""
        async with self.browser() as browser:
            await browser.enter(self.invite(**new))
            await self.engine.quiet()
            yield browser


@dataclass
class Browser:
    """A cookie jar with one session in use."""

    http: httpx.AsyncClient
    stage: Stage
    page: str = ""

    @property
    def token(self) -> str:
        return self.http.cookies[f"troly-{self.page}"]

    @property
    def address(self) -> str:
        return hashlib.sha256(self.token.encode()).hexdigest()

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Troly-Page": self.page, "Origin": self.stage.url}

    async def enter(self, code: str) -> httpx.Response:
        """Open the link of a code and press its button."""
        await self.http.get(f"/m/{code}")
        answer = await self.http.post(f"/m/{code}", headers={"Origin": self.stage.url})
        if answer.status_code == 303:
            self.page = re.fullmatch(r"/chat\?p=(\w+)", answer.headers["location"])[1]
        return answer

    async def say(self, text: str, key: str = "", **more: object) -> httpx.Response:
        body = {"text": text, "key": key or f"key-{id(object())}-{text[:20]}"} | more
        return await self.http.post("/chat/say", json=body, headers=self.headers)

    async def press(self, choice: str, key: str = "press-0001") -> httpx.Response:
        body = {"choice": choice, "key": key}
        return await self.http.post("/chat/press", json=body, headers=self.headers)

    async def upload(self, name: str, content: bytes, **fields: str) -> httpx.Response:
        data = {"key": "file-00001", "text": "", "age": "0"} | fields
        return await self.http.post(
            "/chat/file", data=data, files={"file": (name, content)}, headers=self.headers
        )

    async def history(self, **query: str) -> dict:
        await self.stage.engine.quiet()
        answer = await self.http.get("/chat/messages", params={"p": self.page} | query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def lines(self) -> list[dict]:
        return [entry for entry in (await self.history())["entries"] if "html" in entry]

    @asynccontextmanager
    async def events(self, last: str = "", **query: str) -> AsyncIterator["Events"]:
        headers = {"Last-Event-ID": last} if last else {}
        address = httpx.QueryParams({"p": self.page} | query)
        async with self.http.stream("GET", f"/chat/events?{address}", headers=headers) as stream:
            yield Events(stream)


class Events:
    """An open stream of server-sent events."""

    def __init__(self, stream: httpx.Response) -> None:
        self.status = stream.status_code
        self.headers = stream.headers
        self._lines = stream.aiter_lines()

    async def next(self, *names: str) -> tuple[str, dict, str]:
        """The next event of these names: name, data, id."""
        async with asyncio.timeout(30):
            while True:
                name, data, number = await self._event()
                if not names or name in names:
                    return name, data, number

    async def ended(self) -> bool:
        async with asyncio.timeout(30):
            async for _line in self._lines:
                pass
        return True

    async def _event(self) -> tuple[str, dict, str]:
        name = data = number = ""
        async for line in self._lines:
            field_, _, value = line.partition(": ")
            if field_ == "event":
                name = value
            elif field_ == "data":
                data = value
            elif field_ == "id":
                number = value
            elif not line and name:
                return name, json.loads(data), number
        raise EOFError("the stream ended")


@cache
def empty_database() -> Path:
    """A database with its tables, made once."""
    path = Path(tempfile.mkdtemp()) / "empty.db"
    store = Store(f"sqlite:///{path}")
    store.upgrade(system_clock())
    store.close()
    return path


@asynccontextmanager
async def chatting(
    folder: Path, *, training: bool = False, **door: object
) -> AsyncIterator[Stage]:
    """A running chat that ends with the block. A "paper" lies on the shelf."""
    offset = [timedelta()]

    def clock():
        return system_clock() + offset[0]

    shutil.copy(empty_database(), folder / "troly.db")
    store = Store(f"sqlite:///{folder / 'troly.db'}")
    files = folder / "files"
    files.mkdir()
    (files / "paper").write_bytes(b"PK paper")
    house = House(in_words(BOOK), training=training)
    fields = {"at": Address(port=0), "folder": folder / "web"} | door
    channel = WebChannel(Door(house, store, clock, **fields))
    engine = Engine(Parts(store, [channel], script.answer, BOOK, clock, files))
    try:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(engine.run())
            await channel.listening.wait()
            try:
                yield Stage(engine, channel, store, offset)
            finally:
                running.cancel()
    finally:
        store.close()
