"""The compiled specification judges values by their documented types."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from tests.botapi.clock import Clock, read_moment
from tests.botapi.methods import HANDLERS
from tests.botapi.refusals import Refusal
from tests.botapi.specification import specification


def test_the_pinned_version_is_the_one_the_file_is_named_after() -> None:
    assert specification().version.startswith("Bot API 10.1 ")


@pytest.mark.parametrize("name", sorted(HANDLERS))
def test_every_modelled_method_is_in_the_specification(name: str) -> None:
    assert specification().method(name).name == name


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("sendMediaGroup", {"chat_id": 1, "media": [{"type": "photo", "media": "x"}] * 2}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": "@nhom"}}),
        ("setChatMenuButton", {"menu_button": {"type": "default"}}),
        ("sendPoll", {"chat_id": 1, "question": "?", "options": [{"text": "a"}]}),
        ("sendLocation", {"chat_id": "1", "latitude": "21.5", "longitude": 106}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"keyboard": [["chữ"]]}}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": ""}),
    ],
)
def test_documented_values_are_read(method: str, parameters: dict[str, Any]) -> None:
    assert specification().method(method).read(parameters, {})


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("sendMediaGroup", {"chat_id": 1, "media": [{"type": "sticker", "media": "x"}]}),
        ("sendMediaGroup", {"chat_id": 1, "media": [{"type": "photo"}]}),
        ("sendMediaGroup", {"chat_id": 1, "media": {"type": "photo", "media": "x"}}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 1.5}}),
        ("setChatMenuButton", {"menu_button": {"type": "web_app", "text": "x"}}),
        ("sendLocation", {"chat_id": 1, "latitude": "bắc", "longitude": 1}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"keyboard": [[5]]}}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_parameters": {"message_id": True}}),
        ("sendMessage", {"chat_id": 1, "text": "x", "message_thread_id": 10**25}),
        ("sendMessage", {"chat_id": 1, "text": "x", "disable_notification": "1x"}),
    ],
)
def test_other_values_are_refused(method: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        specification().method(method).read(parameters, {})
    assert refused.value.code == 400


def test_the_clock_stands_still_advances_and_runs() -> None:
    clock = Clock(lambda: 5.75)
    assert (clock.now(), clock.seconds()) == (5.75, 5)
    clock.advance(10)
    assert clock.now() == 15.75
    clock.follow(lambda: 1.0)
    assert clock.now() == 1.0
    clock.run()
    assert clock.now() > 1_700_000_000


def test_a_moment_without_an_offset_is_refused() -> None:
    assert read_moment("1970-01-01T07:00:00+07:00\n") == 0
    with pytest.raises(ValueError, match="offset"):
        read_moment("2026-11-26T08:00:00")


def test_a_clock_file_moves_the_clock_and_may_be_missing(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = Clock()
    clock.follow_file(file)
    assert abs(clock.now() - time.time()) < 30
    file.write_text("2026-11-26T08:00:00+07:00", encoding="ascii")
    os.utime(file, (time.time() - 100, time.time() - 100))
    assert 100 <= clock.now() - 1_795_654_800 < 130
    file.write_text("2026-11-2", encoding="ascii")  # half written
    assert 100 <= clock.now() - 1_795_654_800 < 130
    file.write_text("5", encoding="ascii")
    assert 5 <= clock.now() < 35
