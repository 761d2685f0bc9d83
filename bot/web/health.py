"""For those who watch the server: alive, ready, and in numbers."""

import hmac
import ipaddress

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.web.door import Door

_FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")


class Health:
    """Tells only what helps to mend; numbers go to this machine or to whoever has the token."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def alive(self, _request: Request) -> Response:
        """GET /healthz: the process answers."""
        return JSONResponse({"status": "ok"})

    async def ready(self, _request: Request) -> Response:
        """GET /readyz: it can take and keep what people say; 503 with the reasons otherwise."""
        problems = list(self._door.problems())
        if self._door.receive is None:
            problems.append("starting or stopping")
        if not problems:
            problems = await self._database()
        status = 503 if problems else 200
        return JSONResponse(
            {"status": "ok" if not problems else "not ready", "problems": problems}, status
        )

    async def metrics(self, request: Request) -> Response:
        """GET /metrics: Prometheus text, for loopback or by bearer token."""
        if not (self._near(request) or self._trusted(request)):
            return self._door.not_found()
        return PlainTextResponse(self._door.metrics(), media_type="text/plain; version=0.0.4")

    async def _database(self) -> list[str]:
        try:
            await self._door.read(lambda _tx: None)
        except Exception as error:  # noqa: BLE001 -- whatever it is, we are not ready
            return [f"database: {type(error).__name__}"]
        return []

    def _near(self, request: Request) -> bool:
        """Return whether the asker is on this machine itself, not behind a proxy on it."""
        if request.client is None or any(name in request.headers for name in _FORWARDED):
            return False
        try:
            return ipaddress.ip_address(request.client.host).is_loopback
        except ValueError:
            return False

    def _trusted(self, request: Request) -> bool:
        token = self._door.metrics_token
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return bool(token) and hmac.compare_digest(given.encode(), (token or "").encode())
