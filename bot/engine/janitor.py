"""What is kept for a while only: the words of what people said, once they were acted on."""

import asyncio
from functools import partial

import structlog

from bot.clock import Clock
from bot.engine.writer import Writer
from storage import inbox
from storage.errors import StorageError

_EVERY = 3600.0  # seconds
log = structlog.get_logger()


class Janitor:
    """Blanks old bodies of the inbox, a little at a time, so that nobody waits for it."""

    def __init__(self, writer: Writer, clock: Clock) -> None:
        self._writer = writer
        self._clock = clock

    async def run(self) -> None:
        """Look once an hour until cancelled."""
        while True:
            try:
                await self.clean()
            except StorageError as error:
                log.warning("database gave way", error=str(error))
            await asyncio.sleep(_EVERY)

    async def clean(self) -> int:
        """Blank what is old; return how many messages."""
        total = 0
        while done := await self._writer.run(partial(inbox.forget_bodies, now=self._clock())):
            total += done
        return total
