"""Shares are exact, honest about what is missing, and written as officials write them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import figures
from reports.indicators import is_headline, measure, measured, unknown_rules, words
from tests.reports.support import shipped_form

FORM = shipped_form()
BY_ID = {indicator.id: indicator for indicator in FORM.indicators}


@pytest.mark.parametrize(
    ("indicator", "known", "told"),
    [
        ("QH", {"QH01": 31, "QH02": 12}, "38,7% (12/31)"),
        ("QH", {"QH01": 0, "QH02": 0}, "không xác định"),
        ("QH", {"QH01": 31}, "chưa có số liệu"),
        ("DTLK", {"DT02": 12, "QH02": 12}, "100% (12/12)"),
        ("DTN", {"DT01": 5, "QH02": 12}, "41,7% (5/12)"),
        ("V1", {"CC02": 0, "CC04": 1}, "có"),
        ("V1", {"CC04": 1}, "có"),
        ("V1", {"CC02": 0, "CC04": 0}, "chưa"),
        ("V1", {"CC02": 0}, "chưa có số liệu"),
        ("V2", {"CC02": 0, "CC04": 2}, "50% (1/2)"),
        ("V3", {"CC01": 2, "CC02": 1, "CC03": 3, "CC04": 0}, "20% (1/5)"),
        ("DTTS", {"DS03": 0}, "chưa"),
        ("NU", {"CC10": 1250, "CC10N": 300}, "24% (300/1.250)"),
    ],
)
def test_an_indicator_in_words(indicator, known, told, book):
    assert words(book, measure(BY_ID[indicator], known)) == told


def test_zero_of_nothing_is_never_zero_percent():
    found = measure(BY_ID["QH"], {"QH01": 0, "QH02": 0})
    assert (found.standing, found.percent) == ("undefined", None)


def test_the_settings_choose_which_reading_is_the_main_one():
    chosen = {"key_leader_definition": "V2", "training_reading": "yearly"}
    main = [i.id for i in FORM.indicators if i.reading and is_headline(i, chosen)]
    assert main == ["V2", "DTN"]
    assert is_headline(BY_ID["QH"], chosen)


def test_units_get_the_indicators_of_their_sets():
    assert [m.indicator.id for m in measured(FORM, "so_tu_phap", {})] == [
        "CQ",
        "QH",
        "DTLK",
        "DTN",
        "NU",
    ]
    assert [m.indicator.id for m in measured(FORM, "mttq", {})] == ["QH", "DTLK", "DTN"]


def test_a_body_with_less_than_30_percent_women_is_flagged():
    assert measure(BY_ID["NU"], {"CC10": 100, "CC10N": 29}).flagged
    assert not measure(BY_ID["NU"], {"CC10": 100, "CC10N": 30}).flagged
    assert not measure(BY_ID["QH"], {"QH01": 100, "QH02": 1}).flagged


def test_every_rule_of_the_form_is_written():
    assert unknown_rules(FORM) == []


@pytest.mark.parametrize(
    ("value", "told"),
    [(Fraction(100, 3), "33,3%"), (Fraction(200, 3), "66,7%"), (Fraction(100), "100%"), (Fraction(0), "0%"),
     (Decimal("33.3"), "33,3%"), (Fraction(1, 20), "0,1%"), (Fraction(49, 1000), "0%"), (Decimal("0.05"), "0,1%")],
)  # fmt: skip
def test_a_percentage_is_rounded_half_up_to_one_decimal(value, told):
    assert figures.percent(value) == told


def test_figures_and_days_are_written_as_the_decree_wants():
    assert figures.count(1234567) == "1.234.567"
    assert figures.count(0) == "0"
    assert figures.day(date(2026, 11, 5)) == "05/11/2026"
    assert figures.day(date(2026, 2, 15)) == "15/02/2026"
    assert figures.day(date(2026, 3, 5)) == "05/3/2026"


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_written_share_is_within_half_a_tenth_of_the_exact_one(part, whole):
    exact = figures.share(part, whole)
    written = Fraction(figures.percent(exact).rstrip("%").replace(".", "").replace(",", "."))
    assert abs(written - exact) <= Fraction(1, 20)
