"""The unit's own figure stands first, whoever asks, however, and whoever is named beside it."""

import itertools
import re

import pytest

from plan.answering.answerer import Answerer
from plan.answering.compose import Audience, Composer
from plan.answering.query import Query
from plan.answering.reading import Reader
from plan.programme import find_pack, load_programme

PERCENT = re.compile(r"\d+\s?%")
COMMUNES = ("UBND xã Lục Ngạn", "phường Kinh Bắc", "Chủ tịch UBND xã Tân Yên", "ubnd xã không có")
DEPARTMENTS = ("Sở Y tế", "SNV", "Thanh tra tỉnh", "lãnh đạo Sở Tài chính")
FRONT = ("Hội LHPN tỉnh", "MTTQ", "Tỉnh đoàn")

KEY = (
    "tỷ lệ lãnh đạo chủ chốt là nữ phải đạt bao nhiêu",
    "ty le lanh dao chu chot la nu phai dat bao nhieu",
    "nữ làm lãnh đạo chủ chốt phải đạt bao nhiêu phần trăm?",
    "chỉ tiêu lãnh đạo chủ chốt là nữ 70% đúng không?",
    "Sở Nội vụ yêu cầu bên em tỷ lệ nữ lãnh đạo chủ chốt bao nhiêu",
    "báo cáo Sở Nội vụ: tỷ lệ lãnh đạo chủ chốt là nữ của đơn vị em là bao nhiêu %",
)
OWN = (
    "chỉ tiêu của đơn vị tôi là gì",
    "chi tieu cua don vi toi la gi",
    "bên em phải đạt những chỉ tiêu nào đến năm 2030?",
    "các mục tiêu cụ thể gồm những gì",
    "chỉ tiêu cấp tỉnh và cấp xã khác nhau thế nào",
    "mục II.1 nói gì",
)


def first_percent(answerer, unit, question):
    said = answerer.answer(Query(question, unit))
    assert not said.abstained, question
    shown = said.choices[0].answer_text if said.choices else said.answer_text
    found = PERCENT.search(shown)
    return found.group() if found else ""


@pytest.mark.parametrize(
    ("unit", "question"), [*itertools.product((*COMMUNES, *DEPARTMENTS), (*KEY, *OWN))]
)
def test_key_leaders_by_the_level_of_the_asker(answerer, unit, question):
    own = "65%" if unit in COMMUNES else "75%"
    assert first_percent(answerer, unit, question) == own


@pytest.mark.parametrize("unit", FRONT)
def test_mass_organisations_hear_their_own_targets_first(answerer, unit):
    assert first_percent(answerer, unit, OWN[0]) == "50%"
    said = answerer.answer(Query(KEY[0], unit))
    assert said.answer_text.startswith("Mục tiêu này nói về đối tượng khác")


@pytest.mark.parametrize(
    ("unit", "question", "figure"),
    [
        ("Sở Y tế", "các xã phải đạt bao nhiêu phần trăm nữ lãnh đạo chủ chốt", "65%"),
        ("Sở Y tế", "chỉ tiêu của cấp xã là gì", "65%"),
        ("UBND xã Lục Ngạn", "cấp tỉnh phải đạt bao nhiêu phần trăm nữ lãnh đạo chủ chốt", "75%"),
        ("UBND xã Lục Ngạn", "chỉ tiêu của Sở Tư pháp là gì", "75%"),
        (None, "xã phải đạt bao nhiêu phần trăm nữ lãnh đạo chủ chốt", "65%"),
    ],
)
def test_another_level_named_is_answered_for(answerer, unit, question, figure):
    assert first_percent(answerer, unit, question) == figure


@pytest.mark.parametrize("text", ["cơ sở dữ liệu", "phản biện xã hội", "so với", "Sở Nội vụ"])
def test_a_level_is_not_heard_where_none_is_named(answerer, text):
    reader = Reader(answerer.lore, answerer.programme.units)
    assert reader.read(text).named.levels == ()
    assert reader.read(f"{text} ở xã").named.levels == ("commune",)


def test_another_level_is_never_called_by_the_askers_name(answerer):
    composer = Composer(answerer.programme, answerer.lore)
    said = composer.topic(answerer.lore.topic["target.all"], Audience(level="province"))
    assert said.markup.startswith(
        "Mục tiêu của tỉnh đến năm 2030, áp dụng cho các cơ quan cấp tỉnh: 75%"
    )


@pytest.mark.parametrize("pack", ["bac-ninh-2282", "vi-du"])
def test_every_target_tells_every_level_its_own_figure_first(pack):
    answers = Answerer(load_programme(find_pack(pack)))
    lore, units = answers.lore, answers.programme.units
    own = {a.level: u.code for u in units if (a := lore.agencies.of(u))}
    topics = [t for t in lore.topics.topic if t.kind == "target"]
    for topic, (level, code) in itertools.product(topics, own.items()):
        mine = [f for f in lore.target[topic.target].figures if level in f.levels]
        text = answers.tell(topic.id, Query("", code)).answer_text
        if mine:
            assert text.lower().startswith(mine[0].words.lower()), (topic.id, level)
        elif lore.target[topic.target].figures:
            assert text.startswith("Mục tiêu này nói về đối tượng khác"), (topic.id, level)


def test_a_body_is_told_once(answerer):
    said = answerer.answer(Query("Sở Tài chính (STC, bên tài chính) làm gì", "xã Lục Ngạn"))
    paragraphs = said.answer_text.split("\n\n")
    assert paragraphs[0].startswith("Sở Tài chính chủ trì")
    assert len(set(paragraphs)) == len(paragraphs)
    assert paragraphs[1].startswith("Mục V.3.3: “")


def test_places_are_told_in_words():
    for pack in ("bac-ninh-2282", "vi-du"):
        labels = [p.label for p in load_programme(find_pack(pack)).plan]
        assert [label for label in labels if re.search(r"thứ \d", label)] == []
