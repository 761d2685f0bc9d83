"""Puts the engine together: channels at one end, handlers at the other, all on disk between."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.contract import Channel
from bot.clock import Clock
from bot.engine.courier import Courier
from bot.engine.hooks import Hooks
from bot.engine.janitor import Janitor
from bot.engine.lanes import Lanes, Turn
from bot.engine.leader import Leader
from bot.engine.ledger import Ledger
from bot.engine.parcel import Papers
from bot.engine.promise import Promiser
from bot.engine.receiver import Receiver
from bot.engine.shelf import Shelf, Verdict, keep_all
from bot.engine.writer import Writer
from plan.phrasebook import Phrasebook
from storage.engine import Store


@dataclass(frozen=True)
class Parts:
    """What an engine is made of. `files` is the folder of the file store."""

    store: Store
    channels: Sequence[Channel]
    turn: Turn
    book: Phrasebook
    clock: Clock
    files: Path
    hooks: Hooks = field(default_factory=Hooks)
    verdict: Verdict = keep_all
    # Phrases of lines that let somebody in, and the words that take their place after a while.
    hidden: Mapping[str, str] = field(default_factory=dict)


class Engine:
    """Receiver, lanes and courier around one writer. `run` until cancelled."""

    def __init__(self, parts: Parts) -> None:
        self._channels = {channel.name: channel for channel in parts.channels}
        pushing = [name for name, c in self._channels.items() if c.capabilities.pushes]
        self.writer = Writer(parts.store)
        self.promiser = Promiser(parts.book, pushing)
        self._shelf = Shelf(parts.files, self.writer, self._channels, parts.verdict)
        self.lanes = Lanes(self.writer, parts.turn, self.promiser, self._shelf, parts.clock)
        self.receiver = Receiver(self.writer, self.lanes, self.promiser, parts.clock)
        ledger = Ledger(self.promiser, parts.hooks)
        papers = Papers(parts.files, parts.hooks.paper)
        self.courier = Courier(self.writer, self._channels, ledger, papers, parts.clock)
        self.lanes.acknowledge = self.courier.acknowledge
        self.writer.on_promised = self.courier.promised
        self._janitor = Janitor(self.writer, parts.clock, parts.hidden)
        self.ready = asyncio.Event()

    async def run(self) -> None:
        """Resume what was left, then let the channels listen. Ends when cancelled."""
        self.writer.start()
        try:
            await self._shelf.sweep()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.lanes.run())
                tasks.create_task(self._janitor.run())
                tasks.create_task(Leader(self.writer.store, self.courier).run())
                await self.lanes.resumed.wait()
                for channel in self._channels.values():
                    tasks.create_task(channel.run(self.receiver.receive))
                self.ready.set()
        finally:
            await asyncio.shield(self.writer.stop())

    async def quiet(self) -> None:
        """Wait until everything heard is acted on and everything due is said."""
        while not (self.lanes.is_quiet and self.courier.is_quiet):
            await self.lanes.quiet()
            await self.courier.quiet()
