"""One courier a database: of several processes one delivers, another takes over when it ends."""

import asyncio
from contextlib import suppress
from functools import partial

import structlog

from bot.engine.courier import Courier
from storage.engine import Store
from storage.errors import StorageError
from storage.instance import Hold, hold

_AGAIN = 2.0  # seconds between attempts to become the one
_CHECK = 5.0  # seconds between looks whether we still are (PostgreSQL may have restarted)
log = structlog.get_logger()


class Leader:
    """Runs the courier while this process holds the courier's lock."""

    def __init__(self, store: Store, courier: Courier) -> None:
        self._store = store
        self._courier = courier

    async def run(self) -> None:
        """Wait for the lock, deliver while it holds, wait again. Ends when cancelled."""
        while True:
            held = await self._elected()
            try:
                await self._lead(held)
            except* StorageError as group:
                log.warning("database gave way", errors=[str(e) for e in group.exceptions])
            finally:
                held.release()

    async def _lead(self, held: Hold) -> None:
        async with asyncio.TaskGroup() as tasks:
            delivering = tasks.create_task(self._courier.run())
            await self._lost(held)
            log.warning("courier's lock lost")
            delivering.cancel()

    @staticmethod
    async def _lost(held: Hold) -> None:
        while True:
            await asyncio.sleep(_CHECK)
            if not await asyncio.to_thread(held.is_held):
                return

    async def _elected(self) -> Hold:
        while True:
            ask = partial(hold, self._store, "courier", patient=False)
            asked = asyncio.ensure_future(asyncio.to_thread(ask))
            try:
                return await asyncio.shield(asked)
            except StorageError:  # another has it, or the database is away
                await asyncio.sleep(_AGAIN)
            except asyncio.CancelledError:
                with suppress(StorageError):  # it comes in a moment, and nobody would release it
                    (await asked).release()
                raise
