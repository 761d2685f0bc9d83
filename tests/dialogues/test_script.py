"""The runner itself: a changed word, a missing button, one message too many are noticed."""

from pathlib import Path

import pytest

from tests.dialogues.scene import compared
from tests.dialogues.script import DialogueError, Line, Step, read, written

SCRIPT = """\
# Lời chú giải.
@ 2026-11-20 08:00
lan là Nguyễn Thị Lan, Công chức, cán bộ đầu mối của xã Lục Ngạn
lan > dòng một
    | dòng hai
    < Đã nhận 2 dòng.
      ...
      [Xong] [Để sau]
    hoa < Có tin.
lan [Xong]
"""


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_script_is_read_as_it_is_told(tmp_path: Path):
    comment, clock, setting, typed, tapped = read(file(tmp_path, SCRIPT))
    assert [s.kind for s in (comment, clock, setting, typed, tapped)] == [
        "comment",
        "clock",
        "setting",
        "typed",
        "tapped",
    ]
    assert typed.text == "dòng một\ndòng hai"
    assert typed.expected == [
        Line("lan", ("Đã nhận 2 dòng.", "..."), ("Xong", "Để sau")),
        Line("hoa", ("Có tin.",)),
    ]


def test_rewriting_with_the_same_expectations_changes_nothing(tmp_path: Path):
    steps = read(file(tmp_path, SCRIPT))
    assert written(steps, SCRIPT) == SCRIPT


@pytest.mark.parametrize("text", ["    < Ai nghe?\n", "lan > x\n      chữ lơ lửng\n"])
def test_an_unclear_script_is_refused(tmp_path: Path, text: str):
    with pytest.raises(DialogueError):
        read(file(tmp_path, text))


WANTED = Line("lan", ("Xin chào đồng chí ..., còn 5 ngày.", "..."), ("Gửi", "Để sau"))


@pytest.mark.parametrize(
    ("text", "labels", "same"),
    [
        (("Xin chào đồng chí Lan, còn 5 ngày.",), ("Gửi", "Để sau"), True),
        (("Xin chào đồng chí Lan, còn 5 ngày.", "Thêm", "nữa"), ("Gửi", "Để sau"), True),
        (("Xin chào đồng chí Lan, còn 6 ngày.",), ("Gửi", "Để sau"), False),
        (("Chào đồng chí Lan, còn 5 ngày.",), ("Gửi", "Để sau"), False),
        (("Xin chào đồng chí Lan, còn 5 ngày.",), ("Gửi",), False),
        (("Xin chào đồng chí Lan, còn 5 ngày.",), ("Để sau", "Gửi"), False),
        ((), ("Gửi", "Để sau"), False),
    ],
)
def test_only_what_is_elided_may_differ(text: tuple, labels: tuple, same: bool):
    assert WANTED.matches(Line("lan", text, labels)) is same


def test_a_message_too_many_or_too_few_is_noticed():
    said = Line("lan", ("Vâng.",))
    step = Step("typed", 1, "lan", "ạ", [said])
    assert compared(step, [said], contact=True) is None
    assert compared(step, [], contact=True)
    assert compared(step, [said, said], contact=True)
    assert compared(step, [said, Line("hoa", ("Vâng.",))], contact=True)


def test_the_speaker_is_heard_first_and_the_others_by_name():
    step = Step("typed", 1, "lan", "ạ", [Line("lan", ("1",)), Line("an", ("2",))])
    assert compared(step, [Line("an", ("2",)), Line("lan", ("1",))], contact=True) is None
