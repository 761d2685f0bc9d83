"""Where dialogues are played: each stage speaks through one channel to a fresh application."""

import asyncio
import itertools
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from bot.channels.contract import Capabilities, Delivery, Receive
from bot.engine.engine import Engine, Parts
from handlers.inbound import FileSent, Inbound, Kind
from handlers.turn import turn
from plan.phrasebook import strip_markup
from storage.engine import Store
from tests.dialogues.scene import Scene, plain_lines
from tests.dialogues.script import DialogueError, Line, Step

ODD = {
    "nhãn dán": "sticker",
    "tin thoại": "voice",
    "vị trí": "location",
    "ảnh": "photo",
    "tin đã sửa": "edited",
    "tin chuyển tiếp": "forwarded",
    "tin lạ": "other",
}


class Stage(Protocol):
    """One channel to play on.

    `channel` is its name as accounts are stored. `play` brings one step to a fresh application
    over the scene's database, waits until all is said, and returns what everybody got, in order;
    for a clock step it only lets the application look at the new time.
    """

    channel: str

    async def play(self, scene: Scene, step: Step) -> list[Line]: ...


@dataclass
class Hall:
    """A channel in the same process: many people in one room, every line noted."""

    name: str
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(buttons=True, edits=False, files=True, contact=True)
    )
    said: list[Delivery] = field(default_factory=list)

    async def run(self, receive: Receive) -> None:
        """Listen to nobody: the stage hands words in itself."""
        await asyncio.Event().wait()

    async def deliver(self, delivery: Delivery) -> str:
        """Note a line."""
        self.said.append(delivery)
        return str(delivery.line)

    async def acknowledge_tap(self, tap: str, text: str | None) -> None:
        """Note a toast as a line to whoever tapped (the tap names the account)."""
        if text:
            self.said.append(Delivery(tap, "say", text))

    async def fetch(self, ref: str, to: Path) -> None:
        """Bring a file of the test data."""
        shutil.copy(ref, to)


class Console:
    """The engine in this process; buttons are pressed by typing their words."""

    channel = "console"

    def __init__(self) -> None:
        self._keys = itertools.count(1)
        self._buttons: dict[
            str, list[tuple[str, str]]
        ] = {}  # by account: (label, id), newest first

    async def play(self, scene: Scene, step: Step) -> list[Line]:
        """Play one step on an engine of its own."""
        scene.clock.pause()
        hall = Hall(self.channel)
        store = Store(str(scene.store.url.render_as_string(hide_password=False)))
        try:
            await self._one_life(scene, step, hall, store)
        finally:
            store.close()
        return [self._line(scene, delivery) for delivery in hall.said]

    async def _one_life(self, scene: Scene, step: Step, hall: Hall, store: Store) -> None:
        engine = Engine(
            Parts(
                store=store,
                channels=[hall],
                turn=lambda tx, inbound, now: turn(tx, scene.house, inbound, now),
                book=scene.programme.phrases,
                clock=scene.clock,
                files=scene.folder / "files",
            )
        )
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(engine.run())
            await engine.ready.wait()
            if step.kind != "clock":
                await engine.receiver.receive([self._inbound(scene, step)])
            await engine.quiet()
            running.cancel()

    def _inbound(self, scene: Scene, step: Step) -> Inbound:
        address = scene.enters(step.who)
        fields: dict[str, Any] = {
            "channel": self.channel,
            "address": address,
            "key": f"{scene.clock().timestamp():.0f}:{next(self._keys)}",
            "sent_at": scene.clock(),
            "sender_name": step.who.title(),
        }
        text = scene.filled(step.text)
        if step.kind == "sent":
            return Inbound(**fields, **sent(text, scene))
        if step.kind == "tapped":
            return Inbound(**fields, **self._tap(address, text))
        if text == "/start" or text.startswith("/start "):
            return Inbound(**fields, kind=Kind.start, text=text.removeprefix("/start").strip())
        return Inbound(**fields, kind=Kind.text, text=text)

    def _tap(self, address: str, label: str) -> dict[str, Any]:
        """Return a typed label: at a console the words of a button are its button."""
        shown = [name for name, _ in self._buttons.get(address, [])]
        if label not in shown:
            raise DialogueError(f"no button [{label}]; there were {shown[:12]}")
        return {"kind": Kind.text, "text": label}

    def _line(self, scene: Scene, delivery: Delivery) -> Line:
        labels = [button.label for button in delivery.buttons]
        pressable = [(b.label, b.id) for b in delivery.buttons if not b.url and not b.copy]
        mine = self._buttons.setdefault(delivery.address, [])
        mine[:0] = pressable
        scene.noticed(delivery.text, *(b.url or b.copy or "" for b in delivery.buttons))
        text = scene.masked(strip_markup(delivery.text))
        if delivery.contact_label:
            labels.insert(0, delivery.contact_label)
        file = (f"({delivery.file_name})",) if delivery.file_name else ()
        return Line(scene.name_of(delivery.address), (*plain_lines(text), *file), tuple(labels))


class Tapping(Console):
    """The same engine, with buttons that are tapped: what they carry is an opaque id."""

    channel = "console"

    def _tap(self, address: str, label: str) -> dict[str, Any]:
        for name, choice in self._buttons.get(address, []):
            if name == label:
                return {"kind": Kind.choice, "choice": choice, "tap": address}
        raise DialogueError(f"no button [{label}]")


def sent(what: str, scene: Scene) -> dict[str, Any]:
    """Return what "lan gửi ..." means: an odd message, a contact card, a file."""
    name, _, rest = what.partition(": ")
    if name in ODD:
        return {"kind": Kind.odd, "oddity": ODD[name], "text": rest}
    if name.startswith("danh thiếp"):
        own = name == "danh thiếp của mình"
        return {"kind": Kind.contact, "phone": rest, "phone_is_own": own}
    if name == "tệp":
        path, _, caption = rest.partition(" | ")
        file = scene.folder / path
        if not file.is_file():
            file.write_bytes(b"%PDF-1.4\n%%EOF\n")
        found = FileSent(ref=str(file), name=path, size=file.stat().st_size)
        return {"kind": Kind.file, "file": found, "text": caption}
    raise DialogueError(f"nobody knows how to send {what!r}")


STAGES: dict[str, Callable[[], Stage]] = {"console": Console, "tapping": Tapping}
