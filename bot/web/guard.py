"""What every request passes first: the host it names, where a POST comes from, safe headers."""

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.words import Pages

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Guard:
    """Refuses foreign hosts and foreign forms; sets the security headers on every answer.

    A name that we do not know is refused, because a name can be pointed at us from outside (DNS
    rebinding); a bare address cannot.
    """

    def __init__(
        self, app: ASGIApp, pages: Pages, hosts: Iterable[str], public_url: str | None
    ) -> None:
        self._app = app
        self._pages = pages
        self._public = _origin(public_url) if public_url else None
        self._hosts = _LOOPBACK | set(hosts)
        if public_url:
            self._hosts |= {urlsplit(public_url).hostname or ""}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        armed = _armed(send, secure=(self._public or "").startswith("https:"))
        headers = Headers(scope=scope)
        if not self._known(headers.get("host", "")):
            await self._pages.notice("host", status=421)(scope, receive, armed)
        elif scope["method"] not in ("GET", "HEAD") and not self._ours(headers):
            await self._pages.notice("origin", status=403)(scope, receive, armed)
        else:
            await self._app(scope, receive, armed)

    def _known(self, host: str) -> bool:
        name = urlsplit(f"//{host}").hostname or ""
        return name in self._hosts or _is_address(name)

    def _ours(self, headers: Headers) -> bool:
        """Return whether a POST comes from a page of ours: browsers say so themselves."""
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
        if origin == self._public:
            return True
        return urlsplit(origin).netloc == headers.get("host")


def _armed(send: Send, *, secure: bool) -> Send:
    async def arm(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
            if secure:
                headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        await send(message)

    return arm


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
