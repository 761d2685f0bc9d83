"""The chat: its page, what was said so far, and what is said and pressed now."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.web.door import ClosedError, Door
from bot.web.entries import entries, who_words
from bot.web.sessions import (
    PAGE_HEADER,
    Session,
    forget,
    remember,
    session_of,
    sessions_of,
)
from handlers import commands, visit
from handlers.inbound import Inbound, Kind
from handlers.visit import Visitor

_SCREEN = 60  # entries shown at once
_KEPT = 5_000  # entries looked through for older ones
_LONGEST = 20_000
_BODY = 100_000


class Said(BaseModel):
    """What a page brings: its own key, and for how many milliseconds it kept it."""

    model_config = ConfigDict(extra="ignore")

    key: str = Field(min_length=8, max_length=64)
    age: float = Field(default=0, ge=0, allow_inf_nan=False)
    text: str = ""
    choice: str = Field(default="", max_length=64)


class Chat:
    """Shows the conversation and takes what is said in it."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def page(self, request: Request) -> Response:
        """GET /chat: the page of one session of this browser."""
        session = session_of(request)
        if session is None:
            known = sessions_of(request)
            return RedirectResponse(f"/chat?p={known[-1].page}" if known else "/", 303)
        visitor, door = await self._door.visitor(session), self._door
        if visitor.ended:
            answer = door.pages.notice("ended", 410, coordinator=door.pages.coordinator)
            forget(answer, session, secure=door.at.secure)
            return answer
        megabytes = door.house.programme.settings.attachment_megabytes
        answer = door.pages.page(
            "chat",
            page=session.page,
            words=door.pages.script_words(megabytes=megabytes),
            megabytes=megabytes,
            **self.introduction(visitor),
        )
        remember(request, answer, session, secure=door.at.secure)
        return answer

    def introduction(self, visitor: Visitor) -> dict[str, Any]:
        """Return what the header says of them and their programme, and their commands."""
        pages, manifest = self._door.pages, self._door.house.programme.manifest
        listed = commands.of(visitor.who)
        return {
            "who": f"{who_words(pages, visitor)} · {manifest.short_name}, {manifest.place}",
            "commands": [[f"/{one.name}", pages.plain(one.word)] for one in listed],
        }

    async def manifest(self, _request: Request) -> Response:
        """GET /manifest.webmanifest: how the chat stands on a phone's home screen."""
        name = self._door.pages.plain("web.name")
        return JSONResponse(
            {
                "name": name,
                "short_name": name,
                "lang": "vi",
                "start_url": "/chat",
                "display": "standalone",
                "background_color": "#e9eef4",
                "theme_color": "#174a7c",
                "icons": [
                    {"src": f"/static/mark-{n}.png", "sizes": f"{n}x{n}", "type": "image/png"}
                    for n in (180, 512)
                ],
            },
            media_type="application/manifest+json",
        )

    async def messages(self, request: Request) -> Response:
        """GET /chat/messages: the newest entries, or those before a moment."""
        session = await self._door.live(request)
        if session is None:
            return self._gone()
        before = _moment(request.query_params.get("before"))
        limit = _KEPT if before else _SCREEN
        told = await self._door.read(lambda tx: visit.told(tx, session.address, limit + 1))
        found = entries(told, session.address)
        if before:
            found = [entry for entry in found if datetime.fromisoformat(entry["at"]) < before]
        shown = found[-_SCREEN:]
        more = len(told) > limit or len(found) > len(shown)
        last = max((entry["id"] for entry in shown if "id" in entry), default=0)
        return JSONResponse(
            {
                "entries": shown,
                "before": shown[0]["at"] if shown and more else None,
                "last": last,
            }
        )

    async def say(self, request: Request) -> Response:
        """POST /chat/say: words. 200 means they are on disk."""
        return await self._take(request, Kind.text)

    async def press(self, request: Request) -> Response:
        """POST /chat/press: a button. Whether it is theirs and still good is for the desks."""
        return await self._take(request, Kind.choice)

    async def _take(self, request: Request, kind: Kind) -> Response:
        session = await self._door.live(request)
        if session is None or PAGE_HEADER not in request.headers:
            return self._gone()
        if int(request.headers.get("content-length") or 0) > _BODY:
            return self._door.pages.refusal("web.refusal.long", 413)
        try:
            said = Said.model_validate_json(await request.body())
        except ValidationError:
            return self._door.pages.refusal("web.refusal.empty", 400)
        if refused := self._refusal(said, kind):
            return self._door.pages.refusal(refused)
        try:
            await self._door.hear(session, self._inbound(session, said, kind))
        except ClosedError:
            return self._door.pages.refusal("web.refusal.later", 503)
        return JSONResponse({})

    def _refusal(self, said: Said, kind: Kind) -> str | None:
        if kind is Kind.choice:
            return None if said.choice else "web.refusal.button"
        if not said.text.strip():
            return "web.refusal.empty"
        return "web.refusal.long" if len(said.text) > _LONGEST else None

    def _inbound(self, session: Session, said: Said, kind: Kind) -> Inbound:
        words: dict[str, Any] = {"text": said.text} if kind is Kind.text else {}
        if kind is Kind.choice:
            words = {"choice": said.choice, "tap": session.address}
        return Inbound(
            channel=visit.WEB,
            address=session.address,
            key=self._door.key(session, said.key),
            kind=kind,
            sent_at=self._door.said_at(said.age),
            **words,
        )

    def _gone(self) -> Response:
        return self._door.pages.refusal("web.script.ended", 401)


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else None
