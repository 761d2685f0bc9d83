"""From a channel's batch to inbox rows, in one commit; only then may the channel confirm."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.clock import Clock
from bot.engine import faults
from bot.engine.lanes import Lanes, Message
from bot.engine.promise import Promiser
from bot.engine.writer import Writer
from handlers.effects import Say
from handlers.inbound import Inbound
from storage import inbox, people
from storage.engine import Tx
from storage.errors import StorageError
from storage.inbox import Told

log = structlog.get_logger()
# More than this many messages of one account waiting: the next are put aside, politely.
FLOOD = 200


class Receiver:
    """Stores what arrives. Its `receive` is what channels are given."""

    def __init__(self, writer: Writer, lanes: Lanes, promiser: Promiser, clock: Clock) -> None:
        self._writer = writer
        self._lanes = lanes
        self._promiser = promiser
        self._clock = clock
        self.last_at: datetime | None = None  # for health: when something last arrived

    async def receive(self, batch: Sequence[Inbound]) -> None:
        """Store a batch, oldest first. When it returns, all of it is on disk.

        Raises StorageError when the database cannot: nothing was stored, offer it again.
        """
        if not batch:
            return
        clean = [storable(inbound) for inbound in batch]
        flooding = {
            (inbound.channel, inbound.address)
            for inbound in clean
            if self._lanes.waiting((inbound.channel, inbound.address)) >= FLOOD
        }
        try:
            fresh = await self._writer.run(partial(self._store, batch=clean, flooding=flooding))
        except StorageError:
            raise
        except Exception:  # one that cannot be stored must not hold up the others
            log.exception("batch not stored", messages=len(clean))
            fresh = await self._one_by_one(clean, flooding)
        faults.point("receiver.stored")
        self.last_at = self._clock()
        self._lanes.hear(fresh)

    async def _one_by_one(
        self, batch: Sequence[Inbound], flooding: set[tuple[str, str]]
    ) -> list[Message]:
        fresh = []
        for inbound in batch:
            try:
                fresh += await self._writer.run(
                    partial(self._store, batch=[inbound], flooding=flooding)
                )
            except StorageError:
                raise
            except Exception:
                log.exception("message lost: it cannot be stored", channel=inbound.channel)
        return fresh

    def _store(
        self, tx: Tx, batch: Sequence[Inbound], flooding: set[tuple[str, str]]
    ) -> list[Message]:
        now = self._clock()
        fresh = []
        for inbound in batch:
            account = inbound.channel, inbound.address
            body = inbound.model_dump_json(exclude_defaults=True)
            told = Told(*account, inbound.key, body)
            row = inbox.receive(tx, told, now, aside=account in flooding)
            if row is None:
                continue
            if account in flooding:
                self._slow_down(tx, inbound, now)
            else:
                person = people.person_of(tx, *account)
                fresh.append(Message(row, *account, inbound, person))
        return fresh

    def _slow_down(self, tx: Tx, inbound: Inbound, now: datetime) -> None:
        key = f"flood:{inbound.channel}:{inbound.address}:{now:%Y-%m-%dT%H}"
        self._promiser.keep(tx, [Say("engine.flood", key=key)], now, inbound)


def storable(inbound: Inbound) -> Inbound:
    """Return the message without what no database keeps: NUL, and halves of surrogate pairs."""
    changed: dict[str, Any] = {
        name: clean
        for name, value in inbound
        if isinstance(value, str) and (clean := _storable_text(value)) != value
    }
    if inbound.file is not None:
        sent = inbound.file
        named = {"ref": _storable_text(sent.ref), "name": _storable_text(sent.name)}
        named |= {"media_type": _storable_text(sent.media_type)}
        if any(getattr(sent, field) != text for field, text in named.items()):
            changed["file"] = sent.model_copy(update=named)
    return inbound.model_copy(update=changed) if changed else inbound


def _storable_text(text: str) -> str:
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
