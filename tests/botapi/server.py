"""The HTTP side: from a request to Telegram's answer, with faults on the way."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any

from aiohttp import web

from .faults import Fault, Faults, Trouble
from .ledger import SENDS, Call, Ledger
from .limits import RateLimits
from .methods import handler_of
from .refusals import Blame, Refusal, not_found, too_many, unauthorised
from .requests import read_call
from .signals import Signal
from .specification import Method, specification
from .updates import Interrupted
from .world import World

_BEFORE = frozenset(Trouble) - {Trouble.DROP_AFTER, Trouble.LATE}
_JSON_TYPE = {"Content-Type": "application/json"}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_GATEWAY_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n"
    "</body>\r\n</html>\r\n"
)


class Server:
    """Answers all paths of one fake Telegram."""

    def __init__(self, token: str, world: World, faults: Faults) -> None:
        self.token = token
        self.world = world
        self._spec = specification()
        self.faults = faults
        self.ledger = Ledger()
        self.limits = RateLimits(world.rules)
        self.failures: list[BaseException] = []
        """errors of this program itself, never of the caller"""
        self.control: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]] | None = None
        self._closing = Signal()
        self._closed = False

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer any request."""
        path = request.path
        if path.startswith("/control/") and self.control is not None:
            return await self.control(request)
        call = Call("", time.monotonic(), time.time())
        try:
            return await self._route(request, path, call)
        except Refusal as refusal:
            if call.outcome == "ok":
                call.outcome = refusal.blame
            return _refused(call, refusal)
        except (
            Interrupted,
            web.RequestPayloadError,
            web.PayloadAccessError,
        ):  # or cut in mid-upload
            call.outcome = "interrupted"
            return _broken(request)
        except Exception as error:  # noqa: BLE001 - reported to the test, answered as Telegram would
            call.outcome = "broken"
            self.failures.append(error)
            return _json({"ok": False, "error_code": 500, "description": repr(error)}, 500)

    def close(self) -> None:
        """Let go of everybody who waits or hangs."""
        self._closed = True
        self._closing.fire()
        self.world.updates.interrupt(Interrupted())

    def reopen(self) -> None:
        """Serve again after close."""
        self._closed = False

    async def _route(
        self,
        request: web.BaseRequest,
        path: str,
        call: Call,
    ) -> web.StreamResponse:
        start = "/file/bot" if path.startswith("/file/bot") else "/bot"
        token, slash, rest = path.removeprefix(start).partition("/")
        if not path.startswith(start) or not slash or not rest:
            raise not_found()
        call.method = "download" if start == "/file/bot" else rest
        self.ledger.open(call)
        if token != self.token:
            raise unauthorised()
        if request.method not in {"GET", "POST"}:
            raise Refusal(405, "Method Not Allowed", Blame.MALFORMED)
        if start == "/file/bot":
            return await self._with_faults(request, call, lambda: self._download(rest))
        method = self._spec.method(rest)
        call.method = method.name
        return await self._with_faults(request, call, lambda: self._answer(request, call, method))

    async def _with_faults(
        self,
        request: web.BaseRequest,
        call: Call,
        work: Callable[[], Awaitable[web.Response]],
    ) -> web.StreamResponse:
        fault = self.faults.next(call.method)
        if fault is None:
            return await work()
        if fault.trouble in _BEFORE:
            call.outcome = fault.trouble
            return await self._instead(request, call, fault)
        response = await work()
        call.outcome = fault.trouble
        if fault.trouble is Trouble.DROP_AFTER:
            return _broken(request)
        await self._pause(fault.seconds)
        return response

    async def _instead(
        self,
        request: web.BaseRequest,
        call: Call,
        fault: Fault,
    ) -> web.StreamResponse:
        if fault.trouble is Trouble.TOO_MANY:
            raise too_many(fault.retry_after)
        if fault.trouble is Trouble.BAD_GATEWAY:
            call.code = 502
            return web.Response(text=_GATEWAY_PAGE, status=502, content_type="text/html")
        if fault.trouble is Trouble.SERVER_ERROR:
            raise Refusal(500, "Internal Server Error", Blame.DECLINED)
        if fault.trouble is Trouble.HANG:
            await self._pause(fault.seconds)
        return _broken(request)

    async def _pause(self, seconds: float) -> None:
        await self._closing.until(lambda: self._closed or None, seconds)

    async def _answer(
        self,
        request: web.BaseRequest,
        call: Call,
        method: Method,
    ) -> web.Response:
        given, uploads = await read_call(request)
        _note(call, given)
        values = method.read(given, uploads)
        handler = handler_of(method.name, values)
        if method.name in SENDS:
            self._admit(values)
        result = handler(self.world, values)
        if isawaitable(result):
            result = await result
        return _json({"ok": True, "result": result})

    def _admit(self, values: dict[str, Any]) -> None:
        reference = values.get("chat_id")
        if isinstance(reference, int):
            self.limits.admit(reference)

    async def _download(self, path: str) -> web.Response:
        stored = self.world.files.at_path(path)
        if stored is None:
            raise not_found()
        return web.Response(body=stored.content, content_type="application/octet-stream")


def _note(call: Call, given: dict[str, Any]) -> None:
    """Keep of the parameters what statistics ask for."""
    chat = given.get("chat_id")
    if isinstance(chat, int) or (isinstance(chat, str) and chat.lstrip("-").isdecimal()):
        call.chat_id = int(chat)
    call.text = str(given.get("text") or given.get("caption") or "")


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(
        body=_encode(body).encode("utf-8", "surrogatepass"),
        status=status,
        headers=_JSON_TYPE,
    )


def _refused(call: Call, refusal: Refusal) -> web.Response:
    call.code = refusal.code
    call.description = refusal.description
    response = _json(refusal.answer(), refusal.code)
    if refusal.parameters and "retry_after" in refusal.parameters:
        call.retry_after = refusal.parameters["retry_after"]
        response.headers["Retry-After"] = str(call.retry_after)
    return response


def _broken(request: web.BaseRequest) -> web.Response:
    """Cut the connection; the returned response reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
