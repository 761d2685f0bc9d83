"""The web chat as a channel: the engine's words go to open pages, the pages' words to the engine.

The outbox itself is the page's history. A line for which no page is open is shown when one opens.
"""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn

from bot.channels.contract import Capabilities, Delivery, Receive, Undeliverable
from bot.web.app import pages
from bot.web.door import Door
from bot.web.hub import Rung, Told
from handlers.visit import WEB

_STOP_SECONDS = 5
_CLEARING_SECONDS = 86_400.0


class WebChannel:
    """Serves the pages while it runs. It never pushes: people see it when they open it."""

    name = WEB
    capabilities = Capabilities(
        buttons=True, edits=True, files=True, pushes=False, max_length=100_000
    )

    def __init__(self, door: Door) -> None:
        self.door = door
        self.listening = asyncio.Event()
        self.port = door.at.port
        self._socket: socket.socket | None = None

    def bind(self) -> None:
        """Take the port, before anything else starts. Raises OSError when it is taken."""
        family = socket.AF_INET6 if ":" in self.door.at.host else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((self.door.at.host, self.door.at.port))
        self._socket.listen(1024)
        self.port = self._socket.getsockname()[1]

    async def run(self, receive: Receive) -> None:
        """Serve until cancelled; open pages are sent away then and come again by themselves."""
        if self._socket is None:
            self.bind()
        server = _Server(_config(self.door), self.listening)
        self.door.receive = receive
        async with asyncio.TaskGroup() as tasks:
            clearing = tasks.create_task(self._clear())
            serving = tasks.create_task(server.serve(sockets=[self._bound()]))
            try:
                await asyncio.shield(serving)
            except asyncio.CancelledError:
                self._send_away(server)
                await serving
                raise
            finally:
                clearing.cancel()

    async def deliver(self, delivery: Delivery) -> str:
        """Show a line on every open page of its session; return the message it stands in."""
        if delivery.file is not None:
            await asyncio.to_thread(self.door.drawer.put_out, delivery.line, delivery.file)
        place = delivery.edit or str(delivery.line)
        self.door.hub.tell(delivery.address, Rung(delivery.line, place))
        return place

    async def acknowledge_tap(self, tap: str, text: str | None) -> None:
        """Show a short word on the open pages; `tap` is the session's address."""
        if text:
            self.door.hub.tell(tap, Told("toast", {"words": text}))

    async def fetch(self, ref: str, to: Path) -> None:
        """Copy an upload to a path. Raises Undeliverable when it is gone."""
        try:
            await asyncio.to_thread(self.door.drawer.hand_in, ref, to)
        except FileNotFoundError:
            raise Undeliverable("the upload is gone") from None

    async def forget(self, ref: str) -> None:
        """Remove an upload: what was refused is not kept here, what was kept not twice."""
        await asyncio.to_thread(self.door.drawer.drop, ref)

    def _bound(self) -> socket.socket:
        if self._socket is None:
            raise RuntimeError("bind first")
        return self._socket

    def _send_away(self, server: "_Server") -> None:
        self.listening.clear()
        self.door.receive = None
        self.door.hub.close()
        server.leave()

    async def _clear(self) -> None:
        while True:
            await asyncio.to_thread(self.door.drawer.clear, self.door.clock())
            await asyncio.sleep(_CLEARING_SECONDS)


class _Server(uvicorn.Server):
    """Uvicorn without hands on the process's signals; says when it listens."""

    def __init__(self, config: uvicorn.Config, listening: asyncio.Event) -> None:
        super().__init__(config)
        self._listening = listening
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        """Stop taking connections; let answers under way finish."""
        self.should_exit = True
        self._leaving.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to whoever runs us."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self._listening.set()

    async def main_loop(self) -> None:
        """Keep the date header fresh once a second, instead of waking ten times."""
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._leaving.wait(), 1.0)


def _config(door: Door) -> uvicorn.Config:
    return uvicorn.Config(
        pages(door),
        log_config=None,
        access_log=False,  # paths of invitations are secrets
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
