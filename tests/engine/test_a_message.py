"""One message through the engine: stored, acted on, answered; whatever happens to it."""

from sqlalchemy import select

from storage.engine import Store
from storage.tables import inbox, outbox
from tests.engine.support import Memory, running, said


async def test_a_message_is_answered_and_everything_is_on_disk(store: Store) -> None:
    channel = Memory()
    async with running(store, channel) as engine:
        await engine.receiver.receive([said("xin chào & tạm biệt")])
        await engine.quiet()
    assert channel.texts() == ["Nghe: xin chào &amp; tạm biệt"]
    with store.read() as tx:
        heard = tx.execute(select(inbox)).one()
        line = tx.execute(select(outbox)).one()
    assert heard.done_at is not None
    assert heard.incident is None
    assert line.promised_at <= line.first_attempt_at <= line.delivered_at
    assert (line.attempts, line.message_ref, line.failure) == (1, "m1", None)


async def test_the_same_update_twice_is_one_message(store: Store) -> None:
    channel = Memory()
    message = said("một lần")
    async with running(store, channel) as engine:
        await engine.receiver.receive([message, message])
        await engine.receiver.receive([message])
        await engine.quiet()
    assert channel.texts() == ["Nghe: một lần"]


async def test_messages_of_one_person_are_answered_in_order(store: Store) -> None:
    channel = Memory()
    async with running(store, channel) as engine:
        words = [str(number) for number in range(50)]
        await engine.receiver.receive([said(word) for word in words])
        await engine.quiet()
    assert channel.texts() == [f"Nghe: {word}" for word in words]
