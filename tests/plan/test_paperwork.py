"""The text around a written report: right for every unit of the pack."""

import re
import tomllib

import pytest
from pydantic import ValidationError

from plan.paperwork import PaperText, fill
from plan.programme import PACKS
from plan.units import Unit, Units, read_units
from tests.reports.support import shipped_form

PACK = PACKS / "bac-ninh-2282"
TREE = tomllib.loads((PACK / "document.toml").read_text(encoding="utf-8"))
TEXT = PaperText.model_validate(TREE)
UNITS = Units(
    Unit.model_validate(row)
    for row in read_units((PACK / "units.csv").read_text(encoding="utf-8"))
)
FORM = shipped_form()


def test_every_unit_has_a_style_and_only_known_units_are_different():
    assert {unit.kind for unit in UNITS} == set(TEXT.styles)
    assert all(code in UNITS for code in TEXT.units)


def test_party_front_and_mass_organisations_get_no_national_head():
    plain = {unit.code for unit in UNITS if TEXT.style(unit) == "plain"}
    assert plain == {"BTCTU", "MTTQ", "HLHPN", "TD", "LDLD", "HND", "HCCB"}


def test_every_sentence_fills_from_its_own_question():
    for question_id, pattern in TEXT.sentences.items():
        question = FORM.question(question_id)
        slots = dict.fromkeys(question.codes, "1") | {f"{question_id}.share": "1%"}
        assert fill(pattern, slots) is not None, pattern
    for question_id in (*TEXT.yes, *TEXT.no):
        assert FORM.question(question_id).kind == "yes_no"
    assert set(TEXT.yes) == set(TEXT.no)


def test_sensitive_figures_have_no_sentence():
    assert not {q.id for q in FORM if q.sensitive} & set(TEXT.sentences)


def test_a_text_with_a_gap_is_not_filled():
    assert fill("{A} of {B}", {"A": "1"}) is None
    assert fill("{A} of {B}", {"A": "1", "B": "2"}) == "1 of 2"


def test_only_departments_lose_the_provinces_name_in_sentences():
    assert TEXT.name_in_text(UNITS["SXD"]) == "Sở Xây dựng"
    assert TEXT.name_in_text(UNITS["VPUB"]).endswith("tỉnh Bắc Ninh")
    assert TEXT.name_in_text(UNITS["07615"]) == "Ủy ban nhân dân xã Sơn Động"


@pytest.mark.parametrize("name", ["opening", "closing", "share", "addressee"])
def test_the_texts_are_polite_and_without_exclamation(name):
    assert not re.search(r"!|\bbạn\b", getattr(TEXT, name))


def test_a_key_that_is_no_key_is_refused():
    with pytest.raises(ValidationError, match="typo"):
        PaperText.model_validate(TREE | {"typo": 1})
