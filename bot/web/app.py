"""The pages put together: routes, guard, and what is said when something breaks."""

import secrets
from collections.abc import Callable, Iterable

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.chat import Chat
from bot.web.door import Door
from bot.web.events import Events
from bot.web.files import Files
from bot.web.guard import Guard
from bot.web.health import Health
from bot.web.landing import Landing
from bot.web.words import Pages

log = structlog.get_logger()


def pages(door: Door) -> Starlette:
    """Return the web chat as an ASGI application."""
    hosts = {door.at.host} - {"0.0.0.0", "::", ""}  # noqa: S104 -- left out, not bound
    return Starlette(
        routes=[*_routes(door), Mount("/static", _Static(packages=[("bot.web", "static")]))],
        middleware=[
            Middleware(Guard, pages=door.pages, hosts=hosts, public_url=door.at.public_url),
            Middleware(_Mender, pages=door.pages),
        ],
        exception_handlers={404: _missing(door), 405: _missing(door)},
    )


def _routes(door: Door) -> Iterable[Route]:
    landing, chat, files, health = Landing(door), Chat(door), Files(door), Health(door)
    events = Events(door, chat)
    for path, endpoint, method in (
        ("/", landing.home, "GET"),
        ("/", landing.enter, "POST"),
        ("/m/{code}", landing.invitation, "GET"),
        ("/m/{code}", landing.enter, "POST"),
        ("/manifest.webmanifest", chat.manifest, "GET"),
        ("/chat", chat.page, "GET"),
        ("/chat/messages", chat.messages, "GET"),
        ("/chat/events", events.stream, "GET"),
        ("/chat/say", chat.say, "POST"),
        ("/chat/press", chat.press, "POST"),
        ("/chat/file", files.take, "POST"),
        ("/files/{token}", files.give, "GET"),
        ("/healthz", health.alive, "GET"),
        ("/readyz", health.ready, "GET"),
        ("/metrics", health.metrics, "GET"),
    ):
        yield Route(path, endpoint, methods=[method])


class _Static(StaticFiles):
    """Our own files: browsers may keep them but ask whether they are still the same."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        answer = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        answer.headers["Cache-Control"] = "no-cache"
        return answer


def _missing(door: Door) -> Callable[[Request, Exception], Response]:
    def missing(_request: Request, _error: Exception) -> Response:
        return door.not_found()

    return missing


class _Mender:
    """Answers with an incident's number when a page breaks; the log has the number and why."""

    def __init__(self, app: ASGIApp, pages: Pages) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception:
            incident = secrets.token_hex(3).upper()
            log.exception("page failed", incident=incident)
            if not begun:
                sorry = self._pages.notice("broken", 500, incident=incident)
                await sorry(scope, receive, send)
