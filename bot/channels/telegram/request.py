"""HTTP for the library's client on the session that our own calls use."""

from types import TracebackType
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

from bot.channels.telegram.api import Api


class AiohttpRequest(BaseRequest):
    """A request implementation for python-telegram-bot on one aiohttp session.

    Raises TimedOut when the answer did not come in time (it may have been carried out),
    NetworkError when there was no connection or it broke midway.
    """

    def __init__(self, api: Api) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float:
        """Return the default number of seconds to wait for an answer."""
        return self._api.account.answers

    async def initialize(self) -> None:
        """Nothing to do: the session opens with the first request."""

    async def shutdown(self) -> None:
        """Nothing to do: whoever made the session closes it."""

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
        wait = read_timeout if isinstance(read_timeout, int | float) else self.read_timeout
        limits = aiohttp.ClientTimeout(total=wait + 10, sock_connect=10, sock_read=wait)
        proxy, body = self._api.account.proxy, _body(request_data)
        try:
            async with self._api.session().request(
                method, url, data=body, proxy=proxy, timeout=limits
            ) as response:
                return response.status, await response.read()
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
