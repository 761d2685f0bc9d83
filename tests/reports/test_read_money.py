"""What people type for money and for shares: understood, asked back, or refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.read import read
from reports.readings import AskBack
from reports.values import Percent
from tests.reports.support import TODAY, one, shipped_form

MONEY = shipped_form().question("CP01")
SHARE = shipped_form().question("DS01")


def reading(question, typed):
    return read(question, typed, TODAY)


MONEYS = {
    "45tr": 45_000_000, "45,5 triệu": 45_500_000, "45.5 triệu": 45_500_000, "45 trieu": 45_000_000,
    "1 tỷ 2": 1_200_000_000, "1tỷ2": 1_200_000_000, "1 tỷ 200 triệu": 1_200_000_000,
    "45.500.000đ": 45_500_000, "45500000": 45_500_000, "45,500,000": 45_500_000,
    "45.500.000 vnđ": 45_500_000, "45 triệu đồng": 45_000_000, "2 triệu rưỡi": 2_500_000,
    "ba triệu rưỡi": 3_500_000, "hai tỷ ba trăm triệu": 2_300_000_000, "500 nghìn": 500_000,
    "bốn lăm phẩy năm triệu": 45_500_000, "45 triệu 500 nghìn": 45_500_000, "ko có": 0, "0đ": 0,
    "trăm triệu": 100_000_000,
}  # fmt: skip


@pytest.mark.parametrize(("typed", "amount"), MONEYS.items())
def test_money_is_read_as_people_write_it(typed, amount):
    assert reading(MONEY, typed) == one("CP01", amount)


@pytest.mark.parametrize(
    ("typed", "phrase", "amount"),
    [("500k", "thousand_letter", 500_000), ("45", "money_small", 45), ("20 tỷ", "money_large", 20 * 10**9),
     ("1 tỷ 200", "loose", 1_200_000_000), ("2 triệu 50", "loose", 2_050_000), ("45 500 000", "blanks", 45_500_000),
     ("1.250 triệu", "comma", 1_250_000_000), ("khoảng 45tr", "about", 45_000_000)],
)  # fmt: skip
def test_doubtful_money_is_asked_back(typed, phrase, amount):
    assert reading(MONEY, typed) == AskBack(
        one("CP01", amount), f"read.{phrase}", reading(MONEY, typed).slots
    )


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [("45,5", "whole_dong"), ("-45tr", "negative"), ("1e9", "not_a_number"), ("9" * 40, "too_big"),
     ("10 triệu 20 triệu", "one_number"), ("999999 tỷ tỷ", "too_big")],
)  # fmt: skip
def test_money_that_is_no_amount_is_refused(typed, phrase):
    assert reading(MONEY, typed).phrase == f"read.{phrase}"


@pytest.mark.parametrize(
    ("typed", "share"),
    [("33,3%", "33.3"), ("33.3", "33.3"), ("33", "33"), ("0,5", "0.5"), ("100", "100"), ("33,3 phần trăm", "33.3"),
     ("ba mươi ba phẩy ba", "33.3"), ("o", "0"), ("không có", "0")],
)  # fmt: skip
def test_a_share_keeps_one_decimal(typed, share):
    found = reading(SHARE, typed)
    assert isinstance(found, Percent)
    assert str(found.value.normalize() if found.value else 0) in {share, "1E+2"}


def test_a_share_out_of_range_or_finer_than_one_decimal_is_not_taken_silently():
    assert reading(SHARE, "120%").phrase == "read.percent_range"
    assert reading(SHARE, "1/3").phrase == "read.one_percent"
    assert reading(SHARE, "33,35").phrase == "read.rounded"
    assert str(reading(SHARE, "33,35").value.value) == "33.4"


def test_an_amount_for_each_is_not_taken_for_the_amount():
    assert isinstance(reading(MONEY, "5 triệu/người"), AskBack)


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_an_amount_is_read_from_every_grouping(amount):
    texts = (str(amount), f"{amount:,}".replace(",", "."), f"{amount} đồng")
    for text in texts:
        found = reading(MONEY, text)
        assert (found.value if isinstance(found, AskBack) else found) == one("CP01", amount)
