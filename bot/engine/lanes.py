"""One lane a person: messages are acted on in the order they came, many people at once."""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog
from pydantic import ValidationError

from bot.clock import Clock
from bot.engine import faults
from bot.engine.promise import Promiser
from bot.engine.shelf import Shelf
from bot.engine.writer import Writer
from handlers.effects import Effect, Say
from handlers.inbound import Inbound
from storage import inbox, people
from storage.engine import Tx
from storage.errors import StorageError
from storage.groups import guarded

# Handlers by one function: an open transaction, what was said, and when; what is to be said.
Turn = Callable[[Tx, Inbound, datetime], list[Effect]]
T = TypeVar("T")
# Seconds between attempts when the database itself gives way.
_PATIENCE = (0.1, 0.5, 2.0, 5.0)
log = structlog.get_logger()
_Account = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Message:
    """A stored message that waits for its turn. `inbound` None: its body could not be read."""

    id: int
    channel: str
    address: str
    inbound: Inbound | None
    person: int | None

    @property
    def account(self) -> _Account:
        """Return the account that sent it."""
        return self.channel, self.address


class Lanes:
    """Acts on stored messages, one at a time a person; a stranger's lane is their account's.

    Each lane has at most one turn under way, so whoever sends much waits for themselves only.
    """

    def __init__(
        self, writer: Writer, turn: Turn, promiser: Promiser, shelf: Shelf, clock: Clock
    ) -> None:
        self._writer = writer
        self._turn = turn
        self._promiser = promiser
        self._shelf = shelf
        self._clock = clock
        self._lanes: dict[int | _Account, deque[Message]] = {}
        self._of_account: dict[_Account, int | _Account] = {}
        self._waiting: dict[_Account, int] = {}
        self._tasks: asyncio.TaskGroup | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self.resumed = asyncio.Event()
        self.acknowledge: Callable[[Inbound, str | None], None] = lambda _inbound, _toast: None

    async def run(self) -> None:
        """Resume what an earlier process left, then serve until cancelled."""
        async with asyncio.TaskGroup() as self._tasks:
            await self._resume()
            self.resumed.set()
            await asyncio.Event().wait()

    def waiting(self, account: _Account) -> int:
        """Return how many messages of an account wait for their turn."""
        return self._waiting.get(account, 0)

    @property
    def is_quiet(self) -> bool:
        """Return whether nobody waits for a turn."""
        return self._idle.is_set()

    async def quiet(self) -> None:
        """Wait until nobody waits for a turn."""
        await self._idle.wait()

    def hear(self, messages: Iterable[Message]) -> None:
        """Let stored messages have their turn, oldest first."""
        for message in messages:
            self._enter(message)

    async def _resume(self) -> None:
        after = 0
        while found := await self._writer.read(partial(unread, after=after)):
            self.hear(found)
            after = found[-1].id

    def _enter(self, message: Message) -> None:
        # While an account still has messages in a lane, its next ones queue behind them, even
        # when it became known as a person's meanwhile.
        lane = self._of_account.setdefault(message.account, message.person or message.account)
        self._waiting[message.account] = self.waiting(message.account) + 1
        queue = self._lanes.get(lane)
        if queue is not None:
            queue.append(message)
        elif self._tasks is not None:
            self._lanes[lane] = deque([message])
            self._idle.clear()
            self._tasks.create_task(self._serve(lane))

    async def _serve(self, lane: int | _Account) -> None:
        queue = self._lanes[lane]
        while queue:
            await self._act(queue[0])
            self._leave(queue.popleft())
        del self._lanes[lane]
        if not self._lanes:
            self._idle.set()

    def _leave(self, message: Message) -> None:
        left = self._waiting[message.account] - 1
        if left:
            self._waiting[message.account] = left
        else:
            del self._waiting[message.account], self._of_account[message.account]

    async def _act(self, message: Message) -> None:
        if message.inbound is None:
            await self._bury(message)
            return
        inbound = await self._shelf.fetched(message.inbound, known=message.person is not None)
        try:
            toast = await self._patiently(lambda tx: self._one_turn(tx, message.id, inbound))
        except Exception as error:  # noqa: BLE001 -- whatever a handler raises, others go on
            await self._bury(message, error)
            toast = None
        if inbound.tap is not None:
            self.acknowledge(inbound, toast)
        await self._shelf.tidy(inbound)

    def _one_turn(self, tx: Tx, row: int, inbound: Inbound) -> str | None:
        now = self._clock()
        if not inbox.claim(tx, row, now):
            return None  # acted on by an earlier process after all
        faults.point("lanes.claimed")
        identity = people.by_account(tx, inbound.channel, inbound.address)
        if identity is not None:
            people.saw(tx, identity, now)
        effects = self._turn(tx, inbound, now)
        return self._promiser.keep(tx, effects, now, inbound)

    async def _bury(self, message: Message, error: Exception | None = None) -> None:
        """Put a message aside that could not be acted on, and apologise for it once."""
        incident = secrets.token_hex(3).upper()
        log.error("turn failed", incident=incident, inbox=message.id, exc_info=error)

        def bury(tx: Tx) -> None:
            now = self._clock()
            if not inbox.bury(tx, message.id, incident, now) or message.inbound is None:
                return
            sorry = Say("engine.incident", {"incident": incident}, key=f"incident:{message.id}")
            apology = partial(
                self._promiser.keep, effects=[sorry], now=now, inbound=message.inbound
            )
            guarded(tx, apology)  # without words for it, the message is put aside all the same

        await self._patiently(bury)

    async def _patiently(self, job: Callable[[Tx], T]) -> T:
        """Run a job; while the database gives way, keep the message and try again."""
        attempt = 0
        while True:
            try:
                return await self._writer.run(job)
            except StorageError as error:
                log.warning("database gave way", error=str(error))
                await asyncio.sleep(_PATIENCE[min(attempt, len(_PATIENCE) - 1)])
                attempt += 1


def unread(tx: Tx, after: int) -> list[Message]:
    """Return stored messages that wait for their turn, with the person behind each."""
    return [
        Message(
            row.id,
            row.channel,
            row.address,
            read_body(row.body),
            people.person_of(tx, row.channel, row.address),
        )
        for row in inbox.unread(tx, after)
    ]


def read_body(body: str | None) -> Inbound | None:
    """Return a stored body as an Inbound; None when it cannot be read (a later version's)."""
    try:
        return Inbound.model_validate_json(body or "")
    except ValidationError:
        return None
