"""Telegram's HTML: what it takes, what it says about the rest."""

from typing import Any

import pytest

from tests.botapi.formatting import written
from tests.botapi.markup import MarkupError, parse_html
from tests.botapi.texts import cleaned, trimmed, utf16_length


def _spans(html: str) -> list[tuple[str, int, int]]:
    found = written(html, "HTML", None)
    return [(entity["type"], entity["offset"], entity["length"]) for entity in found.entities]


@pytest.mark.parametrize(
    ("html", "text", "spans"),
    [
        ("<b>đậm</b> thường", "đậm thường", [("bold", 0, 3)]),
        ("<B>x</b><strong>y</strong>", "xy", [("bold", 0, 1), ("bold", 1, 1)]),
        ("🌾<i>x</i>", "🌾x", [("italic", 2, 1)]),
        ("<u><s>x</s></u>", "x", [("strikethrough", 0, 1), ("underline", 0, 1)]),
        ("<b></b>x", "x", []),
        ("a &lt; b &amp;&quot;&gt;", 'a < b &">', []),
        ("&#65;&#x42;&#x1F33E", "AB🌾", []),
        ("&nbsp;&apos; & &#0; &;", "&nbsp;&apos; & &#0; &;", []),
        ("<pre><code class='language-py'>x</code></pre>", "x", [("pre", 0, 1)]),
        ("<pre>x</pre><code>y</code>", "xy", [("pre", 0, 1), ("code", 1, 1)]),
        ("<a href='https://a.vn'>x</a>", "x", [("text_link", 0, 1)]),
        ('<a href="a.vn">x</a>', "x", [("text_link", 0, 1)]),
        ("<a href='javascript:alert(1)'>x</a>", "x", []),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("<b> x </b> \n", " x", [("bold", 0, 2)]),
        ("<b>x</>", "x", [("bold", 0, 1)]),
    ],
)
def test_allowed_markup_becomes_entities(
    html: str, text: str, spans: list[tuple[str, int, int]]
) -> None:
    assert written(html, "HTML", None).text == text
    assert sorted(_spans(html)) == sorted(spans)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("ế<br>", 'Unsupported start tag "br" at byte offset 3'),
        ("a<br/>", 'Unsupported start tag "br/" at byte offset 1'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("3 < 5", 'Unsupported start tag "" at byte offset 2'),
        ("3 <", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<a href=>x</a> <b", "Unclosed start tag at byte offset 15"),
        ("<a href=x!>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<a ='x'>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<tg-emoji emoji-id='x'>y</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("&#xD83C;", "Text contains invalid Unicode characters after decoding HTML entities"),
    ],
)
def test_bad_markup_is_refused_in_telegrams_words(html: str, words: str) -> None:
    with pytest.raises(MarkupError) as refused:
        parse_html(html)
    assert str(refused.value).startswith(words)


def test_telegram_cleans_and_trims() -> None:
    assert cleaned("a\tb\r\nc\u2028d") == "a b\ncd"
    assert trimmed("\n  x \n", []) == ("x", [])
    assert utf16_length("a🌾ế") == 4


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("/start x", ["bot_command"]),
        ("30/11 và/hoặc V/v", []),
        ("/hoặc", []),
        ("#kehoach @so_noi_vu", ["hashtag", "mention"]),
        ("xem https://a.vn/x.", ["url"]),
        ("a@b.vn", ["email"]),
        ("mục II.1 đ", []),
    ],
)
def test_telegram_finds_commands_and_links_by_itself(text: str, kinds: list[str]) -> None:
    found: list[dict[str, Any]] = written(text, None, None).entities
    assert [entity["type"] for entity in found] == kinds
