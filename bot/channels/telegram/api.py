"""The Bot API by the names of its methods: JSON out, JSON in, over one aiohttp session.

For what runs at every message. The library's own `Bot` builds objects of everything that comes
back, which costs more than the engine and the database together; for all the rest we use it.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

# Telegram closes idle connections after about a minute; a stale one would cost a retry.
_IDLE = 40.0
_CONNECTIONS = 64
_JSON = {"Content-Type": "application/json"}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Account:
    """How to reach the Bot API: the token, its address, a proxy or none.

    `answers` is how many seconds an answer may take before it counts as none, `polls` how long
    Telegram may keep us waiting when nobody has written.
    """

    token: str
    base_url: str = "https://api.telegram.org"
    proxy: str | None = None
    answers: float = 20.0
    polls: int = 25


class Refused(Exception):
    """Telegram answered no: its code and words; `after`: the pause that it asks for, seconds."""

    def __init__(self, code: int, words: str, after: float | None = None) -> None:
        super().__init__(f"{code} {words}")
        self.code = code
        self.words = words
        self.after = after


class NotSent(Exception):
    """No connection could be made: trying again cannot double anything."""


class NoAnswer(Exception):
    """The answer never came, or was none: it may have been carried out."""


class Api:
    """The calls of one bot. Its errors name no address: that would tell the token."""

    def __init__(self, account: Account) -> None:
        base = account.base_url.rstrip("/")
        self.account = account
        self._methods = f"{base}/bot{account.token}/"
        self._files = f"{base}/file/bot{account.token}/"
        self._opened: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close the connections."""
        if self._opened is not None:
            await self._opened.close()

    async def call(
        self, method: str, given: Mapping[str, Any], *, wait: float | None = None
    ) -> Any:
        """Call a method and return its result; `wait` seconds instead of the account's.

        Raises Refused, NotSent or NoAnswer.
        """
        body = _encode(given).encode("utf-8", "surrogatepass")
        return await self._post(method, body, _JSON, wait or self.account.answers)

    async def upload(
        self, method: str, given: Mapping[str, Any], file: tuple[str, str, bytes]
    ) -> Any:
        """Call a method with a file (parameter, name, content). Raises like `call`."""
        form = aiohttp.FormData()
        for name, value in given.items():
            form.add_field(name, value if isinstance(value, str) else _encode(value))
        field, name, content = file
        form.add_field(field, content, filename=name, content_type="application/octet-stream")
        return await self._post(method, form, {}, 3 * self.account.answers)

    async def download(self, file_path: str, to: Path, most: int) -> bool:
        """Bring a file to a path; False when it has more than `most` bytes. Raises like `call`."""
        size = 0
        async with self._asked("GET", self._files + file_path, 3 * self.account.answers) as answer:
            if answer.status != 200:
                raise Refused(answer.status, answer.reason or "")
            with to.open("wb") as out:
                async for chunk in answer.content.iter_chunked(1 << 16):
                    size += len(chunk)
                    if size > most:
                        await asyncio.to_thread(to.unlink)
                        return False
                    out.write(chunk)
        return True

    async def _post(
        self, method: str, body: bytes | aiohttp.FormData, headers: dict[str, str], wait: float
    ) -> Any:
        url = self._methods + method
        async with self._asked("POST", url, wait, data=body, headers=headers) as answer:
            status, content = answer.status, await answer.read()
        try:
            told: dict[str, Any] = json.loads(content)
        except ValueError:
            if status >= 500:
                raise Refused(status, "no JSON") from None
            raise NoAnswer(f"{status}, no JSON") from None
        if told.get("ok"):
            return told["result"]
        after = told.get("parameters", {}).get("retry_after")
        raise Refused(int(told.get("error_code", status)), str(told.get("description", "")), after)

    @asynccontextmanager
    async def _asked(
        self, verb: str, url: str, wait: float, **given: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Send a request; errors on the way become ours."""
        limits = aiohttp.ClientTimeout(total=wait + 10, sock_connect=10, sock_read=wait)
        try:
            async with self.session().request(
                verb, url, proxy=self.account.proxy, timeout=limits, **given
            ) as response:
                yield response
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NoAnswer(type(error).__name__) from None

    def session(self) -> aiohttp.ClientSession:
        """Return the session, opened at the first use."""
        if self._opened is None:
            connector = aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=_IDLE)
            jar = aiohttp.DummyCookieJar()
            self._opened = aiohttp.ClientSession(connector=connector, cookie_jar=jar)
        return self._opened
