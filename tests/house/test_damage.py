"""The list of deliberate damages stays true to the code: each still has its place and its tests."""

import pytest

from tests.damage.__main__ import damages
from tests.house.places import ROOT

ALL = damages()


def test_there_are_enough_of_them():
    assert len(ALL) >= 20


@pytest.mark.parametrize("damage", ALL, ids=lambda damage: damage.name)
def test_a_damage_can_be_done(damage):
    text = (ROOT / damage.file).read_text(encoding="utf-8")
    assert text.count(damage.find) == 1
    assert damage.find != damage.put
    assert [test for test in damage.tests if not (ROOT / test).exists()] == []
