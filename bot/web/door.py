"""What the pages need of the house, and the few things that every page does with it."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.contract import Receive
from bot.clock import Clock
from bot.web.drawer import Drawer
from bot.web.entries import heard_entry, own_key
from bot.web.hub import Hub, Told
from bot.web.sessions import Session, session_of
from bot.web.words import Pages
from handlers import visit
from handlers.house import House
from handlers.inbound import Inbound
from handlers.visit import Visitor
from storage.engine import Store, Tx
from storage.errors import StorageError

T = TypeVar("T")
_KEY_LENGTH = 64
_READERS = 2  # the database has four connections to read by
# What was typed without a net may be this old; more is a clock that jumped.
_OLDEST_MS = 14 * 86_400_000


@dataclass(frozen=True)
class Address:
    """Where the pages are served and from where they are reached."""

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str | None = None

    @property
    def secure(self) -> bool:
        """Return whether browsers reach us by TLS: cookies are then for TLS only."""
        return (self.public_url or "").startswith("https://")


@dataclass
class Door:
    """The parts of a running server that pages use. `folder` keeps files on their way."""

    house: House
    store: Store
    clock: Clock
    folder: Path
    at: Address = field(default_factory=Address)
    # Problems that keep us from being ready, in words for a log; empty: ready.
    problems: Callable[[], Sequence[str]] = lambda: ()
    metrics: Callable[[], bytes] = lambda: b""
    metrics_token: str | None = None
    hub: Hub = field(default_factory=Hub)
    receive: Receive | None = None  # set while the channel runs

    def __post_init__(self) -> None:
        self.pages = Pages(self.house)
        self.drawer = Drawer(self.folder)
        self._threads = ThreadPoolExecutor(_READERS, thread_name_prefix="pages")

    async def read(self, look: Callable[[Tx], T]) -> T:
        """Look something up on a snapshot, beside the event loop."""

        def reading() -> T:
            with self.store.read() as tx:
                return look(tx)

        return await asyncio.get_running_loop().run_in_executor(self._threads, reading)

    async def write(self, job: Callable[[Tx], T]) -> T:
        """Write down one small thing, committed when this returns."""

        def writing() -> T:
            with self.store.write() as tx:
                return job(tx)

        return await asyncio.get_running_loop().run_in_executor(self._threads, writing)

    async def visitor(self, session: Session) -> Visitor:
        """Return whom a session speaks for."""
        return await self.read(lambda tx: visit.visitor(tx, self.house, session.address))

    async def live(self, request: Request) -> Session | None:
        """Return the session that a request speaks for, unless it was ended."""
        session = session_of(request)
        if session is None or (await self.visitor(session)).ended:
            return None
        return session

    async def seen(self, session: Session) -> None:
        """Note that whoever the session speaks for has the page open."""
        now = self.clock()
        if await self.read(lambda tx: visit.is_unseen(tx, session.address, now)):
            await self.write(lambda tx: visit.note_seen(tx, session.address, now))

    async def hear(self, session: Session, inbound: Inbound) -> None:
        """Store what was said; when this returns it is on disk. Other open pages show it too."""
        if self.receive is None:
            raise ClosedError
        try:
            await self.receive([inbound])
        except StorageError as error:
            raise ClosedError from error
        at = inbound.sent_at.isoformat()
        if entry := heard_entry(inbound, session.address, at):
            self.hub.tell(session.address, Told("mine", entry))

    def key(self, session: Session, given: str) -> str:
        """Return a page's own key as the inbox keeps it; without one, a new one."""
        return own_key(session.address, given[:_KEY_LENGTH] or token_hex(16))

    def said_at(self, age: float) -> datetime:
        """Return when something was said that a page has kept for `age` milliseconds."""
        return self.clock() - timedelta(milliseconds=min(age, _OLDEST_MS))

    def not_found(self) -> Response:
        """Return the page for what is not there, or not theirs: nobody can tell which."""
        return self.pages.notice("missing", 404)


class ClosedError(Exception):
    """Nothing was stored: the server starts or stops, or its database gives way. Try again."""
