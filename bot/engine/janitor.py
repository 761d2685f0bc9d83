"""What is kept for a while only: what people said, once it was acted on; links that let in."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from functools import partial

import structlog

from bot.clock import Clock
from bot.engine.writer import Writer
from storage import attempts, hiding, inbox
from storage.errors import StorageError

_EVERY = 600.0  # seconds
# No limit on wrong codes, questions and the like counts further back.
_LONGEST_LIMIT = timedelta(days=2)
log = structlog.get_logger()


class Janitor:
    """Blanks old bodies of the inbox, a little at a time, and drops what counts no more."""

    def __init__(
        self, writer: Writer, clock: Clock, hidden: Mapping[str, str] | None = None
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._hidden = hidden or {}

    async def run(self) -> None:
        """Look every ten minutes until cancelled."""
        while True:
            try:
                await self.clean()
            except StorageError as error:
                log.warning("database gave way", error=str(error))
            await asyncio.sleep(_EVERY)

    async def clean(self) -> int:
        """Blank what is old; return how many messages."""
        old = self._clock() - _LONGEST_LIMIT
        await self._writer.run(partial(attempts.forget, before=old))
        if self._hidden:
            await self._writer.run(partial(hiding.hide, lines=self._hidden, now=self._clock()))
        total = 0
        while done := await self._writer.run(partial(inbox.forget_bodies, now=self._clock())):
            total += done
        return total
