"""Cross-checks come together; errors are mended, oddities are settled by words for their figures."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.measures import Check
from reports.checks import findings, open_findings, settled, unknown_rules
from reports.flow import Draft
from reports.values import Unknown
from tests.reports.support import commune, commune_answers, no, one, pair, shipped_form, yes

FORM = shipped_form()


@dataclass(frozen=True)
class Told:
    figures: str
    text: str = "vì sắp xếp lại"


def found(last=None, **changed) -> dict[str, str]:
    draft = commune(commune_answers(**changed))
    return {finding.check: finding.level for finding in findings(draft, last)}


def test_a_complete_report_without_last_year_has_no_findings():
    assert findings(commune()) == []


def test_everything_that_does_not_fit_comes_at_once_and_errors_first(book):
    draft = commune(
        commune_answers(
            QH01=pair("QH01", 0, 0), DT01=pair("DT01", 1, 2), CC05=yes(),
            CC03=pair("CC03", 3, 0), CP01=one("CP01", 10), CP03=one("CP03", 11),
        )
    )  # fmt: skip
    all_ = findings(draft)
    assert [f.check for f in all_] == ["CC05_CC04", "DT02_QH02", "QH01_0", "CP03_CP"]
    assert [f.level for f in all_] == ["error", "oddity", "oddity", "oddity"]
    for finding in all_:
        assert book.render(finding.phrase, **finding.slots)


def test_gaps_are_errors_and_name_the_question():
    draft = commune({"NV01": no()})
    gaps = [f for f in findings(draft) if f.check.startswith("missing:")]
    assert len(gaps) == 10
    assert gaps[0].questions == ("CC01",)
    assert gaps[0].slots == {"question": "Chủ tịch, Phó Chủ tịch HĐND"}


def test_an_unknown_with_a_reason_is_no_gap():
    assert found(QH01=Unknown(reason="x"), DT01=Unknown(reason="x")) == {}


@pytest.mark.parametrize(
    ("changed", "check"),
    [
        ({"DT01": pair("DT01", 3, 13)}, "DT02_QH02"),
        ({"QH01": pair("QH01", 0, 0), "DT01": pair("DT01", 0, 0)}, "QH01_0"),
        ({"CC05": yes(), "CC03": pair("CC03", 3, 0)}, "CC05_CC04"),
        ({"CP03": one("CP03", 45_500_001)}, "CP03_CP"),
        ({"QH01": pair("QH01", 12, 31), "DT01": pair("DT01", 1, 1)}, "pair:QH01"),
        ({"DT01": pair("DT01", 9, 8)}, "pair:DT01"),
    ],
)
def test_each_rule_finds_its_case(changed, check):
    assert list(found(**changed)) == [check]


def test_other_sources_cover_spending():
    assert found(CP02=one("CP02", 1), CP03=one("CP03", 45_500_001)) == {}


def test_leaders_of_ethnic_minorities_are_bounded_only_when_all_leaders_are_known():
    dtts = {"DS00": yes(), "DS02": pair("DS02", 9, 4)}
    assert found(**dtts) == {}
    known = found(**dtts, CC09=pair("CC09", 3, 1))
    assert known == {"DS02_LD": "error", "DS03_LD": "error"}
    assert found(**dtts, CC09=pair("CC09", 4, 2)) == {}
    assert found(DS00=no(), DS02=pair("DS02", 9, 4), CC09=pair("CC09", 3, 1)) == {}


@pytest.mark.parametrize(
    ("last", "now", "odd"),
    [(31, 31, False), (28, 31, False), (10, 13, False), (10, 14, True), (2, 4, False), (2, 5, True),
     (0, 2, False), (0, 3, True), (100, 69, True), (100, 70, False)],
)  # fmt: skip
def test_a_change_over_30_percent_and_2_persons_is_odd(last, now, odd):
    both = {"QH01": pair("QH01", now, 0), "DT01": pair("DT01", 0, 0)}
    assert ("NAM_TRUOC:QH01" in found({"QH01": last}, **both)) is odd


def test_a_cumulative_number_never_falls_and_money_jumps_are_seen():
    last = {"DT02": 11, "CP01": 9_000_000}
    assert set(found(last)) == {"DT02_LK:DT02", "TIEN:CP01"}
    assert found({"DT02": 10, "CP01": 9_100_000}) == {}


def test_an_explanation_settles_exactly_the_figures_it_was_given_for():
    draft = commune(commune_answers(DT01=pair("DT01", 3, 13)))
    (finding,) = findings(draft)
    assert finding.figures == "DT02=13/- QH02=12/-"
    assert open_findings([finding], {}) == [finding]
    assert open_findings([finding], {finding.check: Told(finding.figures)}) == []
    other = commune(commune_answers(DT01=pair("DT01", 3, 14)))
    assert open_findings(findings(other), {finding.check: Told(finding.figures)})


def test_an_error_cannot_be_explained_away():
    (finding,) = findings(commune(commune_answers(CC05=yes(), CC03=pair("CC03", 3, 0))))
    assert not settled(finding, {finding.check: Told(finding.figures)})


def test_a_rule_that_nobody_wrote_is_told():
    assert unknown_rules(FORM.checks) == []
    wrong = Check(id="x", rule="no_such_rule", codes=("QH01",), level="error")
    assert unknown_rules((wrong,)) == ["x: no_such_rule"]


COUNTS = st.integers(0, 60)


@settings(deadline=None)
@given(COUNTS, COUNTS, COUNTS, COUNTS, st.dictionaries(st.sampled_from(["QH01", "DT02"]), COUNTS))
def test_findings_are_stable_and_every_one_names_a_question_on_the_form(a, b, c, d, last):
    answers = commune_answers(QH01=pair("QH01", a, b), DT01=pair("DT01", c, d))
    draft = Draft(FORM, "commune", answers)
    once, again = findings(draft, last), findings(draft, last)
    assert once == again
    assert len({f.check for f in once}) == len(once)
    for finding in once:
        assert all(FORM.question(q) for q in finding.questions)
