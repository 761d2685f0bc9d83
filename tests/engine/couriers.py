"""Lines for the courier, and what became of them."""

from collections.abc import Callable

from sqlalchemy import select

from bot.channels.contract import Delivery
from bot.clock import system_clock
from storage import post
from storage.engine import Store
from storage.lines import NewLine
from storage.tables import outbox
from tests.engine.support import Memory, running


def promise(store: Store, *texts: str, address: str = "1", **fields: object) -> list[int]:
    """Lines promised by another process: the courier has to find them."""
    with store.write() as tx:
        new = {"channel": "memory", "address": address, "phrase": "p"} | fields
        rows = [post.promise(tx, NewLine(text=text, **new), system_clock()) for text in texts]
    return [row for row in rows if row is not None]


def rows(store: Store, *columns: str) -> list[tuple[object, ...]]:
    with store.read() as tx:
        chosen = select(*(outbox.c[name] for name in columns)).order_by(outbox.c.id)
        return [tuple(row) for row in tx.execute(chosen)]


def failing(times: int, error: Exception, text: str | None = None) -> Callable[[Delivery], None]:
    """Fail so many times, for one text or for all."""
    left = [times]

    def fails(delivery: Delivery) -> None:
        if left[0] and text in {None, delivery.text}:
            left[0] -= 1
            raise error

    return fails


async def delivered(store: Store, channel: Memory, **parts: object) -> list[str]:
    async with running(store, channel, **parts) as engine:
        await engine.quiet()
    return channel.texts()
