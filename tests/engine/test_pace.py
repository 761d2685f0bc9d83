"""Limits that no sliding second breaks, used nearly in full, with replies let in between."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.contract import Pace
from bot.clock import system_clock
from bot.engine.pace import TRAVEL, WINDOW, Throttle
from storage import pace as pace_table
from storage import post
from storage.engine import Store
from storage.lines import REMINDER, NewLine
from tests.engine.support import Memory, running

requests = st.lists(
    st.tuples(st.floats(0, 0.5), st.booleans(), st.sampled_from("abcd")), min_size=1, max_size=150
)
paces = st.builds(Pace, st.integers(1, 30), st.integers(1, 5))


def play(
    throttle: Throttle, asked: list[tuple[float, bool, str]], travel: float = 0.0
) -> list[tuple[float, str]]:
    """Send each as soon as it may go, one after the other; return when each left."""
    now, sent = 0.0, []
    for pause, evenly, address in asked:
        now += pause
        while wait := max(
            throttle.wait(now, evenly=evenly), throttle.chat_wait(address, now, evenly=evenly)
        ):
            assert 0 < wait < 60
            now += wait + 1e-9
        throttle.sent(address, now, evenly=evenly).ends(now + travel)
        sent.append((now, address))
    return sent


@given(paces, requests, st.floats(0, 2))
def test_no_sliding_window_has_more_than_allowed(pace: Pace, asked, travel: float) -> None:
    """Wherever between departure and answer each arrives."""
    sent = play(Throttle(pace), asked, travel)
    for start, address in sent:
        late = start + min(travel, TRAVEL)
        after = [at for at, _ in sent if start < at < late + WINDOW]
        assert len(after) < pace.overall, "this one arrives late, the others at once"
        chat = [at for at, to in sent if to == address and start <= at < start + pace.burst]
        assert len(chat) <= pace.burst


@given(requests)
def test_departures_later_than_planned_keep_the_limit_too(asked) -> None:
    """The database was slow: what was picked together leaves together, later."""
    throttle, now, left = Throttle(Pace(5, 3)), 0.0, []
    for pause, evenly, address in asked:
        now += pause
        picked = []
        while not throttle.wait(now, evenly=evenly) and len(picked) < 3:
            picked.append(throttle.sent(address, now, evenly=evenly))
        now += pause  # the commit
        for sending in picked:
            sending.leaves(now)
            sending.ends(now)
            left.append(now)
    for start in left:
        assert sum(1 for at in left if start <= at < start + WINDOW) <= 5


@pytest.mark.parametrize(("travel", "share"), [(0.005, 0.96), (0.05, 0.92), (0.2, 0.8), (9, 0.78)])
def test_a_long_run_of_reminders_uses_nearly_the_whole_limit(travel: float, share: float) -> None:
    asked = [(0.0, True, str(n)) for n in range(1000)]
    sent = play(Throttle(Pace(30, 4)), asked, travel)
    assert 1000 / sent[-1][0] >= share * 30


def test_a_reply_amid_reminders_waits_a_moment() -> None:
    throttle, now, waits = Throttle(Pace(30, 4)), 0.0, []
    for number in range(300):
        now += throttle.wait(now, evenly=True)
        throttle.sent(f"r{number}", now, evenly=True).ends(now)
        if number % 10 == 0:
            waits.append(throttle.wait(now, evenly=False))
            now += waits[-1]
            throttle.sent(f"p{number}", now, evenly=False).ends(now)
    assert max(waits) <= 0.2


@given(paces, requests, st.floats(0, 2))
def test_what_is_said_unasked_has_a_second_of_its_own_in_its_chat(pace, asked, travel) -> None:
    sent = play(Throttle(pace), asked, travel)
    last: dict[str, tuple[float, bool]] = {}
    for (_, evenly, address), (left, _) in zip(asked, sent, strict=True):
        before, unasked = last.get(address, (float("-inf"), False))
        if evenly or unasked:
            assert left >= before + min(travel, TRAVEL) + WINDOW - 1e-6
        last[address] = left, evenly


def test_several_replies_follow_each_other_at_once() -> None:
    sent = play(Throttle(Pace(30, 4)), [(0.0, False, "a")] * 4)
    assert sent[-1][0] == 0.0


def test_forgotten_chats_do_not_pile_up() -> None:
    throttle = Throttle(Pace(30, 4))
    play(throttle, [(0.1, False, str(n)) for n in range(5000)])
    assert len(throttle._chats) < 1000


async def test_sends_are_counted_on_disk_and_outlive_the_process(store: Store) -> None:
    now = system_clock()
    with store.write() as tx:
        for n in range(5):
            post.promise(tx, NewLine("memory", str(n), "p", str(n), priority=REMINDER), now)
    channel = Memory(pace=Pace(30, 4))
    async with running(store, channel) as engine:
        await engine.quiet()
    with store.read() as tx:
        kept = pace_table.since(tx, "memory", now)
    assert Counter(address for address, _ in kept) == Counter("01234")
    async with running(store, channel) as engine:
        await engine.quiet()
        throttle = engine.courier.outlets["memory"].throttle
        assert throttle is not None
        assert len(throttle._recent) == 5
    with store.write() as tx:
        pace_table.forget(tx, system_clock())
        assert pace_table.since(tx, "memory", now) == []


@pytest.mark.parametrize("overall", [1, 30])
def test_an_idle_channel_speaks_at_once(overall: int) -> None:
    throttle = Throttle(Pace(overall, 1))
    assert throttle.wait(1000.0, evenly=False) == 0
    assert throttle.wait(1000.0, evenly=True) == 0
    assert throttle.chat_wait("a", 1000.0, evenly=False) == 0
