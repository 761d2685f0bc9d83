"""A fake Telegram, the real client library, and a bare HTTP client that can be wrong."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeAlias

import aiohttp
import pytest
from telegram import Bot

from tests.botapi import BotApi, User

Ask: TypeAlias = Callable[..., Awaitable[dict[str, Any]]]

NOON = 1_795_500_000.0


@pytest.fixture(autouse=True)
def _pauses_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client warns of a coming change; tests turn warnings into errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(clock=lambda: NOON) as server:
        yield server


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with Bot(api.token, base_url=api.base_url, base_file_url=api.base_file_url) as client:
        yield client


@pytest.fixture
async def lan(api: BotApi) -> User:
    """Somebody who has started the bot; the bot has already taken that update."""
    user = api.user("lan", first_name="Lan", last_name="Nguyễn", username="lan_nguyen")
    await user.starts()
    api.world.updates.clear()
    return user


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as client:
        yield client


@pytest.fixture
def ask(api: BotApi, session: aiohttp.ClientSession) -> Ask:
    """Call a method with parameters as JSON; returns Telegram's whole answer."""

    async def call(method: str, **parameters: Any) -> dict[str, Any]:
        async with session.post(f"{api.base_url}{api.token}/{method}", json=parameters) as answer:
            body: dict[str, Any] = await answer.json()
            assert answer.status == body.get("error_code", 200)
            return body

    return call
