"""Telegram's rate limits, on a clock of our own."""

import pytest

from tests.botapi import BotApi, Limits, Rules, busiest
from tests.botapi.limits import RateLimits
from tests.botapi.refusals import Refusal

from .conftest import Ask


class _Time:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def _admitted(limits: RateLimits, chat: int, times: int) -> int:
    count = 0
    for _ in range(times):
        try:
            limits.admit(chat)
        except Refusal:
            continue
        count += 1
    return count


def test_one_message_a_second_to_one_person() -> None:
    time = _Time()
    limits = RateLimits(Rules(limits=Limits(), monotonic=time))
    assert _admitted(limits, 7, 5) == 1
    time.now += 0.5
    assert _admitted(limits, 7, 5) == 0
    time.now += 0.49  # the slack forgives a little jitter
    assert _admitted(limits, 7, 5) == 1


def test_a_burst_is_forgiven_once_but_not_second_after_second() -> None:
    time = _Time()
    limits = RateLimits(Rules(limits=Limits(burst=2), monotonic=time))
    taken = 0
    for _ in range(10):
        taken += _admitted(limits, 7, 5)
        time.now += 1
    assert taken == 12


def test_thirty_a_second_overall_in_any_window() -> None:
    time = _Time()
    limits = RateLimits(Rules(limits=Limits(), monotonic=time))
    assert sum(_admitted(limits, chat, 1) for chat in range(60)) == 30
    time.now += 0.9
    assert sum(_admitted(limits, chat, 1) for chat in range(100, 160)) == 0
    time.now += 0.1
    assert sum(_admitted(limits, chat, 1) for chat in range(200, 260)) == 30


def test_twenty_a_minute_to_a_group() -> None:
    time = _Time()
    limits = RateLimits(Rules(limits=Limits(), monotonic=time))
    taken = 0
    for _ in range(59):
        taken += _admitted(limits, -7, 1)
        time.now += 1
    assert taken == 20


def test_the_pause_is_long_enough() -> None:
    time = _Time()
    limits = RateLimits(Rules(limits=Limits(per_group=1), monotonic=time))
    limits.admit(-7)
    with pytest.raises(Refusal) as refused:
        limits.admit(-7)
    assert refused.value.parameters == {"retry_after": 60}
    time.now += 60
    limits.admit(-7)


async def test_over_http_the_limit_can_be_switched_on_and_off(ask: Ask, api: BotApi) -> None:
    lan = api.user("lan")
    await lan.starts()
    api.enforce(Limits())
    answers = [await ask("sendMessage", chat_id=lan.id, text=str(n)) for n in range(3)]
    assert [answer["ok"] for answer in answers] == [True, False, False]
    assert answers[1]["parameters"] == {"retry_after": 1}
    assert answers[1]["description"] == "Too Many Requests: retry after 1"
    assert api.ledger.outcomes() == {"ok": 1, "limited": 2}
    api.enforce(None)
    assert (await ask("sendMessage", chat_id=lan.id, text="x"))["ok"]
    assert api.ledger.busiest(60) == api.ledger.busiest(60, lan.id) == 2
    assert api.ledger.busiest_chat(60) == 2


def test_the_busiest_window_is_half_open() -> None:
    assert busiest([0.0, 0.5, 0.99, 1.0, 5.0], 1.0) == 3
    assert busiest([], 1.0) == 0
