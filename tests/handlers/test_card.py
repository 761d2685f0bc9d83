"""What people type about themselves, and what only looks like a code."""

import pytest

from handlers.enrol import card
from storage import invitations


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguyễn Thị Lan", "Nguyễn Thị Lan"),
        ("  nguyễn  thị lan ", "Nguyễn Thị Lan"),
        ("TRẦN VĂN ĐỨC", "Trần Văn Đức"),
        ("Y Moan Êñuôl", "Y Moan Êñuôl"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("Nguye\u0302\u0303n Thi\u0323 Lan", "Nguyễn Thị Lan"),
        ("Lan", "Lan"),
        ("", None),
        ("L", None),
        ("Lan 2", None),
        ("0912345678", None),
        ("🙂🙂", None),
        ("<b>Lan</b>", None),
        ("https://t.me/x", None),
        ("a" * 61, None),
        ("\u200b\u200b", None),
        (" - ", None),
    ],
)
def test_a_name(typed: str, kept: str | None):
    assert card.name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Công chức Văn hóa - Xã hội", "Công chức Văn hóa - Xã hội"),
        ("CV", "CV"),
        ("Phó Chủ tịch UBND xã (phụ trách VH-XH)", "Phó Chủ tịch UBND xã (phụ trách VH-XH)"),
        ("?", None),
        ("123", None),
        ("x" * 121, None),
        ("", None),
    ],
)
def test_a_position(typed: str, kept: str | None):
    assert card.position(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912345678", "0912345678"),
        ("0912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("(0222) 3821 331", "02223821331"),
        ("９１２３４５６７８", None),
        ("12345", None),
        ("09123456789012", None),
        ("số của tôi là 0912345678", None),
        ("không", None),
        ("", None),
    ],
)
def test_a_phone_number(typed: str, kept: str | None):
    assert card.phone(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "7K3M9QXTC0A1B2D3E4F5G6H7J8",
        "7k3m-9qxt-c0a1-b2d3-e4f5-g6h7-j8",
        "7k3m 9qxt coal b2d3 e4f5 g6h7 j8",
        "7K3M-9QXT-C0A1-B2D3-E4F5-G6H7",
        "7K3M9QXTC0A1B2D3E4F5G6H7J8KK",
    ],
)
def test_words_that_can_only_be_a_code(typed: str):
    assert invitations.looks_like_code(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "han nop bao cao nam 2026 la",
        "bao cao nam 2026 nop luc nao",
        "tổng 31 nữ 12",
        "0912345678",
        "chi tieu cua xa toi la gi",
        "31 12 40 25 100 90 80 70 60",
        "quy hoach nu 50% dung khong",
        "ABCDEFGHJKMNPQRSTVWXYZABCD",
        "",
        "7K3M",
        "Ủy ban nhân dân xã 2026 2027",
    ],
)
def test_words_that_are_no_code(typed: str):
    assert not invitations.looks_like_code(typed)


def test_a_code_has_at_least_128_bits_and_survives_the_hand():
    assert 32**invitations.LENGTH >= 2**128
    assert invitations.normal("7k3m-9qxt cOaI") == "7K3M9QXTC0A1"
