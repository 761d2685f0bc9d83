"""The example pack: another kind of plan is answered from its data alone, with the same engine."""

import tomllib

import pytest

from plan.answering.answerer import Answerer
from plan.answering.bank import spread
from plan.answering.compiled import is_fresh, load
from plan.answering.lore import load_lore
from plan.answering.query import Query
from plan.answering.recognise import Recogniser
from plan.programme import find_pack, load_programme
from tests.answering.conftest import cases, predictions, scored

FOLDER = find_pack("vi-du")
UNANSWERABLE = "WRONG-ANSWER RATE on unanswerable"


@pytest.fixture(scope="module")
def example():
    return load_programme(FOLDER)


@pytest.fixture(scope="module")
def answers(example):
    return Answerer(example)


@pytest.fixture(scope="module")
def lore():
    return load_lore(FOLDER)


@pytest.fixture(scope="module")
def rates(answers):
    questions = cases("vi_du.jsonl")
    return scored(questions, predictions(answers, questions))


def test_the_pack_loads_without_a_form(example):
    assert example.forms == {}
    assert example.coordinator.code == "PVHXH"
    assert example.deadline(2026).legal.isoformat() == "2026-12-14"
    assert len(example.units) == 26


def test_every_provision_named_stands_in_the_plan(example, lore):
    named = [p for topic in lore.topics.topic for p in (*topic.provisions, *topic.also)]
    named += [p for agency in lore.agencies.agency for p in (*agency.tasks, *agency.also)]
    named += [p for silent in lore.topics.silent.values() for p in silent.provisions]
    named += [target.provision for target in lore.targets.target]
    assert [p for p in named if p not in example.plan] == []


def test_every_passage_of_the_plan_has_its_topic(example, lore):
    """A passage without a topic could only be found by its number."""
    reached = {p for topic in lore.topics.topic for p in topic.provisions}
    leaves = {leaf.id for p in example.plan for leaf in example.plan.leaves(p.id)}
    assert leaves - reached - {"I.2.1", "IV.2.a"} == set()


def test_every_unit_belongs_to_an_agency(example, lore):
    recogniser = Recogniser(lore, example.units)
    agencies = [recogniser.agency_of(unit) for unit in example.units]
    assert None not in agencies


def test_the_bank_is_broad():
    lines = []
    for file in sorted((FOLDER / "bank").glob("*.toml")):
        for section in tomllib.loads(file.read_text(encoding="utf-8")).values():
            lines += [line for block in section.values() for line in block.splitlines()]
    assert len({text for line in lines for text in spread(line.strip())}) >= 700


def test_what_was_learnt_is_from_the_bank_as_it_stands(lore):
    learnt = load(lore)
    assert learnt is not None
    assert is_fresh(learnt, lore)


def test_the_questions_of_the_second_plan(rates):
    right, of = rates["plan questions (answerable) accuracy"]
    assert of >= 60
    assert right >= 58  # the others are asked back: silence had too large a share
    assert rates["overall accuracy"][0] >= 86
    assert rates["SETTLED at once or within one tap"][0] >= 89


def test_the_own_figure_comes_first(rates):
    told, of = rates["own figure comes first (where asked)"]
    assert told == of > 0


def test_nothing_is_said_that_the_plan_does_not_say(rates):
    assert rates["invented / forbidden content, all items"][0] == 0
    assert rates[UNANSWERABLE][0] == 0


@pytest.mark.parametrize(
    ("asked", "unit", "expected", "provision"),
    [
        ("cả kế hoạch hết mấy tiền", "Thôn Gò Mít", "960.000.000", "IV.1"),
        ("mỗi đội xung kích nhận hỗ trợ mấy triệu", "Thôn Gò Mít", "6.000.000", "IV.2.c"),
        ("khoanh vùng ổ dịch phải xong trong mấy giờ", "Trạm Y tế xã", "48 giờ", "II.4"),
        ("ca mac toi da la bao nhieu", "UBND xã", "100 ca/100.000 dân", "II.1"),
        ("trường nộp báo cáo tháng trước ngày nào", "Trường THCS Ví Dụ", "24", "VI.1"),
        ("báo cáo năm gửi phòng nào", "Công an xã", "Văn hóa - Xã hội", "VI.2"),
        ("văn bản đánh số mấy", "", "15/KH-UBND", "0"),
        ("ai đặt bút ký", "", "Trần Thị Minh Họa", "KY"),
    ],
)
def test_facts_of_many_kinds(answers, asked, unit, expected, provision):
    said = answers.answer(Query(asked, unit or None))
    assert not said.abstained
    assert expected in said.answer_text
    assert provision in said.citations


def test_units_hear_of_their_own_targets(answers):
    school = answers.answer(Query("chỉ tiêu của trường tôi", "THVD")).answer_text
    village = answers.answer(Query("chỉ tiêu của thôn tôi", "T02")).answer_text
    assert "100% trường học" in school.split("\n")[0]
    assert "85% thôn" in village.split("\n")[0]
    assert "2030" not in school + village


def test_nothing_of_the_first_plan_is_heard_in_the_second(answers):
    """No sentence of an answer may come from the plan of another place."""
    for asked in ("chỉ tiêu của đơn vị tôi", "hạn báo cáo", "nhiệm vụ của thôn tôi", "kinh phí"):
        said = answers.answer(Query(asked, "T01"))
        assert not any(word in said.answer_text for word in ("Bắc Ninh", "30/11", "lãnh đạo nữ"))
