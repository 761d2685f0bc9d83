"""Lines as they come: server-sent events, resumed after the last line that a page has seen."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.web.chat import Chat
from bot.web.door import Door
from bot.web.entries import Entry, entries, line_entry
from bot.web.hub import Ear, Rung, Told
from bot.web.sessions import Session, session_of
from handlers import visit

# Seconds: below the idle time-outs of usual proxies and mobile nets, and of the page's watchdog.
BEAT = 15.0
_RETRY_MS = 1_000
_MOST = 200


class Events:
    """One open page after another, each with what it has missed and then what comes."""

    def __init__(self, door: Door, chat: Chat) -> None:
        self._door = door
        self._chat = chat

    async def stream(self, request: Request) -> Response:
        """GET /chat/events."""
        session = session_of(request)
        if session is None:
            return self._door.pages.refusal("web.script.ended", 401)
        last = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
        seen = int(last) if last.isdecimal() and len(last) < 18 else 0
        return StreamingResponse(
            self._events(session, seen),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"},
        )

    async def _events(self, session: Session, seen: int) -> AsyncIterator[bytes]:
        if await self._who(session) is None:  # ended before the page was here to hear it
            yield _event("ended")
            return
        with self._door.hub.open(session.address) as ear:
            yield f"retry: {_RETRY_MS}\n\n".encode()
            yield _event("beat")
            await self._door.seen(session)
            for entry in await self._missed(session, seen):
                yield _entry(entry)
            who = None
            while True:
                now = await self._who(session)
                if now is None:
                    yield _event("ended")
                    return
                if now != who:
                    who = now
                    yield _event("who", who)
                async for event in self._next(session, ear):
                    if event is None:
                        return
                    yield event

    async def _next(self, session: Session, ear: Ear) -> AsyncIterator[bytes | None]:
        """Yield what has come, all of it; a beat when nothing comes; None when it is over."""
        try:
            news = await asyncio.wait_for(ear.get(), BEAT)
        except TimeoutError:
            yield _event("beat")
            return
        while True:
            match news:
                case None:
                    yield None
                    return
                case Rung(line, place):
                    if entry := await self._line(session, line, place):
                        yield _entry(entry)
                case Told(event, data):
                    yield _event(event, data)
            if ear.empty():
                return
            news = ear.get_nowait()

    async def _line(self, session: Session, row: int, place: str) -> Entry | None:
        line = await self._door.read(lambda tx: visit.said(tx, session.address, row))
        return line_entry(line, place) if line else None

    async def _missed(self, session: Session, seen: int) -> list[Entry]:
        told = await self._door.read(lambda tx: visit.missed(tx, session.address, seen, _MOST))
        return entries(told, session.address)

    async def _who(self, session: Session) -> dict[str, Any] | None:
        visitor = await self._door.visitor(session)
        return None if visitor.ended else self._chat.introduction(visitor)


def _entry(entry: Entry) -> bytes:
    if entry.get("mine"):
        return _event("mine", entry)
    return f"id: {entry['id']}\n".encode() + _event("line", entry)


def _event(name: str, data: dict[str, Any] | None = None) -> bytes:
    words = json.dumps(data, ensure_ascii=False) if data is not None else "null"
    return f"event: {name}\ndata: {words}\n\n".encode()
