"""What the real client makes of a Telegram that fails, and what Telegram did all the same."""

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from tests.botapi import BotApi, Faults, Silence, Trouble, User

from .conftest import Ask


async def test_429_carries_the_pause_and_impatience_is_noticed(
    api: BotApi, bot: Bot, lan: User
) -> None:
    api.faults.script(Trouble.TOO_MANY, retry_after=7)
    with pytest.raises(RetryAfter) as pause:
        await bot.send_message(lan.id, "một")
    assert pause.value.retry_after == timedelta(seconds=7)
    assert lan.seen == []
    await bot.send_message(lan.id, "quá sớm")
    assert [call.text for call in api.ledger.impatient()] == ["quá sớm"]


async def test_a_bad_gateway_answers_html(api: BotApi, bot: Bot, lan: User) -> None:
    api.faults.script("bad_gateway", method="sendMessage")
    await bot.get_me()
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(lan.id, "một")
    assert api.ledger.outcomes()["bad_gateway"] == 1
    assert lan.seen == []


async def test_a_server_error_is_a_network_error(api: BotApi, bot: Bot, lan: User) -> None:
    api.faults.script(Trouble.SERVER_ERROR)
    with pytest.raises(NetworkError, match="Internal Server Error"):
        await bot.send_message(lan.id, "một")


@pytest.mark.parametrize(
    ("trouble", "arrived"), [(Trouble.DROP_BEFORE, 0), (Trouble.DROP_AFTER, 1)]
)
async def test_a_dropped_connection_looks_the_same_before_and_after(
    api: BotApi, bot: Bot, lan: User, trouble: Trouble, arrived: int
) -> None:
    api.faults.script(trouble)
    with pytest.raises(NetworkError):
        await bot.send_message(lan.id, "một")
    assert len(lan.seen) == len(api.ledger.sent()) == arrived
    await bot.send_message(lan.id, "hai")
    assert (await lan.hears()).text == ("một" if arrived else "hai")


@pytest.mark.parametrize(("trouble", "arrived"), [(Trouble.HANG, 0), (Trouble.LATE, 1)])
async def test_a_client_that_gives_up_does_not_know_whether_it_was_heard(
    api: BotApi, bot: Bot, lan: User, trouble: Trouble, arrived: int
) -> None:
    api.faults.script(trouble, seconds=60)
    with pytest.raises(TimedOut):
        await bot.send_message(lan.id, "một", read_timeout=0.05)
    assert len(lan.seen) == arrived


async def test_a_late_answer_still_comes_and_a_hanging_call_ends_broken(
    api: BotApi, bot: Bot, lan: User
) -> None:
    api.faults.script(Trouble.LATE, seconds=0.01)
    assert (await bot.send_message(lan.id, "một")).text == "một"
    api.faults.script(Trouble.HANG, seconds=0.01)
    with pytest.raises(NetworkError):
        await bot.send_message(lan.id, "hai")


async def test_a_lost_answer_to_get_updates_loses_no_update(
    api: BotApi, bot: Bot, lan: User
) -> None:
    await lan.says("5")
    api.faults.script(Trouble.DROP_AFTER, method="getUpdates")
    with pytest.raises(NetworkError):
        await bot.get_updates(timeout=5)
    (update,) = await bot.get_updates(timeout=5)
    await bot.get_updates(offset=update.update_id + 1)
    await api.confirmed()


async def test_an_answered_failure_stays_what_it_was(api: BotApi, bot: Bot, lan: User) -> None:
    api.faults.script(Trouble.LATE, seconds=0.01)
    with pytest.raises(BadRequest):
        await bot.send_message(lan.id, "<b>", parse_mode="HTML")
    assert len(api.ledger.malformed) == 1


async def test_downloads_fail_too(api: BotApi, bot: Bot, lan: User) -> None:
    await lan.sends_document("a.txt", b"abc")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.document is not None
    file = await update.message.document.get_file()
    api.faults.script(Trouble.DROP_BEFORE, method="download")
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == b"abc"


async def test_an_outage_refuses_connections_and_forgets_nothing(
    api: BotApi, bot: Bot, lan: User
) -> None:
    await lan.says("trước khi mất mạng")
    await api.goes_down()
    with pytest.raises(NetworkError):
        await bot.get_updates(timeout=5)
    await api.comes_back()
    assert len(await bot.get_updates(timeout=5)) == 1


async def test_going_down_lets_a_long_poll_go(api: BotApi, bot: Bot) -> None:
    waiting = asyncio.ensure_future(bot.get_updates(timeout=30))
    await api.polled()
    await api.goes_down()
    with pytest.raises(NetworkError):
        await waiting


def test_chances_repeat_with_their_seed_and_can_be_switched_off() -> None:
    def drawn(faults: Faults) -> list[bool]:
        return [faults.next("sendMessage") is not None for _ in range(200)]

    faults = Faults(seed=5)
    faults.chance(Trouble.BAD_GATEWAY, 0.25, methods=["sendMessage"])
    first = drawn(faults)
    assert 25 < sum(first) < 75
    faults.seed(5)
    assert drawn(faults) == first
    assert faults.next("getMe") is None
    faults.on = False
    assert not any(drawn(faults))
    faults.on = True
    faults.clear()
    assert not any(drawn(faults))


async def test_silence_is_reported_in_words(ask: Ask, lan: User) -> None:
    await ask("sendMessage", chat_id=lan.id, text="Chào đồng chí")
    await lan.hears()
    with pytest.raises(Silence, match=r"lan got no message within 0.01 s; last seen: \['Chào"):
        await lan.hears(timeout=0.01)
