"""Long texts are cut below Telegram's limit with balanced tags, and nothing is lost."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.contract import Button
from bot.channels.telegram.writing import keyboard, split
from plan.phrasebook import escape, strip_markup

words = st.text(alphabet="aă<&> \nđế", min_size=1, max_size=60)


def balanced(text):
    stack = []
    for closing, name in re.findall(r"<(/?)(b|i|code|blockquote)>", text):
        if not closing:
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack


@given(
    st.lists(st.tuples(st.sampled_from(["", "b", "blockquote"]), words), min_size=1, max_size=30)
)
def test_parts_are_short_balanced_and_complete(pieces):
    text = "\n".join(f"<{t}>{escape(w)}</{t}>" if t else escape(w) for t, w in pieces)
    parts = list(split(text, limit=80))
    assert all(len(strip_markup(part)) <= 80 for part in parts)
    assert all(balanced(part) for part in parts)
    assert "".join("".join(map(strip_markup, parts)).split()) == "".join(
        strip_markup(text).split()
    )


def test_a_short_text_stays_one():
    assert list(split("<b>Kính gửi</b> đồng chí")) == ["<b>Kính gửi</b> đồng chí"]


def test_one_endless_word_is_cut_too():
    assert [len(part) for part in split("a" * 9000)] == [4096, 4096, 808]


def test_short_labels_share_a_row_and_ids_are_opaque():
    long = Button("tok.2", "Để sau, tôi quay lại")
    shown = keyboard([Button("tok.0", "Có"), Button("tok.1", "Không"), long])
    rows = shown["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [
        ["Có", "Không"],
        ["Để sau, tôi quay lại"],
    ]
    assert rows[0][1]["callback_data"] == "tok.1"
