"""A place of the plan as people tell it, and words that only look like one."""

import pytest

from plan.answering.places import find_place, two_places


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("mục VI", "VI"),
        ("muc vi noi gi", "VI"),
        ("MỤC II NÓI GÌ", "II"),
        ("VI?", "VI"),
        ("xem II đi", "II"),
        ("phần v.3.5", "V.3.5"),
        ("III.2.d", "III.2.d"),
        ("điểm c mục III.2", "III.2.c"),
        ("PHẠM VI", ""),
        ("PHAM VI THUC HIEN", ""),
        ("một phần vì sao", ""),
        ("phạm vi thực hiện", ""),
    ],
)
def test_a_place(answerer, typed, place):
    ids = {provision.id for provision in answerer.programme.plan}
    assert find_place(typed, ids) == place


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("điểm d và điểm đ của III.2 khác gì", ["III.2.d", "III.2.đ"]),
        ("diem a voi c muc III.3", ["III.3.a", "III.3.c"]),
        ("IV.1 so với IV.2", ["IV.1", "IV.2"]),
        ("điểm c mục III.2 và hạn nộp", []),
        ("III.2.d và III.2.d", []),
        ("điểm d và điểm z của III.2", []),
        ("IV.1 và IX.9", []),
    ],
)
def test_two_places(answerer, typed, places):
    ids = {provision.id for provision in answerer.programme.plan}
    assert two_places(typed, ids) == places
