"""Who is named: bodies by their field or misspelt, and words that only look like a body."""

import pytest

from plan.answering.lore import load_lore
from plan.answering.reading import Reader


@pytest.fixture(scope="module")
def reader(programme):
    return Reader(load_lore(programme.folder), programme.units)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("bên y tế có việc gì không", "SYT"),
        ("nganh giao duc lam gi", "SGDDT"),
        ("sở giáo duc thì làm gì", "SGDDT"),
        ("sở công thươn phải làm gì", "SCT"),
        ("Sở Văn hóa, Thể thao và Du lịch làm gì", "SVHTTDL"),
        ("ban quản lý các khu công nghiệp làm gì", "BQLKCN"),
        ("công an tỉnh có việc gì", "CAT"),
        ("xã nục ngạn có chỉ tiêu gì", "07582"),
    ],
)
def test_a_unit_is_named(reader, typed, code):
    assert [m.unit for m in reader.read(typed).named.of("unit")] == [code]


@pytest.mark.parametrize(
    "typed",
    [
        "cán bộ nữ của dân tộc thiểu số",
        "nhà văn hóa xã",
        "lãnh đạo nữ trong giáo dục",
        "công an làm gì",
        "chị em nông dân",
        "vân sơm có gì",
    ],
)
def test_no_unit_is_named(reader, typed):
    assert reader.read(typed).named.of("unit", "agency") == []
