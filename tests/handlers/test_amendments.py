"""An amended plan: only those concerned are told, only the changed words, only once."""

from datetime import UTC, datetime

import pytest

from handlers.amendments import announce
from handlers.house import House
from plan.amendments import Amendment, amendments, concerned
from plan.answering.lore import load_lore
from plan.programme import find_pack, load_programme
from plan.provisions import PlanText
from plan.units import Role
from storage import cards, memberships
from storage.memberships import Seat

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
PACK = find_pack("bac-ninh-2282")


@pytest.fixture(scope="module")
def programme():
    return load_programme(PACK)


def amended(programme, **changed):
    """Return a house whose plan has other words in some provisions (None: gone)."""
    other = load_programme(PACK)
    texts = {id_.replace("_", "."): text for id_, text in changed.items()}
    other.plan = PlanText(
        p.model_copy(update={"text": texts.get(p.id, p.text)})
        for p in programme.plan
        if texts.get(p.id, "") is not None
    )
    return House(other)


def join(tx, unit, role=Role.focal):
    person = cards.add(tx, NOW, name=unit)
    memberships.begin(tx, Seat(person, unit, role), NOW, confirmed=True)
    return person


def test_the_first_plan_is_no_news(store, programme):
    with store.write() as tx:
        join(tx, "07582")
        assert announce(tx, House(programme), NOW) == []
        assert announce(tx, House(programme), NOW) == []


def test_only_those_whose_task_changed_hear_it_once(store, programme):
    with store.write() as tx:
        commune, justice = join(tx, "07582"), join(tx, "STP")
        announce(tx, House(programme), NOW)
        words = programme.plan["V.3.5"].text.replace("chủ động", "kịp thời")
        house = amended(programme, V_3_5=words)
        (said,) = announce(tx, house, NOW)
        assert (said.to, commune != justice) == (commune, True)
        told = programme.phrases.render(said.phrase, **said.slots)
        assert "kịp thời" in told
        assert "chủ động" in told
        assert "phù hợp với tình hình" not in told
        assert announce(tx, house, NOW) == []


def test_a_target_concerns_its_level(programme):
    lore, units = load_lore(PACK), programme.units
    assert concerned(lore, units["07582"], "II.1")
    assert concerned(lore, units["SYT"], "II.1")
    assert not concerned(lore, units["HLHPN"], "II.1")
    assert concerned(lore, units["HLHPN"], "V.3.6.3")
    assert not concerned(lore, units["SYT"], "V.3.2.1")


def test_a_changed_figure_is_shown_with_a_few_words_around():
    (change,) = Amendment(
        "II.2", "- Tỷ lệ a b c d e đạt 50%.", "- Tỷ lệ a b c d e đạt 55%."
    ).changes
    assert (change.before, change.after) == ("… c d e đạt 50%.", "… c d e đạt 55%.")


def test_new_and_gone_provisions_are_told_as_such(store, programme):
    with store.write() as tx:
        join(tx, "STC")
        announce(tx, House(programme), NOW)
        (gone,) = announce(tx, amended(programme, V_3_3=None), NOW)
        assert "bỏ nội dung" in gone.slots["changes"]
        (back,) = announce(tx, House(programme), NOW)
        assert "(mới)" in back.slots["changes"]


def test_nothing_changed_is_nothing(programme):
    texts = {p.id: p.text for p in programme.plan if p.kind == "leaf"}
    assert amendments(programme.plan, texts) == []
