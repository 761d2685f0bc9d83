"""Files: fetched before the turn, judged twice, kept only when the turn keeps them."""

import asyncio
from datetime import datetime
from pathlib import Path

import pytest

from bot.channels.contract import TryLater
from bot.engine import shelf
from handlers.effects import Effect
from handlers.inbound import FileSent, Inbound, Kind
from storage import files
from storage.engine import Store, Tx
from tests.engine.support import Memory, running, said
from tests.storage.support import person

SENT = FileSent(ref="r1", name="bao cao.pdf", size=3, media_type="application/pdf")


class Desk:
    """A turn that remembers what it was handed, and keeps files when told to."""

    def __init__(self, *, keeps: bool = True) -> None:
        self.keeps = keeps
        self.seen: list[FileSent] = []

    def turn(self, tx: Tx, inbound: Inbound, now: datetime) -> list[Effect]:
        sent = inbound.file
        assert sent is not None
        self.seen.append(sent)
        if self.keeps and sent.stored and sent.sha256:
            kept = files.Kept(sent.stored, sent.sha256, sent.name, "", sent.size, "signed")
            files.add(tx, ("2026", "07615"), kept, 1, now)
        return []


async def hand_over(store: Store, desk: Desk, sent: FileSent = SENT, **parts: object) -> list[str]:
    """Send a file as a known person; return the names on the shelf afterwards."""
    with store.write() as tx:
        person(tx, ("memory", "lan"))
    channel = Memory()
    channel.files["r1"] = b"%PDF"
    async with running(store, channel, turn=desk.turn, **parts) as engine:
        await engine.receiver.receive([said("", "lan", kind=Kind.file, file=sent)])
        await engine.quiet()
    assert sent.ref not in channel.files  # kept or refused, the channel holds it no longer
    folder = store.data_dir / "files"
    return [path.name for path in folder.iterdir()] if folder.exists() else []


async def test_a_file_is_there_before_the_turn_and_stays_when_kept(store: Store) -> None:
    desk = Desk()
    names = await hand_over(store, desk)
    (seen,) = desk.seen
    assert names == [seen.stored]
    assert (seen.size, seen.refusal) == (4, None)
    assert (store.data_dir / "files" / names[0]).read_bytes() == b"%PDF"
    assert seen.sha256 == "315d429b7714cedb6ad04ac31240145257692630457f3c88253c5beceac76027"


async def test_a_file_that_the_turn_did_not_keep_is_removed(store: Store) -> None:
    assert await hand_over(store, Desk(keeps=False)) == []


@pytest.mark.parametrize("when", ["announced", "fetched"])
async def test_a_refused_file_is_not_kept(store: Store, when: str) -> None:
    def verdict(_sent: FileSent, path: Path | None) -> str | None:
        return "attach.refused" if (path is None) == (when == "announced") else None

    desk = Desk()
    assert await hand_over(store, desk, verdict=verdict) == []
    assert (desk.seen[0].refusal, desk.seen[0].stored) == ("attach.refused", None)


async def test_a_file_that_is_gone_is_told(store: Store) -> None:
    desk = Desk()
    gone = SENT.model_copy(update={"ref": "gone"})
    assert await hand_over(store, desk, gone) == []
    assert desk.seen[0].refusal == shelf.LOST


async def test_a_file_that_comes_late_is_waited_for(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(shelf, "_ATTEMPTS", (0.001, 0.001))
    left = [2]
    fetch = Memory.fetch

    async def slow(self: Memory, ref: str, to: Path) -> None:
        if left[0]:
            left[0] -= 1
            raise TryLater("502")
        await fetch(self, ref, to)

    monkeypatch.setattr(Memory, "fetch", slow)
    assert len(await hand_over(store, Desk())) == 1


async def test_a_strangers_file_is_not_fetched(store: Store) -> None:
    desk = Desk()
    channel = Memory()
    async with running(store, channel, turn=desk.turn) as engine:
        await engine.receiver.receive([said("", "who", kind=Kind.file, file=SENT)])
        await engine.quiet()
    assert desk.seen == [SENT]
    assert not (store.data_dir / "files").exists()


async def test_what_a_dead_process_left_is_swept(store: Store) -> None:
    (name,) = await hand_over(store, Desk())
    folder = store.data_dir / "files"
    (folder / ("0" * 32)).write_bytes(b"stray")
    (folder / "README").write_bytes(b"not ours")
    async with running(store, Memory()) as engine:
        await engine.quiet()
    assert {path.name for path in folder.iterdir()} == {name, "README"}


async def test_a_persons_next_message_waits_for_the_file_before_it(store: Store) -> None:
    """Also from their other account: one person, one lane."""
    with store.write() as tx:
        person(tx, ("memory", "phone"), ("memory", "tablet"))
    channel = Memory()
    fetching, arrives = asyncio.Event(), asyncio.Event()
    order: list[str] = []

    async def slow(_ref: str, to: Path) -> None:
        fetching.set()
        await arrives.wait()
        await asyncio.to_thread(to.write_bytes, b"%PDF")

    def turn(_tx: Tx, inbound: Inbound, _now: datetime) -> list[Effect]:
        order.append(inbound.text)
        return []

    channel.fetch = slow
    async with running(store, channel, turn=turn) as engine:
        file = said("file", "phone", kind=Kind.file, file=SENT)
        await engine.receiver.receive([file, said("then", "tablet"), said("other", "stranger")])
        await fetching.wait()
        await engine.writer.run(lambda _tx: None)
        assert order == ["other"]
        arrives.set()
        await engine.quiet()
    assert order == ["other", "file", "then"]
