"""Turns: one lane a person, a failure hurts one message, a flood hurts one account."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.clock import system_clock
from bot.engine.janitor import Janitor
from bot.engine.lanes import Message
from bot.engine.receiver import FLOOD
from bot.engine.writer import Writer
from handlers.effects import Effect, Say, Toast
from handlers.inbound import Inbound, Kind
from storage import deliveries, hiding, inbox, marks, post
from storage.engine import Store, Tx
from storage.inbox import Told
from storage.instance import hold
from storage.lines import NewLine
from storage.tables import inbox as inbox_table
from storage.tables import outbox
from tests.engine.support import Memory, echo, running, said
from tests.storage.support import person


def fails_on_boom(tx: Tx, inbound: Inbound, now: datetime) -> list[Effect]:
    marks.put(tx, inbound.text, 1, now)
    if inbound.text.startswith("boom"):
        raise RuntimeError("a fault of ours")
    return echo(tx, inbound, now)


async def test_a_turn_that_fails_is_taken_back_and_apologised_for_once(store: Store) -> None:
    channel = Memory()
    async with running(store, channel, turn=fails_on_boom) as engine:
        await engine.receiver.receive([said("một"), said("boom"), said("hai")])
        await engine.quiet()
    first, sorry, last = channel.texts()
    assert (first, last) == ("Nghe: một", "Nghe: hai")
    with store.read() as tx:
        assert marks.get(tx, "boom") is None, "what the turn wrote is taken back"
        ((row, incident, _),) = inbox.buried(tx)
        assert inbox.backlog(tx) == 0
    assert row == 2
    assert incident in sorry
    async with running(store, channel, turn=fails_on_boom) as engine:
        await engine.quiet()
    assert len(channel.shown) == 3, "a restart neither tries again nor apologises again"


async def test_a_message_that_cannot_be_read_is_put_aside(store: Store) -> None:
    with store.write() as tx:
        inbox.receive(tx, Told("memory", "1", "k", '{"version": "next"}'), system_clock())
    channel = Memory()
    async with running(store, channel) as engine:
        await engine.receiver.receive([said("sau")])
        await engine.quiet()
    assert channel.texts() == ["Nghe: sau"]
    with store.read() as tx:
        assert len(inbox.buried(tx)) == 1


async def test_what_an_earlier_process_left_is_acted_on_first(store: Store) -> None:
    with store.write() as tx:
        for number in range(5):
            body = said(f"cũ {number}").model_dump_json()
            inbox.receive(tx, Told("memory", "1", f"old{number}", body), system_clock())
    channel = Memory()
    async with running(store, channel) as engine:
        await engine.receiver.receive([said("mới")])
        await engine.quiet()
    assert channel.texts() == [*(f"Nghe: cũ {n}" for n in range(5)), "Nghe: mới"]


async def test_two_accounts_of_one_person_share_a_lane(store: Store) -> None:
    """Two phones of one person: the turns never cross."""
    with store.write() as tx:
        person(tx, ("memory", "a"), ("memory", "b"))
    order: list[str] = []

    def turn(tx: Tx, inbound: Inbound, now: datetime) -> list[Effect]:
        order.append(inbound.text)
        return []

    async with running(store, Memory(), turn=turn) as engine:
        batch = [said(str(n), address="ab"[n % 2]) for n in range(20)]
        await engine.receiver.receive(batch)
        await engine.quiet()
    assert order == [str(n) for n in range(20)]


async def test_a_flooding_account_delays_nobody(store: Store) -> None:
    channel = Memory()
    order: list[str] = []

    def turn(tx: Tx, inbound: Inbound, now: datetime) -> list[Effect]:
        order.append(inbound.address)
        return []

    async with running(store, channel, turn=turn) as engine:
        flood = [said(str(n), address="flood") for n in range(150)]
        others = [said("xin chào", address=f"p{n}") for n in range(10)]
        await engine.receiver.receive([*flood, *others])
        await engine.quiet()
    assert Counter(order) == {"flood": 150} | {f"p{n}": 1 for n in range(10)}
    last_other = max(order.index(f"p{n}") for n in range(10))
    assert order[: last_other + 1].count("flood") <= 3, "one turn of the flood at a time"


async def test_too_many_waiting_are_put_aside_and_told_once(store: Store) -> None:
    channel = Memory()
    channel.hold = asyncio.Event()
    async with running(store, channel) as engine:
        await engine.receiver.receive([said(str(n)) for n in range(FLOOD)])
        assert engine.lanes.waiting(("memory", "1")) > FLOOD - 5
        for _ in range(3):
            engine.lanes._waiting["memory", "1"] = FLOOD  # still as many
            await engine.receiver.receive([said("thêm")])
        engine.lanes._waiting["memory", "1"] = FLOOD
        channel.hold.set()
        await engine.courier.quiet()
    with store.read() as tx:
        aside = tx.execute(select(inbox_table.c.incident)).scalars().all()
        phrases = Counter(tx.execute(select(outbox.c.phrase)).scalars())
    assert aside.count(inbox.FLOOD) == 3
    assert phrases["engine.flood"] == 1


async def test_a_tap_before_anybody_delivers_is_acknowledged_too(store: Store) -> None:
    channel = Memory()
    other = hold(store, "courier")
    async with running(store, channel, turn=lambda _tx, _inbound, _now: []) as engine:
        await engine.receiver.receive([said("", kind=Kind.choice, choice="x.0", tap="t1")])
        await engine.lanes.quiet()
        assert channel.taps == []
        other.release()
        await engine.courier.quiet()
    assert channel.taps == [("t1", None)]


async def test_a_tap_is_acknowledged_with_its_toast(store: Store) -> None:
    channel = Memory()

    def turn(tx: Tx, inbound: Inbound, now: datetime) -> list[Effect]:
        if inbound.text == "boom":
            raise RuntimeError
        return [Toast("test.echo", {"words": "đã <ghi>"})] if inbound.text else []

    tap = {"kind": Kind.choice, "choice": "x.0"}
    async with running(store, channel, turn=turn) as engine:
        for text, name in (("toast", "t1"), ("", "t2"), ("boom", "t3")):
            await engine.receiver.receive([said(text, tap=name, **tap)])
            await engine.quiet()
        await engine.receiver.receive([said("typed")])
        await engine.quiet()
    assert channel.taps == [("t1", "Nghe: đã <ghi>"), ("t2", None), ("t3", None)]
    assert channel.texts()[-1] == "Nghe: đã &lt;ghi&gt;", "without a tap, a toast is a line"


async def test_a_line_to_somebody_else_goes_where_they_are(store: Store) -> None:
    with store.write() as tx:
        boss = person(tx, ("memory", "boss-old"), ("memory", "boss"))
        nobody = person(tx, name="no account")
    channel = Memory()

    def turn(tx: Tx, inbound: Inbound, now: datetime) -> list[Effect]:
        return [
            Say("test.echo", {"words": "to you"}),
            Say("test.echo", {"words": "to boss"}, to=boss),
            Say("test.echo", {"words": "to nobody"}, to=nobody),
        ]

    async with running(store, channel, turn=turn) as engine:
        await engine.receiver.receive([said("hi")])
        await engine.quiet()
    assert sorted((d.address, d.text) for d in channel.shown) == [
        ("1", "Nghe: to you"),
        ("boss", "Nghe: to boss"),
    ]
    with store.read() as tx:
        rows = tx.execute(select(outbox.c.person_id, outbox.c.priority).order_by(outbox.c.id))
        assert [tuple(row) for row in rows] == [(None, 0), (boss, 1)]


async def test_links_that_let_in_are_taken_back_once_they_were_shown(store: Store) -> None:
    now = system_clock()
    copy = {"label": "Chép liên kết", "action": "home", "copy": "https://t.me/x?start=C0DE"}
    stop = {"label": "Hủy", "action": "hand_over_cancel", "args": {"unit": "07615"}}
    with store.write() as tx:
        for phrase, text in (("people.code", "t.me/x?start=C0DE"), ("test.echo", "Nghe")) * 2:
            new = NewLine("memory", "1", phrase, text, choices=(copy, stop))
            post.promise(tx, new, now)
        first = tx.scalar(select(func.min(outbox.c.id)))
        deliveries.delivered(tx, [(first, "1"), (first + 1, "2")], now)
    writer, soon, later = Writer(store), now + timedelta(minutes=5), now + hiding.SHOWN
    writer.start()
    for moment in (soon, later + timedelta(seconds=1), later + timedelta(seconds=2)):
        await Janitor(writer, lambda at=moment: at, {"people.code": "Đã ẩn"}).clean()
        with store.read() as tx:
            told = [post.line(tx, row) for row in range(first, first + 4)]
        said = ["t.me/x?start=C0DE" if moment == soon else "Đã ẩn", "Nghe"]
        assert [line.text for line in told] == [*said, "t.me/x?start=C0DE", "Nghe"]
    assert told[0].choices == [{"label": "Chép liên kết", "action": "home"}, stop]
    assert told[1].choices == [copy, stop]
    await writer.stop()


async def test_old_words_are_blanked_and_waiting_ones_kept(store: Store) -> None:
    now = system_clock()
    with store.write() as tx:
        for number in range(1200):
            told = Told("memory", "1", f"k{number}", f"body {number}")
            row = inbox.receive(tx, told, now + timedelta(seconds=number))
            if row != 1100:
                inbox.claim(tx, row or 0, now)
    later = now + inbox.KEPT + timedelta(seconds=1150)
    writer = Writer(store)
    writer.start()
    assert await Janitor(writer, lambda: now).clean() == 0
    assert await Janitor(writer, lambda: later).clean() == 1099, "up to the one that waits"
    await writer.run(lambda tx: inbox.claim(tx, 1100, now))
    assert await Janitor(writer, lambda: later).clean() == 51, "received longer than 30 days ago"
    await writer.stop()
    with store.read() as tx:
        kept = tx.execute(select(inbox_table.c.body).order_by(inbox_table.c.id)).scalars().all()
    assert kept == [None] * 1150 + [f"body {n}" for n in range(1150, 1200)]


async def test_text_that_no_database_keeps_is_cleaned(store: Store) -> None:
    channel = Memory()
    async with running(store, channel) as engine:
        await engine.receiver.receive([said("a\0b\ud800c", sender_name="x\0")])
        await engine.quiet()
    assert channel.texts() == ["Nghe: ab?c"]


async def test_a_message_handed_over_twice_is_acted_on_once(store: Store) -> None:
    """As when a commit went through and its confirmation was lost with the connection."""
    channel = Memory()
    async with running(store, channel) as engine:
        await engine.receiver.receive([said("một lần")])
        twice = Message(1, "memory", "1", said("một lần"), None)
        engine.lanes.hear([twice, twice])
        await engine.quiet()
    assert channel.texts() == ["Nghe: một lần"]


async def test_one_message_that_cannot_be_stored_holds_up_no_other(store, monkeypatch) -> None:
    receive = inbox.receive

    def refuses(tx, told, now, **more):
        if "xấu" in told.body:
            raise ValueError(told.key)
        return receive(tx, told, now, **more)

    monkeypatch.setattr(inbox, "receive", refuses)
    channel = Memory()
    async with running(store, channel) as engine:
        await engine.receiver.receive([said("một"), said("xấu"), said("hai")])
        await engine.quiet()
    assert channel.texts() == ["Nghe: một", "Nghe: hai"]
