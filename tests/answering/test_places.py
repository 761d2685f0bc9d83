"""A place of the plan as people tell it, and words that only look like one."""

import pytest

from plan.answering.places import find_place


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
