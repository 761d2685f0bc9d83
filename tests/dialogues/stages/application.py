"""A fresh application over the scene's database, for the life of one line."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.channels.contract import Channel
from bot.engine.engine import Engine, Parts
from bot.engine.hooks import Hooks
from bot.hooks import hooks
from bot.opening import Opened
from bot.settings import Settings
from handlers.turn import turn
from reminders.tick import tick
from storage.engine import Store
from storage.lines import Line as Promised
from tests.dialogues.scene import Scene


@asynccontextmanager
async def application(scene: Scene, *channels: Channel) -> AsyncIterator[Engine]:
    """Open the database anew, run an engine on it, and forget both afterwards."""
    store = Store(scene.url, scene.folder)
    engine = Engine(_parts(scene, store, channels))
    try:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(engine.run())
            await engine.ready.wait()
            try:
                yield engine
                await engine.quiet()
            finally:
                running.cancel()
    finally:
        store.close()


async def look_at_the_clock(scene: Scene, engine: Engine) -> None:
    """Do what the ticker does once a minute."""
    await engine.writer.run(lambda tx: tick(tx, scene.house, scene.clock()))


def _parts(scene: Scene, store: Store, channels: tuple[Channel, ...]) -> Parts:
    settings = Settings(data_dir=scene.folder)
    asked = hooks(
        Opened(store, settings, scene.programme, scene.training), scene.house, scene.clock
    )

    async def paper(line: Promised) -> Path:
        """Return an empty paper: what stands in papers is tested where they are written."""
        path = scene.folder / "papers" / f"{line.id}"
        path.write_bytes(b"PK\x03\x04")
        return path

    return Parts(
        store=store,
        channels=channels,
        turn=lambda tx, inbound, now: turn(tx, scene.house, inbound, now),
        book=scene.programme.phrases,
        clock=scene.clock,
        files=scene.folder / "files",
        hooks=Hooks(asked.compose, paper, asked.lost),
    )
