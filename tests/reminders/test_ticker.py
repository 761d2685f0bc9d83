"""The clock rings at once, goes on after a failure, never rings twice at a time, ends quietly."""

import asyncio
import logging

from reminders.ticker import beat


async def rung(ring, times):
    """Let the clock run until the ring has come so many times."""
    enough = asyncio.Event()
    count = 0

    async def counted():
        nonlocal count
        count += 1
        if count >= times:
            enough.set()
        await ring(count)

    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(beat(counted, 0.02))
        await enough.wait()
        running.cancel()
    return count


async def test_it_rings_again_and_again():
    async def ring(_count):
        return None

    assert await rung(ring, 4) >= 4


async def test_a_ring_that_fails_is_told_and_the_next_one_comes(caplog):
    async def ring(count):
        if count == 1:
            raise ValueError("the first one fails")

    assert await rung(ring, 3) >= 3
    assert "the first one fails" in caplog.text


async def test_one_ring_at_a_time_and_a_quiet_end(caplog):
    caplog.set_level(logging.WARNING)
    inside = most = 0

    async def ring(_count):
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.1)
        inside -= 1

    await rung(ring, 2)
    assert most == 1
    assert caplog.text == ""
