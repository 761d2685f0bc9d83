"""When the channel, the database or the process fails: late, perhaps, but nothing is lost."""

import asyncio
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text, update

from bot.channels.contract import Delivery, TryLater
from bot.clock import system_clock
from bot.engine import courier as courier_module
from bot.engine import leader, outlet
from bot.engine.engine import Engine
from handlers.inbound import Inbound
from storage import deliveries, inbox, marks, post
from storage.engine import Store
from storage.errors import StorageError
from storage.lines import NewLine
from storage.tables import outbox
from tests.engine.couriers import delivered, failing, promise, rows
from tests.engine.support import Memory, running, said


async def test_429_pauses_everybody_and_outlives_the_process(store: Store) -> None:
    channel = Memory()
    channel.fails = failing(1, TryLater("429", after=3600), "a")
    promise(store, "a")
    async with running(store, channel) as engine:
        await channel.tried(1)
        promise(store, "b", address="2")
        engine.courier.poll()
        await engine.writer.run(lambda _tx: None)
        assert channel.shown == []
    with store.read() as tx:
        assert marks.get(tx, "pause:memory") is not None
    later = Memory()
    async with running(store, later) as engine:
        await engine.writer.run(lambda _tx: None)
        assert later.shown == []
    after = system_clock() + timedelta(hours=2)
    assert sorted(await delivered(store, later, clock=lambda: after)) == ["a", "b"]


async def test_looking_into_the_outbox_all_the_time_says_nothing_twice(store, monkeypatch) -> None:
    monkeypatch.setattr(courier_module, "POLL", 0.0)
    channel = Memory()
    async with running(store, channel) as engine:
        for number in range(60):
            line = NewLine("memory", str(number % 7), "p", str(number))
            await engine.writer.run(lambda tx, n=line: post.promise(tx, n, system_clock()))
        await channel.tried(60)
        monkeypatch.setattr(courier_module, "POLL", 5.0)
        await engine.quiet()
    assert sorted(channel.texts(), key=int) == [str(n) for n in range(60)]
    assert set(rows(store, "attempts")) == {(1,)}


async def test_a_database_that_gives_way_delays_and_repeats_nothing(
    sqlite_url, monkeypatch
) -> None:
    monkeypatch.setattr(courier_module, "_RECOVERY", 0.01)
    store = Store(sqlite_url)
    channel = Memory()
    async with running(store, channel) as engine:
        write, failures = engine.courier._ledger.write, [3]

        def gives_way(tx, page, now):
            tx.exec_driver_sql("PRAGMA max_page_count=1000000")
            done = write(tx, page, now)
            if failures[0] and (page.picked or page.results):
                failures[0] -= 1
                limit = tx.exec_driver_sql("PRAGMA page_count").scalar()
                tx.exec_driver_sql(f"PRAGMA max_page_count={limit}")
                tx.execute(update(outbox).values(failure="x" * 1_000_000))
            return done

        monkeypatch.setattr(engine.courier._ledger, "write", gives_way)
        a, b = NewLine("memory", "1", "p", "a"), NewLine("memory", "1", "p", "b")
        now = system_clock()
        await engine.writer.run(lambda tx: [post.promise(tx, line, now) for line in (a, b)])
        await engine.quiet()
    assert channel.texts() == ["a", "b"]
    assert failures == [0]
    assert rows(store, "attempts", "failure") == [(1, None), (1, None)]
    store.close()


async def test_a_channel_that_is_down_is_probed_by_one_line(store, fast, monkeypatch) -> None:
    monkeypatch.setattr(outlet, "_PROBE_SECONDS", 0.005)
    channel = Memory()
    down = [40]
    at_once: list[int] = []

    def fails(_delivery: Delivery) -> None:
        if down[0]:
            down[0] -= 1
            at_once.append(engine.courier.outlets["memory"].under_way)
            raise TryLater("no connection")

    channel.fails = fails
    for number in range(20):
        promise(store, str(number), address=str(number))
    async with running(store, channel) as engine:
        await engine.quiet()
    assert len(channel.shown) == 20
    assert at_once[-10:] == [1] * 10


async def test_lines_under_way_arrive_and_are_marked_when_we_are_told_to_stop(
    store: Store,
) -> None:
    promise(store, "a")
    channel = Memory()
    channel.hold = asyncio.Event()
    async with running(store, channel):
        await channel.tried(1)
        asyncio.get_running_loop().call_later(0.05, channel.hold.set)
    assert rows(store, "message_ref", "attempts") == [("m1", 1)]
    assert await delivered(store, channel) == ["a"]


async def test_a_line_that_a_channel_always_fails_at_is_given_up(store: Store, fast) -> None:
    channel = Memory()
    channel.fails = failing(1000, KeyError("a fault in the channel"), "poison")
    promise(store, "poison", "next")
    assert await delivered(store, channel) == ["next"]
    assert rows(store, "attempts", "failure") == [(5, "KeyError"), (1, None)]


async def test_when_a_channel_is_back_nobody_rests_any_longer(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(outlet, "_BACKOFF", (60.0,))
    monkeypatch.setattr(outlet, "_PROBE_SECONDS", 0.005)
    channel = Memory()
    channel.fails = failing(10, TryLater("no connection"))
    for number in range(11):
        promise(store, str(number), address=str(number))
    assert len(await delivered(store, channel)) == 11


async def test_more_lines_than_one_look_are_all_found(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(deliveries, "LOOK", 10)
    monkeypatch.setattr(courier_module, "LOOK", 10)
    monkeypatch.setattr(deliveries.open_lines, "__defaults__", (0, 10))
    promise(store, *(str(n) for n in range(35)))
    assert await delivered(store, Memory()) == [str(n) for n in range(35)]


async def test_of_two_processes_one_delivers_and_the_other_takes_over(
    store: Store, database_url: str, monkeypatch
) -> None:
    monkeypatch.setattr(leader, "_AGAIN", 0.01)
    monkeypatch.setattr(courier_module, "POLL", 0.01)
    first, second = Memory(), Memory()
    with closing(Store(database_url, store.data_dir)) as same:
        async with running(same, second) as standby:
            async with running(store, first) as engine:
                del engine
                promise(store, *(str(n) for n in range(20)))
                shown = first if await leads(first, second) else second
                await shown.tried(20)
            promise(store, *(str(n) for n in range(20, 40)))
            await second.tried(40 - len(first.shown))
            await standby.quiet()
    assert first.texts() + second.texts() == [str(n) for n in range(40)]
    assert set(rows(store, "attempts")) == {(1,)}


async def leads(first: Memory, second: Memory) -> bool:
    """Return whether the first is the one that delivers."""
    async with asyncio.TaskGroup() as tasks:
        tried = {tasks.create_task(channel.tried(1)): channel for channel in (first, second)}
        done, others = await asyncio.wait(tried, return_when=asyncio.FIRST_COMPLETED)
        for other in others:
            other.cancel()
    return tried[done.pop()] is first


@pytest.mark.postgres
async def test_a_server_that_restarts_under_us_loses_nothing(
    postgres_url: str, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(leader, "_AGAIN", 0.01)
    monkeypatch.setattr(leader, "_CHECK", 0.01)
    channel = Memory()
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    other = create_engine(postgres_url)
    with closing(Store(postgres_url, tmp_path)) as store:
        async with running(store, channel) as engine:
            for number in range(30):
                if number % 10 == 5:
                    with other.begin() as tx:
                        tx.execute(cut)
                await offered(engine, said(str(number), address=str(number % 3)))
            await engine.lanes.quiet()
            await channel.tried(30)
            await engine.quiet()
        other.dispose()
        with store.read() as tx:
            assert inbox.buried(tx) == []
    assert sorted({*channel.texts()}) == sorted(f"Nghe: {n}" for n in range(30))


async def offered(engine: Engine, inbound: Inbound) -> None:
    """Offer a message until it is stored, as a channel does."""
    while True:
        try:
            await engine.receiver.receive([inbound])
        except StorageError:
            continue
        return
