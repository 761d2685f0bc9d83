"""Whether Telegram still answers: noted at each poll, kept as a mark, told to those who watch."""

import asyncio
from datetime import datetime
from functools import partial

from bot.clock import Clock
from bot.engine.writer import Writer
from storage import marks

HEARD = "telegram_heard"
_EVERY = 60.0  # seconds between marks


class Pulse:
    """When Telegram last answered. `wanted` False: nobody expects it to."""

    def __init__(self, clock: Clock, *, wanted: bool, patience_minutes: int) -> None:
        self._clock = clock
        self._wanted = wanted
        self._patience = patience_minutes * 60
        self._last: datetime = clock()
        self._heard = False

    def heard(self) -> None:
        """Note that it answered."""
        self._last = self._clock()
        self._heard = True

    def silent_seconds(self) -> float | None:
        """Return for how long it has not answered; None when it is not wanted."""
        return (self._clock() - self._last).total_seconds() if self._wanted else None

    def problems(self) -> list[str]:
        """Return what makes health red."""
        silent = self.silent_seconds()
        if silent is None or silent < self._patience:
            return []
        return [f"telegram: silent for {int(silent // 60)} minutes"]

    async def keep(self, writer: Writer) -> None:
        """Keep the last moment as a mark, once a minute, until cancelled."""
        while True:
            if self._heard:
                self._heard = False
                await writer.run(partial(marks.put, name=HEARD, value=True, now=self._last))
            await asyncio.sleep(_EVERY)
