"""The engine in this process: buttons are pressed by typing their words."""

import asyncio
import itertools
import shutil
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.channels.contract import Capabilities, Delivery, Receive
from handlers.inbound import FileSent, Inbound, Kind
from plan.phrasebook import strip_markup
from tests.dialogues.scene import Scene, plain_lines
from tests.dialogues.script import DialogueError, Line, Step
from tests.dialogues.stages.application import application, look_at_the_clock
from tests.dialogues.stages.contract import ODD


class Hall:
    """A channel of many people that only notes what it is to show."""

    name = "console"
    capabilities = Capabilities(buttons=True, edits=False, files=True, contact=True)

    def __init__(self) -> None:
        self.said: list[Delivery] = []

    async def run(self, receive: Receive) -> None:
        """Listen to nobody: the stage hands words in itself."""
        await asyncio.Event().wait()

    async def deliver(self, delivery: Delivery) -> str:
        """Note a line."""
        self.said.append(delivery)
        return str(delivery.line)

    async def acknowledge_tap(self, tap: str, text: str | None) -> None:
        """Note a short word as a line to whoever tapped (here a tap is called by its account)."""
        if text:
            self.said.append(Delivery(tap, "say", text))

    async def fetch(self, ref: str, to: Path) -> None:
        """Bring a file that somebody sent."""
        shutil.copy(ref, to)

    async def forget(self, ref: str) -> None:
        """Nothing is held here."""


class Console:
    """Plain words: whoever wants to press a button types what stands on it."""

    channel = Hall.name
    contact = True

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._keys = itertools.count(1)
        # What everybody sees: (label, id) of all buttons, the newest first.
        self._buttons: dict[str, list[tuple[str, str]]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    def enters(self, name: str) -> str:
        """Return the number of somebody's account."""
        return str(1001 + self._scene.cast.index(name))

    async def play(self, step: Step) -> list[Line]:
        """Play one step on an engine of its own."""
        hall = Hall()
        async with application(self._scene, hall) as engine:
            if step.kind == "clock":
                await look_at_the_clock(self._scene, engine)
            else:
                await engine.receiver.receive([self._inbound(step)])
        return [self._line(delivery) for delivery in hall.said]

    def _inbound(self, step: Step) -> Inbound:
        scene, address = self._scene, self._scene.enters(step.who)
        fields: dict[str, Any] = {
            "channel": self.channel,
            "address": address,
            "key": f"{scene.clock().timestamp():.0f}:{next(self._keys)}",
            "sent_at": scene.clock(),
            "sender_name": step.who.title(),
        }
        text = scene.filled(step.text)
        if step.kind == "sent":
            return Inbound(**fields, **_sent(text, scene.folder))
        if step.kind == "tapped":
            return Inbound(**fields, **self._tap(address, text))
        if text == "/start" or text.startswith("/start "):
            return Inbound(**fields, kind=Kind.start, text=text.removeprefix("/start").strip())
        return Inbound(**fields, kind=Kind.text, text=text)

    def _tap(self, address: str, label: str) -> dict[str, Any]:
        self._button(address, label)
        return {"kind": Kind.text, "text": label}

    def _button(self, address: str, label: str) -> str:
        """Return the id of the newest button with this label."""
        shown = self._buttons.get(address, [])
        found = next((choice for name, choice in shown if name == label), None)
        if found is None:
            raise DialogueError(f"no button [{label}] among {[name for name, _ in shown[:12]]}")
        return found

    def _line(self, delivery: Delivery) -> Line:
        scene = self._scene
        pressable = [(b.label, b.id) for b in delivery.buttons if not b.url and not b.copy]
        self._buttons.setdefault(delivery.address, [])[:0] = pressable
        scene.noticed(delivery.text, *(b.url or b.copy or "" for b in delivery.buttons))
        labels = [button.label for button in delivery.buttons]
        if delivery.contact_label:
            labels.insert(0, f"☎ {delivery.contact_label}")
        file = (f"({delivery.file_name})",) if delivery.file_name else ()
        text = plain_lines(scene.masked(strip_markup(delivery.text)))
        return Line(scene.name_of(delivery.address), (*text, *file), tuple(labels))


def _sent(what: str, folder: Path) -> dict[str, Any]:
    """Return what "lan gửi ..." means: an odd message, a contact card, a file."""
    name, _, rest = what.partition(": ")
    if name in ODD:
        return {"kind": Kind.odd, "oddity": ODD[name], "text": rest}
    if name.startswith("danh thiếp"):
        own = name == "danh thiếp của mình"
        return {"kind": Kind.contact, "phone": rest, "phone_is_own": own}
    if name == "tệp":
        path, _, caption = rest.partition(" | ")
        file = folder / path
        file.write_bytes(b"%PDF-1.4\n%%EOF\n")
        found = FileSent(ref=str(file), name=path, size=file.stat().st_size)
        return {"kind": Kind.file, "file": found, "text": caption}
    raise DialogueError(f"nobody knows how to send {what!r}")
