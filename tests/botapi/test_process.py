"""The fake Telegram as a process of its own, driven through the control plane."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from tests.botapi import Limits, ScriptError, Silence, Trouble
from tests.botapi.remote import Remote, launched

from .test_client import _keys


@pytest.fixture
async def remote() -> AsyncIterator[Remote]:
    async with launched() as server:
        yield server


@pytest.fixture
async def bot(remote: Remote) -> AsyncIterator[Bot]:
    async with Bot(remote.token, base_url=remote.base_url) as client:
        yield client


async def test_a_whole_conversation_across_processes(remote: Remote, bot: Bot) -> None:
    lan = await remote.user("lan", first_name="Lan")
    await lan.starts("moi_1")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.text == "/start moi_1"

    await bot.send_message(lan.id, "Chọn", reply_markup=_keys("Có", "Không"))
    shown = await lan.hears()
    assert shown.labels == ["Có", "Không"]
    query = await lan.presses("Có")
    assert query is not None
    await bot.answer_callback_query(query, "Đã ghi")
    assert (await lan.answered(query)).text == "Đã ghi"
    await bot.edit_message_text("Đã chọn Có", lan.id, shown.message_id)
    assert (await lan.sees_edit()).text == "Đã chọn Có"
    stale = await lan.press(shown, "Không")
    assert stale != query

    said = await lan.says("12")
    await lan.edits(said, "13")
    await lan.sends_document("a.txt", b"abc", caption="tệp")
    await lan.sends_photo()
    await lan.shares_contact()
    await lan.sends_sticker()
    updates = await bot.get_updates(offset=update.update_id + 1, timeout=5)
    assert len(updates) == 8
    await bot.get_updates(offset=updates[-1].update_id + 1)
    await remote.confirmed()

    await lan.skip()
    with pytest.raises(Silence):
        await lan.hears(timeout=0)
    with pytest.raises(ScriptError):
        await lan.presses("Không có nút này")
    assert [message.text for message in await lan.seen()] == ["Đã chọn Có"]
    await lan.blocks_bot()
    await lan.unblocks()
    await lan.deactivates()


async def test_faults_limits_clock_and_counts_across_processes(
    remote: Remote, bot: Bot, tmp_path: Path
) -> None:
    await remote.clock(at=1_795_600_000)
    lan, minh = await remote.crowd(["lan", "minh"])
    await remote.say_many([("lan", "/start"), ("minh", "/start")])
    await remote.script(Trouble.TOO_MANY, retry_after=3, method="sendMessage")
    with pytest.raises(RetryAfter):
        await bot.send_message(lan.id, "một")
    await remote.chance(Trouble.BAD_GATEWAY, 1.0)
    await remote.faults(on=False)
    await bot.send_message(lan.id, "hai")
    await remote.no_faults()
    await remote.faults(on=True)
    await remote.limits(Limits())
    await bot.send_message(minh.id, "ba")
    with pytest.raises(RetryAfter):
        await bot.send_message(minh.id, "bốn")
    await remote.limits(None)

    file = tmp_path / "clock"
    file.write_text("2026-11-26T08:00:00+07:00", encoding="ascii")
    assert 0 <= await remote.clock(file=str(file)) - 1_795_654_800 < 30
    assert (await bot.send_message(lan.id, "năm")).date.hour == 1
    file.write_text("1795654000", encoding="ascii")
    assert 0 <= await remote.clock() - 1_795_654_000 < 30
    assert 10 <= await remote.clock(advance=10) - 1_795_654_000 < 40

    assert await remote.texts() == {lan.id: ["hai", "năm"], minh.id: ["ba"]}
    stats = await remote.stats()
    assert stats.counts["sendMessage"] == 5
    assert (stats.sent, stats.malformed, stats.failures) == (3, [], [])
    assert stats.pending_updates == 2
    assert stats.impatient >= 1
    calls = await remote.calls("sendMessage")
    assert [call["outcome"] for call in calls] == ["too_many", "ok", "ok", "limited", "ok"]


async def test_files_groups_and_channels_across_processes(remote: Remote, bot: Bot) -> None:
    lan = await remote.user("lan")
    await lan.starts()
    sent = await bot.send_document(lan.id, b"abc", filename="a.txt")
    assert sent.document is not None
    assert await remote.content(sent.document.file_id) == b"abc"
    group = await remote.ask("group", title="Nhóm", members=["lan"], adds_bot="lan")
    await lan.says("/trogiup", group="Nhóm")
    await remote.ask("channel", title="Kênh", adds_bot="lan", post="tin")
    await bot.send_message(group, "chào")
    seen = await remote.ask("seen", group="Nhóm")
    assert [entry["json"]["text"] for entry in seen["messages"]] == ["chào"]
    with pytest.raises(ScriptError, match="KeyError"):
        await remote.ask("fly")


async def test_the_process_ends_when_asked() -> None:
    async with launched("--limits", "--burst", "2", "--seed", "3") as remote:
        await remote.shutdown()
