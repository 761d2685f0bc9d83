"""The handbook of the coordinators names buttons and commands as they are, no others."""

import re

import pytest

from handlers.commands import COMMANDS
from handlers.turn import directory
from plan.phrasebook import product_phrases
from tests.house.places import ROOT

HANDBOOK = (ROOT / "docs/van-hanh/dieu-phoi.md").read_text(encoding="utf-8")
BUTTONS = sorted(set(re.findall(r"`\[([^\]]+)\]`", HANDBOOK)))
NAMED = sorted(set(re.findall(r"`/([a-z]+)`", HANDBOOK)))
# Labels of buttons stand under these names in the phrases.
LABEL = re.compile(r"button|notice_group_|now_group_")


def labels():
    """Return the labels of all buttons, as patterns; those that are a slot only say nothing."""
    book = product_phrases()
    for key in book:
        words = re.sub(r"\{\w+\}", "\0", book.raw(key))
        if LABEL.search(key) and words.strip("\0 ()"):
            yield re.compile(re.escape(words).replace("\0", ".+"))


@pytest.mark.parametrize("button", BUTTONS)
def test_each_button_of_the_handbook_exists(button):
    assert any(label.fullmatch(button) for label in labels())


def test_each_command_of_the_handbook_exists():
    assert set(NAMED) <= directory().commands.keys()


def test_the_handbook_names_every_command_of_a_coordinator_alone():
    own = {c.name for c in COMMANDS if [str(role) for role in c.roles] == ["coordinator"]}
    assert own <= set(NAMED)
