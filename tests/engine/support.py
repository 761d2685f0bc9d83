"""An engine over a real database, with a channel that only remembers."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.channels.contract import Capabilities, Delivery, Receive, Undeliverable
from bot.clock import system_clock
from bot.engine.engine import Engine, Parts
from bot.engine.hooks import Hooks
from handlers.effects import Effect, Say
from handlers.inbound import Inbound, Kind
from plan.phrasebook import product_phrases
from storage.engine import Store, Tx

BOOK = product_phrases().overlaid(
    {"test.echo": "Nghe: {words}", "test.ask": "Câu {number}?", "test.label": "Nút {number}"}
)
_KEYS = itertools.count(1)


class Memory:
    """A channel that remembers what it showed; `fails` may raise for a delivery."""

    def __init__(self, name: str = "memory", **capabilities: object) -> None:
        self.name = name
        self.capabilities = Capabilities(
            **({"buttons": True, "edits": True, "files": True} | capabilities)
        )
        self.shown: list[Delivery] = []
        self.taps: list[tuple[str, str | None]] = []
        self.files: dict[str, bytes] = {}
        self.receive: Receive | None = None
        self.fails: Callable[[Delivery], None] = lambda _delivery: None
        self.hold: asyncio.Event | None = None
        self._tried = asyncio.Event()
        self.attempts = 0

    async def run(self, receive: Receive) -> None:
        self.receive = receive
        await asyncio.Event().wait()

    async def deliver(self, delivery: Delivery) -> str:
        self.attempts += 1
        self._tried.set()
        if self.hold is not None:
            await self.hold.wait()
        self.fails(delivery)
        self.shown.append(delivery)
        return f"m{len(self.shown)}"

    async def tried(self, times: int) -> None:
        """Wait until so many deliveries were attempted."""
        while self.attempts < times:
            self._tried.clear()
            await self._tried.wait()

    async def acknowledge_tap(self, tap: str, text: str | None) -> None:
        self.taps.append((tap, text))

    async def fetch(self, ref: str, to: Path) -> None:
        if ref not in self.files:
            raise Undeliverable("no such file")
        await asyncio.to_thread(to.write_bytes, self.files[ref])

    async def forget(self, ref: str) -> None:
        self.files.pop(ref, None)

    def texts(self, address: str | None = None) -> list[str]:
        return [d.text for d in self.shown if address in {None, d.address}]


def said(text: str, address: str = "1", channel: str = "memory", **more: object) -> Inbound:
    """An inbound text message of now."""
    fields = {"key": f"k{next(_KEYS)}", "kind": Kind.text, "sent_at": system_clock()} | more
    return Inbound(channel=channel, address=address, text=text, **fields)


def echo(_tx: Tx, inbound: Inbound, _now: datetime) -> list[Effect]:
    """Repeat what was said."""
    return [Say("test.echo", {"words": inbound.text})]


@asynccontextmanager
async def running(
    store: Store,
    *channels: Memory,
    turn: Callable[[Tx, Inbound, datetime], list[Effect]] = echo,
    **parts: object,
) -> AsyncIterator[Engine]:
    """An engine that runs until the block ends."""
    fields = {"hooks": Hooks(), "clock": system_clock, "files": store.data_dir / "files"} | parts
    engine = Engine(Parts(store=store, channels=channels, turn=turn, book=BOOK, **fields))
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(engine.run())
        await engine.ready.wait()
        try:
            yield engine
        finally:
            task.cancel()
