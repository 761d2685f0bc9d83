"""Where a report stands follows from the form and the answers, whatever the order they came in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.form import Form
from reports.flow import (
    Asking,
    Choosing,
    Draft,
    OptionalOffer,
    OptionalPart,
    Returned,
    Reviewing,
    after_sending,
    answered,
    asking,
    counted,
    done_of_required,
    fits,
    following,
    missing,
    numbers,
    optional_path,
    path,
    position,
    previous,
    progress,
    required_path,
)
from reports.read import read
from reports.values import Answers, Chosen, Narrative, NotApplicable, Percent, Skipped, Unknown
from tests.reports.support import (
    TODAY,
    commune,
    commune_answers,
    no,
    one,
    pair,
    shipped_form,
    words,
    yes,
)

FORM = shipped_form()
SETS = list(FORM.set_names)


def ids(questions) -> list[str]:
    return [question.id for question in questions]


def walk(question_set: str, given: Answers) -> tuple[list[str], int]:
    """Answer whatever is asked by its example; return the questions and what it cost to type."""
    answers: Answers = {}
    asked: list[str] = []
    actions = 0
    while isinstance(now := position(Draft(FORM, question_set, answers)), Asking):
        question = now.question
        asked.append(question.id)
        answers[question.id] = given.get(question.id) or read(question, question.example, TODAY)
        actions += 2 if question.kind == "narrative" else 1  # the words, and "Xong"
    return asked, actions


def test_a_commune_without_ethnic_minorities_finishes_in_at_most_20_actions():
    asked, typed = walk("commune", {"NV01": yes(), "DS00": no()})
    offer, summary, confirmation = 1, 1, 1
    assert len(asked) <= 15
    assert typed + offer + summary + confirmation <= 20


def test_a_commune_is_asked_in_the_order_of_the_report():
    asked, _ = walk("commune", {"NV01": yes(), "DS00": yes(), "DS02": pair("DS02", 2, 0)})
    assert asked == [
        "NV01", "NV01S", "CC01", "CC03", "QH01", "DT01", "DS00", "DS02", "DS04", "NV06", "CP01",
        "TM01", "TM02", "TM03",
    ]  # fmt: skip


@pytest.mark.parametrize("question_set", SETS)
def test_every_kind_of_unit_comes_to_the_offer_and_then_to_the_review(question_set):
    answers: Answers = {}
    while isinstance(now := position(Draft(FORM, question_set, answers)), Asking):
        assert now.required
        answers[now.question.id] = read(now.question, now.question.example, TODAY)
    assert isinstance(now, OptionalOffer)
    assert all(not q.required_of(FORM.sets_of(question_set)) for q in now.questions)
    skipped = Draft(FORM, question_set, answers, OptionalPart.skip)
    assert isinstance(position(skipped), Reviewing)
    filling = Draft(FORM, question_set, dict(answers), OptionalPart.fill)
    while isinstance(now := position(filling), Asking):
        assert not now.required
        filling.answers[now.question.id] = Skipped()
    assert isinstance(now, Reviewing)


def test_conditions_open_and_close_questions_and_answers_off_the_path_do_not_count():
    opened = commune(commune_answers(DS00=yes(), DS02=pair("DS02", 3, 1)))
    assert {"DS01", "DS02", "DS05"} <= set(ids(path(opened)))
    assert "DS04" not in ids(path(opened))
    closed = commune(opened.answers | {"DS00": no()})
    assert not {"DS01", "DS02", "DS04", "DS05"} & set(ids(path(closed)))
    assert "DS02" in closed.answers
    assert "DS02" not in counted(closed)
    assert "DS03" not in numbers(counted(closed))


def test_none_among_the_women_asks_why():
    draft = commune(commune_answers(DS00=yes(), DS02=pair("DS02", 3, 0)))
    assert position(draft).question.id == "DS04"
    unknown = commune(commune_answers(DS00=yes(), DS02=Unknown(reason="đang rà soát")))
    assert "DS04" not in ids(path(unknown))


def test_a_department_is_asked_ds02_although_nobody_asks_it_ds00():
    assert "DS02" in ids(optional_path(Draft(FORM, "department")))


def test_unknown_with_a_reason_is_an_answer_and_skipping_a_required_question_is_none():
    assert position(commune(commune_answers(QH01=Unknown(reason="x")))) == position(commune())
    skipping = commune(commune_answers(QH01=Skipped()))
    assert position(skipping).question.id == "QH01"
    assert ids(missing(skipping)) == ["QH01"]


def test_the_screen_counts_within_the_required_part():
    now = position(commune({"NV01": no()}))
    assert (now.question.id, now.number, now.total, now.section.id) == ("CC01", 2, 11, "II.1")
    assert done_of_required(commune({"NV01": no()})) == (1, 11)


def test_choosing_lists_what_is_open_until_the_unit_is_done_with_it():
    draft = commune(optional=OptionalPart.choose)
    now = position(draft)
    assert isinstance(now, Choosing)
    more = commune(commune_answers(NV02=one("NV02", 3)), optional=OptionalPart.choose)
    assert len(position(more).questions) == len(now.questions) - 1


def test_going_back_and_forth_follows_the_walk():
    draft = commune()
    assert previous(draft, "NV01") is None
    assert previous(draft, "CC03").id == "CC01"
    assert following(draft, "CC03").id == "QH01"
    assert following(draft, "TM03") is None
    filling = commune(optional=OptionalPart.fill)
    assert following(filling, "TM03").id == optional_path(filling)[0].id
    assert previous(draft, "no such question") is None


def test_jumping_shows_any_question():
    now = asking(commune(), "TM04")
    assert (now.question.id, now.required) == ("TM04", False)


def test_a_returned_report_asks_only_what_was_returned():
    named = frozenset({"CP01", "QH01", "gone"})
    draft = Draft(FORM, "commune", commune_answers(), returned=Returned(named))
    now = position(draft)
    assert (now.question.id, now.number, now.total) == ("QH01", 1, 2)
    half = Draft(FORM, "commune", commune_answers(), returned=Returned(named, frozenset({"QH01"})))
    assert position(half).question.id == "CP01"
    done = Draft(FORM, "commune", commune_answers(), returned=Returned(named, named))
    assert isinstance(position(done), Reviewing)


def test_a_mended_answer_that_opens_a_question_asks_it_too():
    mended = Returned(frozenset({"DS00"}), frozenset({"DS00"}))
    draft = Draft(FORM, "commune", commune_answers(DS00=yes()), returned=mended)
    assert position(draft).question.id == "DS02"


def test_a_return_that_names_no_question_shows_the_summary():
    draft = Draft(FORM, "commune", commune_answers(), returned=Returned(frozenset()))
    assert isinstance(position(draft), Reviewing)


def test_the_official_number_is_never_on_the_path():
    assert "VB01" not in ids(path(commune()))
    assert ids(after_sending(commune())) == ["VB01"]


def test_progress_is_told_section_by_section():
    told = {
        p.section.id: (p.answered, p.total, p.missing) for p in progress(commune({"NV01": no()}))
    }
    assert told["I"] == (1, 2, 0)
    assert told["II.1"] == (0, 5, 2)
    assert "III.NV" not in told


def test_a_draft_goes_on_when_the_form_changes_under_it():
    def change(by_id):
        by_id["CC05"]["required"] = True
        by_id["QH01"]["boxes"] = by_id["QH01"]["boxes"][:1]
        by_id["QH01"]["share"] = False
        by_id["CP01"]["kind"] = "percent"

    tree = FORM.model_dump(by_alias=True)
    tree["checks"], tree["indicators"] = [], []
    change({q["id"]: q for section in tree["sections"] for q in section["questions"]})
    draft = Draft(Form.model_validate(tree), "commune", commune_answers())
    assert ids(missing(draft)) == ["CC05", "QH01", "CP01"]
    assert position(draft).question.id == "CC05"


@pytest.mark.parametrize(
    ("question_id", "value", "fitting"),
    [
        ("QH01", pair("QH01", 3, 1), True),
        ("QH01", one("QH01", 3), False),
        ("QH01", Percent(value=3), False),
        ("QH03", Chosen(option="2025_2030"), True),
        ("QH03", Chosen(option="1999"), False),
        ("NV01", yes(), True),
        ("NV01", words("có"), False),
        ("TM01", words("x"), True),
        ("QH01", NotApplicable(), True),
    ],
)
def test_only_a_fitting_value_can_be_carried_over(question_id, value, fitting):
    assert fits(FORM.question(question_id), value) is fitting


VALUES = st.sampled_from(
    [yes(), no(), words("x"), Skipped(), Unknown(reason="x"), NotApplicable(), Percent(value=1)]
    + [pair(code, 3, women) for code in ("CC01", "QH01", "DS02", "NV06") for women in (0, 1)]
)
ANSWERS = st.dictionaries(st.sampled_from([q.id for q in FORM]), VALUES, max_size=40)


@settings(deadline=None)
@given(st.sampled_from(SETS), ANSWERS, st.sampled_from(OptionalPart))
def test_any_answers_lead_to_a_position_and_to_one_that_is_really_open(
    question_set, answers, part
):
    draft = Draft(FORM, question_set, answers, part)
    now = position(draft)
    if isinstance(now, Asking):
        assert 1 <= now.number <= now.total
        assert not answered(draft, now.question)
        assert now.question.id in ids(path(draft))
    if not missing(draft) and part is OptionalPart.skip:
        assert isinstance(now, Reviewing)
    assert set(ids(required_path(draft))) | set(ids(optional_path(draft))) == set(ids(path(draft)))


@settings(deadline=None)
@given(ANSWERS)
def test_the_position_does_not_depend_on_the_order_of_the_answers(answers):
    backwards = dict(reversed(list(answers.items())))
    assert position(Draft(FORM, "commune", answers)) == position(Draft(FORM, "commune", backwards))


def test_an_empty_narrative_is_an_answer():
    assert answered(commune(), FORM.question("TM02"))
    assert Narrative(text="") == commune().answers["TM02"]
