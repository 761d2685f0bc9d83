"""The clock, only a clock: APScheduler says "now" once a minute and remembers nothing."""

import asyncio
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


async def beat(ring: Callable[[], Awaitable[None]], seconds: float = 60) -> None:
    """Ring at once and then every `seconds` until cancelled, one ring at a time.

    A ring may be late, it must only come: missed ones become one (coalesce), none is too old
    (misfire None). One that fails is logged by the clock, and the next one comes.
    """
    clock = AsyncIOScheduler(timezone="UTC")
    often = IntervalTrigger(seconds=seconds, timezone="UTC")
    clock.add_job(ring, misfire_grace_time=None)
    clock.add_job(ring, often, coalesce=True, misfire_grace_time=None)
    clock.start()
    try:
        await asyncio.Event().wait()
    finally:
        clock.shutdown(wait=False)
