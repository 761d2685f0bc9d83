"""The shipped form, and what a form may not say."""

import csv
import json
import re

import pytest
from pydantic import ValidationError

from plan.form import Form, Question
from plan.programme import PACKS
from reports.read import read
from reports.readings import AskBack, Unclear
from reports.values import Numbers
from tests.reports.support import TODAY, shipped_form

PACK = PACKS / "bac-ninh-2282"
QUESTIONS = list(shipped_form())
SPECIFIED = [
    "CC01",
    "CC02",
    "CC03",
    "CC04",
    "CC05",
    "CC06",
    "CC07",
    "CC08",
    "CC09",
    "CC10",
    "QH01",
    "QH02",
    "QH03",
    "DT01",
    "DT02",
    "DT03",
    "DS00",
    "DS01",
    "DS02",
    "DS03",
    "DS04",
    "DS05",
    "NV01",
    "NV02",
    "NV03",
    "NV04",
    "NV05",
    "NV06",
    "NV07",
    "NV08",
    "NV09",
    "NV10",
    "NV11",
    "NV12",
    "CP01",
    "CP02",
    "CP03",
    "TM01",
    "TM02",
    "TM03",
    "TM04",
    "VB01",
]


def codes() -> set[str]:
    return {code for question in QUESTIONS for code in question.codes}


def test_every_code_of_the_specification_is_asked():
    assert set(SPECIFIED) <= codes()


def test_every_question_set_of_the_units_has_questions():
    rows = csv.DictReader((PACK / "units.csv").read_text(encoding="utf-8").splitlines())
    sets = {row["question_set"] for row in rows} - {"recipient"}
    form = shipped_form()
    assert sets <= set(form.set_names)
    assert all(form.asked_of(name) for name in sets)


def test_a_department_with_tasks_of_its_own_fills_the_departments_questions_too():
    form = shipped_form()
    own = {q.id for q in form.asked_of("so_tu_phap")}
    general = {q.id for q in form.asked_of("department")}
    assert general < own
    assert own - general == {"TPA1", "TPA3", "TPA4"}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_every_question_serves_a_provision_of_the_plan(question: Question):
    plan = {p["id"] for p in json.loads((PACK / "provisions.json").read_text(encoding="utf-8"))}
    assert {question.provision, *question.provision_by_set.values()} <= plan


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_every_question_is_short_and_explained(question: Question):
    assert question.help
    assert question.example
    assert len(question.text) <= 130
    assert len(question.help) <= 100
    assert not re.search(r"\bbạn\b|!", question.text + question.help)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_every_example_is_understood_by_its_own_question(question: Question):
    value = read(question, question.example, TODAY)
    assert not isinstance(value, Unclear)
    if question.id != "VB01":  # its example lies after today
        assert not isinstance(value, AskBack)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_counts_of_people_who_can_be_known_by_them_are_marked_sensitive(question: Question):
    assert question.sensitive == (question.id in {"DS02", "DS05"})


def test_the_core_of_a_commune_is_13_numbers_and_3_texts():
    form = shipped_form()
    sets = form.sets_of("commune")
    required = [q for q in form if q.required_of(sets)]
    counts = sum(len(q.codes) for q in required if q.numeric)
    texts = [q.id for q in required if q.kind == "narrative" and q.when is None]
    assert counts == 13
    assert texts == ["TM01", "TM02", "TM03"]


def test_the_official_number_is_asked_only_after_sending():
    assert [s.id for s in shipped_form().sections if s.after] == ["VB"]


SETS = {"x": "X"}
COUNT = {
    "id": "A1",
    "kind": "numbers",
    "text": "?",
    "short": "a",
    "boxes": [{"code": "A1", "name": "n"}],
}


def make(*questions: dict, **more: object) -> Form:
    section = {"id": "s", "title": "S", "part": "I", "questions": list(questions)}
    parts = [{"id": "I", "title": "I"}]
    return Form.model_validate(
        {"version": "1", "title": "t", "parts": parts, "sections": [section], "set_names": SETS}
        | more
    )


@pytest.mark.parametrize(
    ("questions", "more", "told"),
    [
        ([COUNT, COUNT], {}, "form_code_twice {'code': 'A1'}"),
        ([COUNT | {"boxes": []}], {}, "form_boxes"),
        ([COUNT | {"id": "A2"}], {}, "form_first_box"),
        ([COUNT | {"share": True}], {}, "form_two_boxes"),
        ([COUNT | {"required": True}], {}, "form_no_sets"),
        ([COUNT | {"sets": ["y"]}], {}, "form_set_unnamed {'set': 'y'}"),
        ([COUNT | {"when": {"code": "A1", "is": ["zero"]}}], {}, "form_forward {'question': 'A1'"),
        (
            [COUNT],
            {"checks": [{"id": "c", "rule": "r", "codes": ["B"], "level": "error"}]},
            "form_no_code {'rule': 'c', 'code': 'B'}",
        ),
        ([COUNT], {"parts": []}, "form_no_part"),
        ([COUNT | {"typo": 1}], {}, "Extra inputs are not permitted"),
    ],
)
def test_a_form_that_does_not_hold_together_is_refused(questions, more, told):
    with pytest.raises(ValidationError, match=re.escape(told)):
        make(*questions, **more)


def test_a_value_knows_its_question_and_its_box():
    form = shipped_form()
    assert form.holder("CC02").id == "CC01"
    assert form.box("CC02").name == "nữ"
    assert form.box("DS00") is None
    assert read(form.question("CC01"), "2 1", TODAY) == Numbers(boxes={"CC01": 2, "CC02": 1})
