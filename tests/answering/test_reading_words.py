"""What was typed, as words: numbers said aloud, letters of a text, dialect that is none."""

import pytest

from plan.answering.compiled import examples
from plan.answering.dictation import written
from plan.answering.normalise import normalise
from plan.answering.words import spell


def read(text, short=()):
    return spell(normalise(text, dict(short)).words)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("mười lăm xã", "15 xã"),
        ("mười năm nữa", "mười năm nữa"),
        ("hai mươi năm qua", "20 năm qua"),
        ("mười năm phần trăm", "15%"),
        ("sáu mươi năm %", "65%"),
        ("năm phần trăm", "5%"),
        ("bảy lăm phần trăm", "75%"),
        ("bảy mươi nhăm phần trăm", "75%"),
        ("sau muoi lam phan tram", "65%"),
        ("nam nay phan tram", "nam nay phan tram"),
        ("một trăm phần trăm", "100%"),
        ("năm hai nghìn không trăm ba mươi", "năm 2030"),
    ],
)
def test_numbers_said_aloud(typed, words):
    assert read(typed) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("điểm a mục V", "điểm a mục v"),
        ("gen z", "gen z"),
        ("phần e phải làm j v", "phần em phải làm gì vậy"),
    ],
)
def test_a_letter_that_names_a_place_is_no_short_form(typed, words):
    assert read(typed) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("mô hình vườn ươm", "mô hình vườn ươm"),
        ("nộp ở mô", "nộp ở đâu"),
        ("tê liệt", "tê liệt"),
        ("sở tp", "sở tư pháp"),
        ("tỉnh bn", "tỉnh bắc ninh"),
        ("bn phần trăm", "bao nhiêu phần trăm"),
        ("tỉnh lào cai", "tỉnh lào cai"),
    ],
)
def test_words_with_two_readings_are_read_by_their_neighbours(typed, words):
    assert read(typed) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("quy hoach 40% dung k", "quy hoach 40% dung khong"),
        ("quy hoạch 40% đúng k", "quy hoạch 40% đúng không"),
    ],
)
def test_a_short_form_is_spelt_as_the_rest_is_typed(typed, words):
    """Else "dung khong" would be neither typed with its accents nor without."""
    assert read(typed) == words


def test_the_bank_is_read_like_a_question(answerer):
    """A formulation read otherwise than the question that says it teaches nothing."""
    taught = {(label, spell(words)) for label, words in examples(answerer.lore)}
    plain = [line for line in answerer.lore.bank() if not set(line.text) & set("{(")]
    assert len(plain) > 1000
    assert [
        x.text for x in plain if (x.label, read(x.text, answerer.lore.short)) not in taught
    ] == []


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("xin trích phần việc phẩy gửi tôi chấm", "xin trích phần việc, gửi tôi."),
        ("hạn là ngày nào chấm hỏi", "hạn là ngày nào?"),
        ("mục năm la mã nói gì", "mục V nói gì"),
        ("chấm điểm thi đua thế nào", "chấm điểm thi đua thế nào"),
    ],
)
def test_signs_said_aloud(said, text):
    assert written(said) == text
