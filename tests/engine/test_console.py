"""A terminal: typed lines in, plain lines out, the words of buttons shown."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.channels.console import Console, shown
from bot.channels.contract import Button, Delivery, Undeliverable
from bot.clock import system_clock
from handlers.effects import Asks, Effect, Say
from handlers.inbound import Inbound, Kind
from plan.actions import Action, Choice
from plan.names import compare_key
from storage import post
from storage.engine import Store, Tx
from tests.engine.support import running


async def typed(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line


def turn(tx: Tx, inbound: Inbound, now: datetime) -> list[Effect]:
    """Ask with two buttons; say which one was typed."""
    if inbound.kind is Kind.start:
        return [Say("test.echo", {"words": f"start {inbound.text}"})]
    if label := post.label_pressed(tx, inbound, compare_key(inbound.text), 0):
        pressed = post.press(tx, inbound.model_copy(update={"choice": label}))
        return [Say("test.echo", {"words": pressed.args["value"] if pressed else "?"})]
    buttons = [Choice("test.label", Action.answer, {"value": n}, {"number": n}) for n in (1, 2)]
    return [Say("test.ask", {"number": 7}, tuple(buttons), Asks("s", "q"))]


async def test_a_button_is_typed_by_its_words(store: Store) -> None:
    said: list[str] = []
    for line in ("/start M4", "gì đó", "NUT 2", "  "):  # a new process for every line
        console = Console(system_clock, typed(line), said.append)
        async with running(store, console, turn=turn) as engine:
            await console.ended.wait()
            await engine.quiet()
    assert said == ["Nghe: start M4", "Câu 7?\n[Nút 1]  [Nút 2]", "Nghe: 2"]


def test_a_line_is_plain_text() -> None:
    buttons = (Button("x.0", "Có & đủ"), Button("x.1", "Không"))
    delivery = Delivery("a", "file", "<b>Xã</b> A &amp; B", buttons, file_name="bao-cao.docx")
    assert shown(delivery) == "Xã A & B\n[bao-cao.docx]\n[Có & đủ]  [Không]"


async def test_there_are_no_files_at_a_console(tmp_path) -> None:
    console = Console(system_clock, typed())
    with pytest.raises(Undeliverable):
        await console.fetch("ref", tmp_path / "x")
