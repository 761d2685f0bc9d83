"""HTTP to the Bot API over aiohttp: one third of the work of the library's default client."""

from types import TracebackType
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

# Telegram closes idle connections after about a minute; a stale one would cost a retry.
_IDLE = 40.0
_CONNECTIONS = 64


class NotSent(NetworkError):
    """The request never left this machine: trying again cannot double anything."""


class AiohttpRequest(BaseRequest):
    """A request implementation for python-telegram-bot on one aiohttp session.

    Raises NotSent when no connection could be made, TimedOut when the answer did not come in
    time (it may have been carried out), NetworkError when the connection broke midway.
    """

    def __init__(self, proxy: str | None = None, timeout: float = 20.0) -> None:
        self._proxy = proxy
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Return the default number of seconds to wait for an answer."""
        return self._timeout

    async def initialize(self) -> None:
        """Nothing to do: the session opens with the first request."""

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is not None:
            return self._session
        connector = aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=_IDLE)
        self._session = aiohttp.ClientSession(connector=connector)
        return self._session

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        await self.shutdown()

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request and return the status and the body."""
        del write_timeout, connect_timeout, pool_timeout
        wait = read_timeout if isinstance(read_timeout, int | float) else self._timeout
        limits = aiohttp.ClientTimeout(total=wait + 10, sock_connect=10, sock_read=wait)
        try:
            async with self._opened().request(
                method, url, data=_body(request_data), proxy=self._proxy, timeout=limits
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from None
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from None


def _body(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    """Return a form; files make it multipart."""
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData(data.json_parameters)
    for name, (file_name, content, media_type) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=file_name, content_type=media_type)
    return form
