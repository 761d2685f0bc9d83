"""A small real server that is killed: messages come from a file, lines go to a file.

    python victim.py DATABASE_URL FOLDER

`in.jsonl` holds what people say, `offset` how much the source was told is safe: like Telegram,
it offers again whatever was not confirmed. `out.jsonl` gets every delivered line. Ends by
itself when all is acted on and said; TROLY_CRASH_AT kills it before.
"""

import asyncio
import json
import os
import sys
from datetime import datetime
from pathlib import Path

from bot.channels.contract import Capabilities, Delivery, Pace, Receive
from bot.clock import system_clock
from bot.engine import faults
from bot.engine.engine import Engine, Parts
from handlers.effects import Asks, Effect, Say
from handlers.inbound import FileSent, Inbound, Kind
from plan.phrasebook import Phrasebook
from storage import audit, marks
from storage.engine import Store, Tx

BOOK = Phrasebook({"v.heard": "{number}", "engine.incident": "{incident}"})


class Spool:
    """A channel made of files."""

    name = "spool"
    capabilities = Capabilities(buttons=True, edits=True, files=True, pace=Pace(10_000, 10_000))

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said = [json.loads(x) for x in (folder / "in.jsonl").read_text().splitlines()]
        self.finished = asyncio.Event()

    async def run(self, receive: Receive) -> None:
        confirmed = self.folder / "offset"
        offset = int(confirmed.read_text()) if confirmed.exists() else 0
        while offset < len(self.said):
            batch = self.said[offset : offset + 3]
            await receive([inbound(entry) for entry in batch])
            offset += len(batch)
            part = self.folder / "offset.part"
            part.write_text(str(offset))
            part.rename(confirmed)
        self.finished.set()

    async def deliver(self, delivery: Delivery) -> str:
        line = json.dumps([delivery.address, delivery.text, delivery.line])
        handle = os.open(self.folder / "out.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, f"{line}\n".encode())
        os.close(handle)
        return str(delivery.line)

    async def acknowledge_tap(self, tap: str, text: str | None) -> None:
        """Nobody taps."""

    async def fetch(self, ref: str, to: Path) -> None:
        await asyncio.to_thread(to.write_text, ref)

    async def forget(self, ref: str) -> None:
        """Nothing is held here."""


def inbound(entry: dict[str, str]) -> Inbound:
    sent = FileSent(ref=entry["key"], name="a.txt", size=1) if entry["file"] else None
    return Inbound(
        channel="spool",
        address=entry["address"],
        key=entry["key"],
        kind=Kind.file if sent else Kind.text,
        sent_at=system_clock(),
        text=entry["text"],
        file=sent,
    )


def turn(tx: Tx, inbound: Inbound, now: datetime) -> list[Effect]:
    """Keep what was said, in the order heard, and ask the next."""
    name = f"heard:{inbound.address}"
    heard = [*(marks.get(tx, name) or []), inbound.text]
    marks.put(tx, name, heard, now)
    audit.append(tx, f"report:2026:{inbound.address}", "answered", None, now, text=inbound.text)
    return [Say("v.heard", {"number": len(heard)}, asks=Asks("report:x", str(len(heard))))]


async def main(url: str, folder: Path) -> None:
    store = Store(url, folder)
    store.upgrade(system_clock())
    faults.arm(os.environ.get("TROLY_CRASH_AT"), training=True)
    channel = Spool(folder)
    engine = Engine(Parts(store, [channel], turn, BOOK, system_clock, folder / "files"))
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(engine.run())
        await channel.finished.wait()
        await engine.quiet()
        running.cancel()
    store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
