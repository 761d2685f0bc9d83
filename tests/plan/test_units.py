"""People find their unit by what they type: old names, no marks, the old district behind it."""

import pytest

from plan.programme import PACKS, load_programme


@pytest.fixture(scope="module")
def units():
    return load_programme(PACKS / "bac-ninh-2282").units


@pytest.mark.parametrize(
    ("typed", "found"),
    [("xã Vân Sơn, huyện Sơn Động", "xã Vân Sơn"), ("van son huyen son dong", "xã Vân Sơn"),
     ("UBND xa Luc Ngan tinh Bac Ninh", "xã Lục Ngạn"), ("Lục Ngạn h. Lục Ngạn", "xã Lục Ngạn"),
     ("thị trấn An Châu huyện Sơn Động", "xã Sơn Động"), ("vũ ninh tp bắc ninh", "phường Vũ Ninh"),
     ("Sở Tư pháp tỉnh Bắc Ninh", "Sở Tư pháp"), ("công an tỉnh", "Công an tỉnh"),
     ("phường Bắc Giang thành phố Bắc Giang", "phường Bắc Giang")],
)  # fmt: skip
def test_a_district_or_the_province_behind_a_name_does_no_harm(units, typed, found):
    assert [(m.unit.short_name, m.exact) for m in units.find(typed)] == [(found, True)]


def test_a_district_tells_apart_what_had_one_name(units):
    for former in {old for unit in units for old in unit.former_units}:
        matches = units.find(former)
        for match in matches:
            told = units.find(f"{former}, {match.unit.former_district.partition('|')[0]}")
            assert match.unit.code in {m.unit.code for m in told}
            assert len(told) <= len(matches)


def test_a_name_one_letter_away_is_only_offered(units):
    offered = units.find("xã Vân Sơm huyện Sơn Động")
    assert "xã Vân Sơn" in [match.unit.short_name for match in offered]
    assert not any(match.exact for match in offered)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Sở Giáo dục và Đào tạo", "SGDDT"), ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "SNNMT"),
     ("so van hoa, the thao va du lich", "SVHTTDL"), ("Sở Khoa học & Công nghệ", "SKHCN"),
     ("Ban Quản lý các khu công nghiệp", "BQLKCN"), ("Công an", "CAT"),
     ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "MTTQ")],
)  # fmt: skip
def test_nobody_says_the_province_behind_an_official_name(units, typed, code):
    assert [(m.unit.code, m.exact) for m in units.find(typed)] == [(code, True)]


def test_every_unit_is_found_by_every_name_it_has(units):
    for unit in units:
        for name in units.names(unit):
            assert unit.code in {m.unit.code for m in units.find(name) if m.exact}, name


def test_communes_that_end_alike_keep_their_whole_names(units):
    assert "Ủy ban nhân dân xã" not in {name for unit in units for name in units.names(unit)}
