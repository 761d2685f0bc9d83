"""Waiting for other processes: until the database holds nothing open any more."""

import asyncio
import time
from collections.abc import Callable

from sqlalchemy import select

from storage.engine import Store
from storage.tables import inbox, outbox
from tests.chaos.town import Town

_QUIET = 180.0  # seconds until everything promised must be said: kills leave many papers to render


async def settled(town: Town) -> None:
    """Wait until every line is settled and every message acted on."""
    store = town.store()
    try:
        await until(lambda: not _is_busy(store), seconds=_QUIET, every=0.1)
    finally:
        store.close()


async def until(holds: Callable[[], bool], *, seconds: float, every: float) -> None:
    """Look again and again until something holds, or the time is over."""
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:  # noqa: ASYNC110 -- other processes
        await asyncio.sleep(every)


def _is_busy(store: Store) -> bool:
    with store.read() as tx:
        unsaid = tx.execute(select(outbox.c.id).where(outbox.c.settled_at.is_(None))).first()
        unheard = tx.execute(select(inbox.c.id).where(inbox.c.done_at.is_(None))).first()
    return bool(unsaid or unheard)
