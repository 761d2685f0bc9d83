"""The clock, only a clock: APScheduler says "now" once a minute and remembers nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


async def beat(ring: Callable[[], Awaitable[None]], seconds: float = 60) -> None:
    """Ring at once and then every `seconds` until cancelled, one ring at a time.

    A ring may be late, it must only come: missed ones become one (coalesce), none is too old
    (misfire None). One that fails is logged by the clock, and the next one comes.
    """
    ringing = asyncio.Lock()

    async def ring_alone() -> None:
        if ringing.locked():
            return  # the last one is still at it; the next one will look again
        async with ringing:
            with suppress(asyncio.CancelledError):  # the house is closing
                await ring()

    clock = AsyncIOScheduler(timezone="UTC")
    often = IntervalTrigger(seconds=seconds, timezone="UTC")
    clock.add_job(ring_alone, misfire_grace_time=None)
    clock.add_job(ring_alone, often, coalesce=True, misfire_grace_time=None, max_instances=2)
    clock.start()
    try:
        await asyncio.Event().wait()
    finally:
        clock.shutdown(wait=False)
