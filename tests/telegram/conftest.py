"""A channel and the fake Bot API, over real HTTP."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.channels.telegram.channel import Account, TelegramChannel
from tests.botapi import BotApi

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
async def api():
    async with BotApi(clock=NOW.timestamp) as running:
        yield running


@pytest.fixture
async def channel(api):
    root = api.base_url.removesuffix("/bot")
    made = TelegramChannel(Account(api.token, root), lambda: NOW)
    yield made
    await made.close()


@asynccontextmanager
async def listening(channel, heard):
    """Run the channel; what it hears goes into a queue, stored as far as it can know."""

    async def receive(batch):
        for inbound in batch:
            heard.put_nowait(inbound)

    task = asyncio.ensure_future(channel.run(receive))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
