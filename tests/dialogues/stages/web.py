"""The web chat over real HTTP: a browser a person, each with a session and an open page."""

import asyncio
import json
import ssl
from contextlib import AsyncExitStack
from html import unescape
from re import sub
from types import TracebackType
from typing import Any, Self

import httpx

from bot.web.channel import WebChannel
from bot.web.door import Address, Door
from bot.web.hub import Told
from bot.web.sessions import Session, new_session
from storage.engine import Store
from tests.dialogues.scene import Scene, plain_lines
from tests.dialogues.script import DialogueError, Line, Step
from tests.dialogues.stages.application import application, look_at_the_clock
from tests.dialogues.stages.contract import ODD, NotHere

_OVER = "dialogue-over"
# Made once: a client of its own for every line would load the certificates of the world each time.
_NO_TLS = ssl.create_default_context()


class Web:
    """People with browsers; the pages stay open while a line is played."""

    channel = "web"
    contact = False

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._sessions: dict[str, Session] = {}
        self._buttons: dict[str, list[tuple[str, str]]] = {}
        self._seen: dict[str, int] = {}  # the last line that somebody's page has shown
        self._count = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    def enters(self, name: str) -> str:
        """Return the address of somebody's session."""
        return self._sessions.setdefault(name, new_session()).address

    async def play(self, step: Step) -> list[Line]:
        """Play one step: post it, and read what the open pages are told."""
        if step.kind != "clock":
            self._scene.enters(step.who)
        scene, store = self._scene, Store(self._scene.url, self._scene.folder)
        door = Door(scene.house, store, scene.clock, scene.folder / "web", at=Address(port=0))
        channel = WebChannel(door)
        try:
            async with application(scene, channel) as engine, AsyncExitStack() as exits:
                await channel.listening.wait()
                pages = [await self._opened(name, channel, exits) for name in self._sessions]
                if step.kind == "clock":
                    await look_at_the_clock(scene, engine)
                else:
                    await self._act(channel, step)
                await engine.quiet()
                for session in self._sessions.values():
                    door.hub.tell(session.address, Told(_OVER, {}))
                told = await asyncio.gather(*(page.all() for page in pages))
        finally:
            store.close()
        return [
            self._line(page.name, e)
            for page, events in zip(pages, told, strict=True)
            for e in events
        ]

    async def _opened(self, name: str, channel: WebChannel, exits: AsyncExitStack) -> "_Page":
        http = await exits.enter_async_context(self._browser(name, channel))
        query = {"p": self._sessions[name].page, "after": str(self._seen.get(name, 0))}
        stream = await exits.enter_async_context(
            http.stream("GET", "/chat/events", params=query, timeout=10)
        )
        return await _Page(name, stream).begun()

    def _browser(self, name: str, channel: WebChannel) -> httpx.AsyncClient:
        session = self._sessions[name]
        url = f"http://127.0.0.1:{channel.port}"
        return httpx.AsyncClient(
            base_url=url,
            verify=_NO_TLS,
            cookies={f"troly-{session.page}": session.token},
            headers={"X-Troly-Page": session.page, "Origin": url},
        )

    async def _act(self, channel: WebChannel, step: Step) -> None:
        self._count += 1
        text, key = self._scene.filled(step.text), f"dialogue-{self._count}"
        async with self._browser(step.who, channel) as http:
            if step.kind == "sent":
                answer = await self._send(http, text, key)
            elif step.kind == "tapped":
                body = {"choice": self._button(step.who, text), "key": key}
                answer = await http.post("/chat/press", json=body)
            else:
                answer = await http.post("/chat/say", json={"text": text, "key": key})
        if answer.status_code != 200:
            raise NotHere(f"the page answers {answer.status_code}: {answer.text[:200]}")

    async def _send(self, http: httpx.AsyncClient, what: str, key: str) -> httpx.Response:
        name, _, rest = what.partition(": ")
        if name in ODD or name.startswith("danh thiếp"):
            raise NotHere(f"browsers send no {name!r}")
        if name != "tệp":
            raise DialogueError(f"nobody knows how to send {what!r}")
        path, _, caption = rest.partition(" | ")
        files = {"file": (path, b"%PDF-1.4\n%%EOF\n")}
        data = {"key": key, "text": caption, "age": "0"}
        return await http.post("/chat/file", data=data, files=files)

    def _button(self, name: str, label: str) -> str:
        shown = self._buttons.get(name, [])
        found = next((choice for words, choice in shown if words == label), None)
        if found is None:
            raise DialogueError(f"no button [{label}] among {[words for words, _ in shown[:12]]}")
        return found

    def _line(self, name: str, event: dict[str, Any]) -> Line:
        if "words" in event:
            return Line(name, (event["words"],))
        self._seen[name] = max(self._seen.get(name, 0), event["id"])
        choices = event["choices"]
        pressable = [(c["label"], c["id"]) for c in choices if "url" not in c and "copy" not in c]
        self._buttons.setdefault(name, [])[:0] = pressable
        text = unescape(sub(r"<[^>]+>", "", sub(r"<br ?/?>", "\n", event["html"])))
        self._scene.noticed(text, *(c.get("url") or c.get("copy") or "" for c in choices))
        file = (f"({event['file']['name']})",) if event["file"] else ()
        lines = plain_lines(self._scene.masked(text))
        return Line(name, (*lines, *file), tuple(choice["label"] for choice in choices))


class _Page:
    """An open page: what its server-sent events tell until we say that it is over."""

    def __init__(self, name: str, stream: httpx.Response) -> None:
        self.name = name
        self._lines = stream.aiter_lines()

    async def begun(self) -> Self:
        """Wait until the page knows for whom it speaks: all it has missed was told before."""
        async for event, _ in self._events():
            if event == "who":
                break
        return self

    async def all(self) -> list[dict[str, Any]]:
        """Return the lines and short words that are told until it is over."""
        found = []
        async for event, data in self._events():
            if event in {_OVER, "ended"}:
                break
            if event in {"line", "toast"}:
                found.append(data)
        return found

    async def _events(self) -> Any:
        name = ""
        async for line in self._lines:
            field, _, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                yield name, json.loads(value)
