"""The house in one process: a real database, the engine, the handlers, and a channel that hears."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.channels.contract import Capabilities, Delivery, Receive, Undeliverable
from bot.channels.telegram.reading import read_update
from bot.channels.telegram.writing import keyboard
from bot.engine.engine import Engine, Parts
from bot.hooks import hooks
from bot.judging import verdict
from bot.opening import Opened
from bot.settings import Settings
from handlers.house import House
from handlers.turn import turn
from plan.programme import Programme
from reminders.tick import tick
from storage.engine import Store
from storage.lines import Line
from tests.botapi.conversation import Seen, seen
from tests.fuzz.updates import Json
from tests.fuzz.words import FILES

_REMEMBERED = 12  # messages that a person scrolls back


@dataclass
class Ear:
    """Stands for Telegram: remembers what everybody was shown, and hands over files."""

    name: str = "telegram"
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(buttons=True, edits=True, files=True, contact=True)
    )
    shown: dict[str, deque[Seen]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)  # who has blocked us
    toasts: int = 0
    number: int = 0
    receive: Receive | None = None

    async def run(self, receive: Receive) -> None:
        self.receive = receive
        await asyncio.Event().wait()

    async def deliver(self, delivery: Delivery) -> str:
        if delivery.address in self.gone:
            raise Undeliverable("blocked", unreachable=True)
        self.number += 1
        chat = {"id": int(delivery.address), "type": "private"}
        json = {"chat": chat, "message_id": self.number, "date": 0, "text": delivery.text}
        json |= {"reply_markup": keyboard(delivery.buttons)} if delivery.buttons else {}
        messages = self.shown.setdefault(delivery.address, deque(maxlen=_REMEMBERED))
        messages.append(seen(json))
        return delivery.edit or str(self.number)

    async def acknowledge_tap(self, tap: str, text: str | None) -> None:
        del tap
        self.toasts += bool(text)

    async def fetch(self, ref: str, to: Path) -> None:
        if ref not in FILES:
            raise Undeliverable("no such file")
        await asyncio.to_thread(to.write_bytes, FILES[ref])

    async def forget(self, ref: str) -> None:
        """Nothing is held here."""


class Clock:
    """Stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class Running:
    """A house that runs."""

    engine: Engine
    ear: Ear
    clock: Clock
    house: House
    store: Store

    async def hears(self, updates: Sequence[Json]) -> None:
        """Let a batch of updates arrive, and wait until everything is acted on and said."""
        assert self.ear.receive is not None
        read = [read_update(update, self.clock()) for update in updates]
        await self.ear.receive([inbound for inbound in read if inbound is not None])
        await self.engine.quiet()

    async def ticks(self) -> None:
        """Do what the ticker does once a minute."""
        await self.engine.writer.run(lambda tx: tick(tx, self.house, self.clock()))
        await self.engine.quiet()


@asynccontextmanager
async def running(
    store: Store, programme: Programme, folder: Path, now: datetime
) -> AsyncIterator[Running]:
    """Run a house on a prepared database for the time of the block."""
    clock, ear = Clock(now), Ear()
    house = House(
        programme, training=True, public_url="https://baocao.example", bot_name="thu_bot"
    )
    opened = Opened(store, Settings(data_dir=folder), programme, training=True)
    parts = Parts(
        store,
        [ear],
        partial(_turn, house),
        programme.phrases,
        clock,
        folder / "files",
        replace(hooks(opened, house, clock), paper=partial(_paper, folder)),
        verdict(programme),
    )
    engine = Engine(parts)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(engine.run())
        await engine.ready.wait()
        yield Running(engine, ear, clock, house, store)
        task.cancel()


def _turn(house, tx, inbound, now):
    return turn(tx, house, inbound, now)


async def _paper(folder: Path, line: Line) -> Path:
    """Return an empty paper: what stands in papers is tested where they are written."""
    path = folder / "papers" / str(line.id)
    path.write_bytes(b"PK\x03\x04")
    return path
