"""Group commit: one transaction for many jobs, and nobody hears before it is on disk."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import closing

import pytest
from sqlalchemy import event

from bot.clock import system_clock
from bot.engine.writer import GROUP, Writer
from storage import marks
from storage.engine import Store, Tx
from storage.errors import DatabaseFull, DatabaseLocked
from storage.lines import Line, NewLine
from storage.opening import BUSY_MS
from storage.post import promise


@pytest.fixture
async def writer(store: Store) -> AsyncIterator[Writer]:
    running = Writer(store)
    running.start()
    yield running
    await running.stop()


def put(tx: Tx, name: str, value: object = 1) -> str:
    marks.put(tx, name, value, system_clock())
    return name


def fails(tx: Tx) -> None:
    put(tx, "half")
    raise ValueError("this job only")


async def test_a_failing_job_takes_back_only_itself(store: Store, writer: Writer) -> None:
    before = writer.run(lambda tx: put(tx, "before"))
    bad = writer.run(fails)
    after = writer.run(lambda tx: put(tx, "after"))
    assert (await before, await after) == ("before", "after")
    with pytest.raises(ValueError, match="this job only"):
        await bad
    with store.read() as tx:
        assert [marks.get(tx, name) for name in ("before", "half", "after")] == [1, None, 1]


async def test_a_broken_statement_takes_back_only_its_job(store: Store, writer: Writer) -> None:
    bad = writer.run(lambda tx: tx.exec_driver_sql("SELECT nonsense"))
    good = writer.run(lambda tx: put(tx, "good"))
    assert await good == "good"
    with pytest.raises(Exception, match="nonsense"):
        await bad
    with store.read() as tx:
        assert marks.get(tx, "good") == 1


async def test_what_is_acknowledged_another_connection_sees(
    writer: Writer, database_url: str
) -> None:
    with closing(Store(database_url)) as second:
        for number in range(20):
            await writer.run(lambda tx, n=number: put(tx, f"n{n}"))
            with second.read() as tx:
                assert marks.get(tx, f"n{number}") == 1


async def test_a_hundred_concurrent_increments_keep_a_hundred(
    store: Store, writer: Writer
) -> None:
    def increment(tx: Tx) -> None:
        put(tx, "count", (marks.get(tx, "count") or 0) + 1)

    await asyncio.gather(*(writer.run(increment) for _ in range(100)))
    with store.read() as tx:
        assert marks.get(tx, "count") == 100


async def test_jobs_that_wait_together_share_a_commit(store: Store, writer: Writer) -> None:
    commits: list[object] = []
    event.listen(store.writer, "commit", commits.append)
    await asyncio.gather(*(writer.run(lambda tx: put(tx, "x")) for _ in range(10 * GROUP)))
    assert len(commits) == 10


async def test_the_loop_has_its_turn_between_groups(writer: Writer) -> None:
    turns, loop = 0, asyncio.get_running_loop()

    def counts() -> None:
        nonlocal turns
        turns += 1
        loop.call_soon(counts)

    counts()
    await asyncio.gather(*(writer.run(lambda tx: put(tx, "x")) for _ in range(10 * GROUP)))
    assert turns >= 10


async def test_a_write_of_another_process_is_not_waited_for_long(sqlite_url: str) -> None:
    with closing(Store(sqlite_url)) as store, closing(Store(sqlite_url)) as other:
        writer = Writer(store)
        writer.start()
        with other.write() as tx:
            put(tx, "theirs")
            began = time.monotonic()
            with pytest.raises(DatabaseLocked):
                await writer.run(lambda tx: put(tx, "ours"))
            assert time.monotonic() - began < BUSY_MS / 2000
        assert await writer.run(lambda tx: put(tx, "ours")) == "ours"
        await writer.stop()


async def test_a_courier_that_fails_does_not_end_the_writer(store: Store, writer: Writer) -> None:
    def refuses(_lines: Sequence[Line]) -> None:
        raise RuntimeError("not now")

    writer.on_promised = refuses
    line = NewLine("web", "a", "p", "words")
    assert await writer.run(lambda tx: promise(tx, line, system_clock()))
    assert await writer.run(lambda tx: put(tx, "after")) == "after"


async def test_a_full_disk_fails_the_whole_group_and_the_writer_lives(sqlite_url: str) -> None:
    with closing(Store(sqlite_url)) as store:
        writer = Writer(store)
        writer.start()
        await writer.run(lambda tx: put(tx, "kept"))

        def limit(tx: Tx) -> None:
            pages = tx.exec_driver_sql("PRAGMA page_count").scalar()
            tx.exec_driver_sql(f"PRAGMA max_page_count={pages}")

        await writer.run(limit)
        jobs = [
            writer.run(lambda tx: put(tx, "small")),
            writer.run(lambda tx: put(tx, "big", "x" * 1_000_000)),
            writer.run(lambda tx: put(tx, "late")),
        ]
        results = await asyncio.gather(*jobs, return_exceptions=True)
        assert any(isinstance(result, DatabaseFull) for result in results)
        await writer.run(lambda tx: tx.exec_driver_sql("PRAGMA max_page_count=1000000").one())
        assert await writer.run(lambda tx: put(tx, "big", "x" * 1_000_000)) == "big"
        with store.read() as tx:
            for name, result in zip(("small", "big", "late"), results, strict=True):
                told = not isinstance(result, BaseException)
                assert (marks.get(tx, name) is not None) == (told or name == "big")
        await writer.stop()


async def test_lines_of_a_job_taken_back_are_not_handed_over(store: Store, writer: Writer) -> None:
    handed: list[str] = []
    writer.on_promised = lambda lines: handed.extend(line.text for line in lines)

    def promises(tx: Tx, text: str, *, fail: bool = False) -> None:
        promise(tx, NewLine("web", "a", "p", text), system_clock())
        if fail:
            raise ValueError(text)

    jobs = [
        writer.run(lambda tx: promises(tx, "one")),
        writer.run(lambda tx: promises(tx, "two", fail=True)),
        writer.run(lambda tx: promises(tx, "three")),
    ]
    await asyncio.gather(*jobs, return_exceptions=True)
    assert handed == ["one", "three"]


async def test_what_is_queued_is_written_before_the_end(store: Store) -> None:
    writer = Writer(store)
    writer.start()
    jobs = [writer.run(lambda tx, n=n: put(tx, f"n{n}")) for n in range(30)]
    await writer.stop()
    assert [await job for job in jobs] == [f"n{n}" for n in range(30)]
    with store.read() as tx:
        assert all(marks.get(tx, f"n{n}") for n in range(30))
