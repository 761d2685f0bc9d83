"""Long polling: order, confirmation, waking up, and the fight of two receivers."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import Conflict

from tests.botapi import BotApi, User

from .conftest import NOON, Ask


async def _texts(ask: Ask, **parameters: object) -> list[str]:
    answer = await ask("getUpdates", **parameters)
    return [update["message"]["text"] for update in answer["result"]]


async def test_updates_are_kept_until_a_higher_offset_confirms_them(
    ask: Ask, api: BotApi, lan: User
) -> None:
    for text in ("một", "hai", "ba"):
        await lan.says(text)
    first = (await ask("getUpdates"))["result"][0]["update_id"]
    assert await _texts(ask) == ["một", "hai", "ba"]
    assert await _texts(ask, limit=1) == ["một"]
    assert await _texts(ask, offset=first + 1) == ["hai", "ba"]
    assert await _texts(ask) == ["hai", "ba"]
    assert await _texts(ask, offset=first + 3) == []
    await api.confirmed()


async def test_a_negative_offset_keeps_only_the_last_ones(ask: Ask, lan: User) -> None:
    for text in ("một", "hai", "ba"):
        await lan.says(text)
    assert await _texts(ask, offset=-2) == ["hai", "ba"]
    assert await _texts(ask) == ["hai", "ba"]


async def test_an_offset_far_in_the_future_means_from_the_beginning(ask: Ask, lan: User) -> None:
    await lan.says("một")
    assert await _texts(ask, offset=2_000_000_000) == ["một"]


async def test_a_waiting_receiver_is_woken_and_what_comes_together_travels_together(
    bot: Bot, api: BotApi, lan: User
) -> None:
    waiting = asyncio.ensure_future(bot.get_updates(timeout=30))
    await api.polled()
    await lan.says("một")
    await lan.says("hai")
    updates = await asyncio.wait_for(waiting, 5)
    assert [update.message.text for update in updates if update.message] == ["một", "hai"]


async def test_a_wait_without_news_ends_empty(ask: Ask, api: BotApi) -> None:
    waiting = asyncio.ensure_future(ask("getUpdates", timeout=30))
    await api.polled()
    api.world.updates._wake()
    assert (await waiting)["result"] == []


async def test_a_second_receiver_ends_the_first_with_a_conflict(
    ask: Ask, bot: Bot, api: BotApi, lan: User
) -> None:
    first = asyncio.ensure_future(bot.get_updates(timeout=30))
    await api.polled()
    second = asyncio.ensure_future(ask("getUpdates", timeout=30))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    await lan.says("cho người thứ hai")
    assert len((await second)["result"]) == 1


async def test_unwanted_kinds_are_never_queued_and_the_wish_is_remembered(
    ask: Ask, lan: User
) -> None:
    await ask("getUpdates", allowed_updates=["callback_query"])
    await lan.says("không ai nghe")
    assert (await ask("getUpdates"))["result"] == []
    await ask("getUpdates", allowed_updates=[])
    await lan.says("nghe lại")
    assert await _texts(ask) == ["nghe lại"]


async def test_an_update_is_forgotten_after_a_day(ask: Ask, api: BotApi, lan: User) -> None:
    await lan.says("cũ")
    api.clock.stop_at(NOON + 86_399)
    assert await _texts(ask) == ["cũ"]
    api.clock.advance(1)
    assert await _texts(ask) == []


async def test_a_webhook_forbids_polling_and_ends_a_waiting_poll(ask: Ask, api: BotApi) -> None:
    waiting = asyncio.ensure_future(ask("getUpdates", timeout=30))
    await api.polled()
    assert (await ask("setWebhook", url="https://vidu.gov.vn/hook"))["ok"]
    assert (await waiting)["description"] == "Conflict: terminated by setWebhook request"
    assert (await ask("getUpdates"))["error_code"] == 409
    assert (await ask("getWebhookInfo"))["result"]["url"] == "https://vidu.gov.vn/hook"
    await ask("deleteWebhook")
    assert (await ask("getUpdates"))["ok"]
