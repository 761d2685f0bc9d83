"""The channel keeps the contract, spoken over HTTP to a strict fake of Telegram."""

import asyncio

import pytest

from bot.channels.contract import Button, Delivery, TryLater, Uncertain, Undeliverable
from bot.channels.telegram.asking import Answer, who_are_we
from bot.channels.telegram.channel import Account, TelegramChannel, TokenRefused
from storage.errors import DatabaseFull
from tests.botapi import Trouble
from tests.telegram.conftest import NOW, listening


async def started(api, name="lan"):
    """A person who has written first: only then may a bot write to them."""
    person = api.user(name)
    await person.starts()
    return person


def line(person, text="Câu 1", **more):
    return Delivery(str(person.id), "say", text, **more)


async def test_a_line_with_buttons_arrives_and_a_tap_comes_back(api, channel):
    heard = asyncio.Queue()
    lan = await started(api)
    async with listening(channel, heard):
        assert (await heard.get()).kind == "start"
        buttons = (Button("tok.0", "Có"), Button("tok.1", "Không"))
        await channel.deliver(line(lan, "<b>Xã</b> có đồng bào <i>DTTS</i>?", buttons=buttons))
        assert (await lan.hears()).text == "Xã có đồng bào DTTS?"
        await lan.presses("Không")
        tap = await heard.get()
        assert (tap.kind, tap.choice, tap.address) == ("choice", "tok.1", str(lan.id))
        await channel.acknowledge_tap(tap.tap, "Đã ghi")
    assert api.ledger.malformed == []


async def test_what_was_not_stored_comes_again(api, channel):
    lan = await started(api)
    await lan.says("12/31")

    async def power_cut(_batch):
        raise KeyError("power")

    with pytest.raises(KeyError, match="power"):
        await channel.run(power_cut)
    heard = asyncio.Queue()
    async with listening(channel, heard):
        assert [(await heard.get()).text for _ in range(2)] == ["", "12/31"]


async def test_a_database_that_gives_way_is_offered_the_batch_again(api, channel, monkeypatch):
    monkeypatch.setattr("bot.channels.telegram.channel._RETRY_SECONDS", (0.0,))
    lan = await started(api)
    await lan.says("12/31")
    offered, stored = [], asyncio.Queue()

    async def full_disk_at_first(batch):
        offered.append([inbound.text for inbound in batch])
        if len(offered) == 1:
            raise DatabaseFull("troly.db")
        stored.put_nowait(offered[-1])

    task = asyncio.ensure_future(channel.run(full_disk_at_first))
    assert await stored.get() == offered[0] == ["", "12/31"]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_card_is_edited_in_place_and_sent_anew_when_it_cannot_be(api, channel):
    lan = await started(api)
    ref = await channel.deliver(line(lan, "Đã nhập 1/16"))
    assert await channel.deliver(line(lan, "Đã nhập 2/16", edit=ref)) == ref
    assert await channel.deliver(line(lan, "Đã nhập 2/16", edit=ref)) == ref
    assert [message.text for message in lan.seen] == ["Đã nhập 2/16"]
    assert await channel.deliver(line(lan, "Đã nhập 3/16", edit="999")) != ref


async def test_a_file_goes_with_its_caption_and_one_comes_back(api, channel, tmp_path):
    heard = asyncio.Queue()
    paper = tmp_path / "x"
    paper.write_bytes(b"PK bao cao")
    lan = await started(api)
    async with listening(channel, heard):
        await heard.get()
        about = Delivery(
            str(lan.id), "file", "Báo cáo", file=paper, file_name="Bao cao Luc Ngan.docx"
        )
        await channel.deliver(about)
        assert (await lan.hears()).file_name == "Bao cao Luc Ngan.docx"
        await lan.sends_document("ban-ky.pdf", b"%PDF-1.7", caption="bản ký")
        sent = await heard.get()
        await channel.fetch(sent.file.ref, tmp_path / "y")
    assert (sent.text, sent.file.name) == ("bản ký", "ban-ky.pdf")
    assert (tmp_path / "y").read_bytes() == b"%PDF-1.7"


async def test_a_long_text_comes_in_parts_with_buttons_on_the_last(api, channel):
    lan = await started(api)
    text = "\n".join(f"<b>Dòng {n}</b> " + "chữ " * 60 for n in range(40))
    await channel.deliver(line(lan, text, buttons=(Button("tok.0", "Xong"),)))
    parts = list(lan.seen)
    assert len(parts) >= 3
    assert [bool(part.labels) for part in parts] == [False] * (len(parts) - 1) + [True]


@pytest.mark.parametrize("gone", ["blocks_bot", "deactivates"])
async def test_who_is_gone_is_unreachable(api, channel, gone):
    lan = await started(api)
    await getattr(lan, gone)()
    with pytest.raises(Undeliverable) as refused:
        await channel.deliver(line(lan))
    assert refused.value.unreachable


async def test_a_stranger_never_met_is_unreachable(channel):
    with pytest.raises(Undeliverable) as refused:
        await channel.deliver(Delivery("99999", "say", "x"))
    assert refused.value.unreachable


@pytest.mark.parametrize(
    ("trouble", "failure"),
    [
        (Trouble.TOO_MANY, TryLater),
        (Trouble.BAD_GATEWAY, TryLater),
        (Trouble.DROP_BEFORE, Uncertain),
        (Trouble.DROP_AFTER, Uncertain),
    ],
)
async def test_faults_in_the_contracts_three_words(api, channel, trouble, failure):
    lan = await started(api)
    api.faults.script(trouble, method="sendMessage")
    with pytest.raises(failure) as failed:
        await channel.deliver(line(lan))
    assert api.token not in str(failed.value)
    assert (trouble is Trouble.TOO_MANY) == (getattr(failed.value, "after", None) is not None)


async def test_nobody_there_is_later_not_maybe(unused_tcp_port):
    channel = TelegramChannel(
        Account("123456789:TEST-TOKEN-NOT-A-REAL-ONE-0000", f"http://127.0.0.1:{unused_tcp_port}"),
        lambda: NOW,
    )
    with pytest.raises(TryLater):
        await channel.deliver(Delivery("1", "say", "x"))
    await channel.close()


async def test_a_refused_token_is_told_apart_from_silence(api, unused_tcp_port):
    root = api.base_url.removesuffix("/bot")
    wrong = "123456789:TEST-TOKEN-NOT-A-REAL-ONE-0000"
    assert (await who_are_we(Account(wrong, root))).outcome is Answer.Outcome.refused
    assert (await who_are_we(Account(api.token, root))).outcome is Answer.Outcome.known
    silent = Account(wrong, f"http://127.0.0.1:{unused_tcp_port}")
    assert (await who_are_we(silent)).outcome is Answer.Outcome.unreachable
    channel = TelegramChannel(Account(wrong, root), lambda: NOW)
    with pytest.raises(TokenRefused):
        await channel.open()
    await channel.close()
