"""The roll-up: totals are sums, nothing depends on order, gaps are listed, single people hidden."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from plan.programme import PACKS
from plan.units import Unit, read_units
from reports.rollup import Accepted, may_show, roll_up
from reports.values import Answers, Chosen, Unknown
from tests.reports.support import commune_answers, no, one, pair, shipped_form, yes

FORM = shipped_form()
ROWS = read_units((PACKS / "bac-ninh-2282" / "units.csv").read_text(encoding="utf-8"))
UNITS = [unit for row in ROWS if (unit := Unit.model_validate(row)).reports]
COMMUNES = [unit for unit in UNITS if unit.question_set == "commune"]
DEPARTMENTS = [unit for unit in UNITS if "department" in FORM.sets_of(unit.question_set)]


def rolled(*answers: Answers, coordinator: bool = True, units=COMMUNES):
    given_ = [Accepted(unit, told) for unit, told in zip(units, answers, strict=False)]
    return roll_up(FORM, UNITS, given_, coordinator=coordinator)


def test_totals_add_what_accepted_reports_tell():
    found = rolled(commune_answers(), commune_answers(QH01=pair("QH01", 10, 5)))
    assert (found.totals["QH01"].sum, found.totals["QH02"].sum) == (41, 17)
    assert found.totals["QH01"].told == 2
    assert found.by_set["commune"]["QH01"].sum == 41
    assert len(found.accepted) == 2
    assert len(found.missing) == 121
    assert COMMUNES[0].code not in found.missing


def test_an_unknown_figure_is_a_footnote_and_never_a_zero():
    found = rolled(commune_answers(), commune_answers(QH01=Unknown(reason="đang rà soát")))
    assert found.totals["QH01"].sum == 31
    assert found.totals["QH01"].told == 1
    assert found.footnotes["QH01"] == (COMMUNES[1].code,)


def reached(found, indicator):
    return next(r for r in found.reached if r.indicator.id == indicator)


def test_target_1_is_told_over_those_who_told_and_over_all_99():
    none = commune_answers(CC01=pair("CC01", 2, 0), CC03=pair("CC03", 3, 0))
    found = rolled(commune_answers(), commune_answers(), none)
    v1, v2, v3 = (reached(found, name) for name in ("V1", "V2", "V3"))
    assert (v1.part, v1.whole, v1.of_all, v1.needed) == (2, 3, 99, 65)
    assert v1.over_told == Fraction(200, 3)
    assert v1.over_all == Fraction(200, 99)
    assert (v2.part, v2.whole, v2.of_all, v2.needed) == (4, 6, 198, 129)
    assert (v3.part, v3.whole, v3.of_all) == (4, 15, 0)
    assert v3.over_all is None


def test_the_75_percent_are_of_18_departments_without_the_front_and_organisations():
    department = {"CC06": pair("CC06", 4, 1)}
    found = rolled(department, department, units=DEPARTMENTS)
    cq = reached(found, "CQ")
    assert (cq.part, cq.whole, cq.of_all, cq.needed) == (2, 2, 18, 14)


def test_nothing_told_is_no_share():
    found = rolled()
    assert reached(found, "V1").over_told is None
    assert reached(found, "QH").over_told is None
    assert len(found.missing) == 123


def test_choices_are_counted_by_answer():
    found = rolled(commune_answers(NV03=Chosen(option="doing")), commune_answers(NV01=yes()))
    assert found.tallies["NV01"].counts == {"no": 1, "yes": 1}
    assert found.tallies["NV03"].counts == {"doing": 1}


def dtts(total: int, women: int) -> Answers:
    return commune_answers(DS00=yes(), DS02=pair("DS02", total, women))


def test_a_single_person_is_shown_to_the_coordinator_only():
    mine = rolled(dtts(3, 1))
    assert mine.totals["DS03"].sum == 1
    public = rolled(dtts(3, 1), coordinator=False)
    assert public.totals["DS02"].hidden
    assert public.totals["DS03"].hidden
    assert public.totals["DS03"].sum == 0


def test_in_public_sensitive_totals_stand_for_the_province_only():
    public = rolled(dtts(3, 1), dtts(4, 2), coordinator=False)
    assert (public.totals["DS03"].sum, public.totals["DS03"].hidden) == (3, False)
    assert public.by_set["commune"]["DS03"].hidden
    assert public.by_set["commune"]["QH01"].sum == 62
    assert public.totals["DS03"].unknown == ()


def test_who_may_see_one_units_sensitive_answer():
    question = FORM.question("DS02")
    assert may_show(question, coordinator=True)
    assert may_show(question, coordinator=False, own_unit=True)
    assert not may_show(question, coordinator=False)
    assert may_show(FORM.question("QH01"), coordinator=False)


def test_answers_off_the_path_are_not_added():
    hidden = commune_answers(DS00=no(), DS02=pair("DS02", 3, 1))
    assert "DS02" not in rolled(hidden).totals


REPORT = st.builds(
    lambda total, women, money: commune_answers(
        QH01=pair("QH01", total, min(total, women)), CP01=one("CP01", money)
    ),
    st.integers(0, 500),
    st.integers(0, 500),
    st.integers(0, 10**9),
) | st.just(commune_answers(QH01=Unknown(reason="x")))


@settings(deadline=None)
@given(st.lists(REPORT, max_size=20), st.randoms(use_true_random=False))
def test_totals_equal_sums_and_nothing_depends_on_the_order(reports, random):
    given_ = [Accepted(unit, told) for unit, told in zip(COMMUNES, reports, strict=False)]
    found = roll_up(FORM, UNITS, given_, coordinator=True)
    known = [told["QH01"].boxes["QH01"] for told in reports if hasattr(told["QH01"], "boxes")]
    assert (found.totals["QH01"].sum if "QH01" in found.totals else 0) == sum(known)
    assert len(found.footnotes.get("QH01", ())) == len(reports) - len(known)
    assert len(found.accepted) + len(found.missing) == len(UNITS)
    shuffled = list(given_)
    random.shuffle(shuffled)
    assert roll_up(FORM, UNITS, shuffled, coordinator=True) == found
