"""Delivery: written down first, at least once, in order, and what the channel answers is kept."""

from datetime import timedelta

from bot.channels.contract import Delivery, TryLater, Uncertain, Undeliverable
from bot.clock import system_clock
from bot.engine.hooks import Drop, Hooks, Wait, Words
from handlers.effects import Say
from storage import people
from storage.engine import Store
from storage.lines import NOTICE, REMINDER
from tests.engine.couriers import delivered, failing, promise, rows
from tests.engine.support import Memory
from tests.storage.support import person


async def test_the_attempt_is_on_disk_before_the_first_byte_leaves(store: Store) -> None:
    channel = Memory()
    seen: list[tuple[object, ...]] = []
    channel.fails = lambda _delivery: seen.extend(
        rows(store, "attempts", "first_attempt_at", "delivered_at")
    )
    promise(store, "a")
    await delivered(store, channel)
    ((attempts, first, arrived),) = seen
    assert (attempts, arrived) == (1, None)
    assert first is not None


async def test_a_failure_keeps_the_order_of_its_chat_and_holds_up_no_other(store, fast) -> None:
    channel = Memory()
    channel.fails = failing(3, TryLater("502"), "a1")
    promise(store, "a1", "a2", address="a")
    promise(store, "b1", "b2", address="b")
    texts = await delivered(store, channel)
    assert [t for t in texts if t[0] == "a"] == ["a1", "a2"]
    assert texts[:2] == ["b1", "b2"]
    assert rows(store, "attempts", "uncertain")[0] == (4, 0)


async def test_an_ambiguous_time_out_is_counted_and_said_again(store, fast) -> None:
    channel = Memory()
    channel.fails = failing(2, Uncertain("no answer"))
    promise(store, "a")
    assert await delivered(store, channel) == ["a"]
    assert rows(store, "attempts", "uncertain", "failure") == [(3, 2, None)]


async def test_an_error_of_the_channel_itself_is_treated_as_ambiguous(store, fast) -> None:
    channel = Memory()
    channel.fails = failing(1, RuntimeError("a fault in the channel"))
    promise(store, "a")
    assert await delivered(store, channel) == ["a"]
    assert rows(store, "uncertain") == [(1,)]


async def test_what_can_never_arrive_is_settled_and_the_next_goes_on(store: Store) -> None:
    channel = Memory()
    channel.fails = failing(1, Undeliverable("bad request: text is empty"), "a")
    promise(store, "a", "b")
    assert await delivered(store, channel) == ["b"]
    (first, _) = rows(store, "failure", "delivered_at", "settled_at")
    assert first[:2] == ("bad request: text is empty", None)
    assert first[2] is not None


async def test_a_blocked_account_is_marked_and_told_once(store: Store) -> None:
    with store.write() as tx:
        who = person(tx, ("memory", "lan"))
        boss = person(tx, ("memory", "boss"))
    channel = Memory()

    def blocked(delivery: Delivery) -> None:
        if delivery.address == "lan":
            raise Undeliverable("bot was blocked by the user", unreachable=True)

    channel.fails = blocked
    told = Hooks(lost=lambda _tx, line, _now: [Say("test.echo", {"words": line.person}, to=boss)])
    promise(store, "a", "b", address="lan", person=who)
    assert await delivered(store, channel, hooks=told) == [f"Nghe: {who}"]
    with store.read() as tx:
        identity = people.by_account(tx, "memory", "lan")
    assert identity is not None
    assert identity.unreachable_since is not None


async def test_a_hook_that_fails_settles_the_line_all_the_same(store: Store) -> None:
    with store.write() as tx:
        who = person(tx, ("memory", "lan"))
    channel = Memory()
    channel.fails = failing(1, Undeliverable("blocked", unreachable=True))

    def broken(*_: object) -> list[Say]:
        raise RuntimeError

    promise(store, "a", "b", address="lan", person=who)
    assert await delivered(store, channel, hooks=Hooks(lost=broken)) == ["b"]
    assert rows(store, "failure") == [("blocked",), (None,)]


async def test_replies_go_before_notices_before_reminders(store: Store) -> None:
    channel = Memory()
    for priority, text in ((REMINDER, "r"), (NOTICE, "n"), (0, "reply")):
        promise(store, text, priority=priority)
    assert await delivered(store, channel) == ["reply", "n", "r"]


async def test_a_line_waits_for_its_moment_and_nobody_waits_for_it(store: Store) -> None:
    soon = system_clock() + timedelta(hours=1)
    promise(store, "later", not_before=soon)
    promise(store, "now", priority=NOTICE)
    channel = Memory()
    assert await delivered(store, channel) == ["now"]
    assert await delivered(store, channel, clock=lambda: soon) == ["now", "later"]


async def test_a_reminder_is_composed_at_the_moment_of_sending(store: Store) -> None:
    until = system_clock() + timedelta(hours=1)
    verdicts = {
        "owed": Words("composed <now>", ({"label": "Đã nhận", "action": "acknowledge"},)),
        "sent": Drop("the report was sent"),
        "night": Wait(until),
    }

    def compose(_tx, line, _now):
        return verdicts[line.key]  # an unknown key is a fault of ours: it raises

    for key in ("owed", "sent", "night", "fault"):
        promise(store, "", key=key, priority=REMINDER, address=key)
    promise(store, "a reply is not asked about", address="x")
    channel = Memory()
    hooks = Hooks(compose=compose)
    assert sorted(await delivered(store, channel, hooks=hooks)) == [
        "a reply is not asked about",
        "composed <now>",
    ]
    found = rows(store, "key", "text", "failure", "attempts", "not_before")
    assert found[0][:4] == ("owed", "composed <now>", None, 1)
    assert found[1][:4] == ("sent", "", "dropped: the report was sent", 0)
    assert found[2][3:] == (0, until)
    assert found[3][3] == 0, "not attempted, and tried again later"
    (button,) = next(d.buttons for d in channel.shown if d.address == "owed")
    assert button.label == "Đã nhận"


async def test_a_card_is_edited_while_it_is_the_newest_of_its_name(store: Store) -> None:
    channel = Memory()
    promise(store, "c1", card="progress")
    promise(store, "q")
    promise(store, "c2", "c3", card="progress")
    promise(store, "other", card="board")
    promise(store, "c elsewhere", card="progress", address="2")
    await delivered(store, channel)
    edits = {delivery.text: delivery.edit for delivery in channel.shown}
    refs = dict(rows(store, "text", "message_ref"))
    assert edits == {
        "c1": None,
        "q": None,
        "c2": refs["c1"],
        "c3": refs["c2"],
        "other": None,
        "c elsewhere": None,
    }


async def test_lines_of_a_channel_that_does_not_run_wait(store: Store) -> None:
    promise(store, "a", channel="telegram")
    assert await delivered(store, Memory()) == []
    assert rows(store, "attempts", "settled_at") == [(0, None)]
    assert await delivered(store, Memory("telegram")) == ["a"]
