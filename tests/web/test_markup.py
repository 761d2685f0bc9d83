"""The second wall: whatever reaches a bubble, only our few tags are tags."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.markup import safe
from plan.phrasebook import escape

GOOD = {"b", "i", "u", "s", "code", "pre", "blockquote", "a"}


class Reader(HTMLParser):
    """Reads as a browser does and keeps what it saw."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.balance = [], "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.balance.append(tag)

    def handle_endtag(self, tag):
        assert self.balance.pop() == tag

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


@pytest.mark.parametrize(
    ("given_", "shown"),
    [
        ("<b>đậm</b> thường", "<b>đậm</b> thường"),
        ("5 &lt; 7 &amp; 8", "5 &lt; 7 &amp; 8"),
        ("<pre><code>x</code></pre>", "<pre><code>x</code></pre>"),
        ("<b><i>x</b>", "<b><i>x</i></b>"),
        ("</b>", "&lt;/b&gt;"),
        ("<b>mở", "<b>mở</b>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("<b onclick=x>y</b>", "<b>y</b>"),
        ("<a href='javascript:x'>y</a>", "&lt;a href=&#x27;javascript:x&#x27;&gt;y&lt;/a&gt;"),
        ("<!-- x -->", "&lt;!-- x --&gt;"),
        ("<br/>", "&lt;br/&gt;"),
    ],
)
def test_known_cases(given_, shown):
    assert safe(given_) == shown


def test_a_link_leads_outside_and_tells_nothing():
    link = Reader(safe('<a href="https://x.vn/?a=1&amp;b=2">x</a>')).tags[0][1]
    assert link == {
        "href": "https://x.vn/?a=1&b=2",
        "target": "_blank",
        "rel": "noopener noreferrer",
    }


_TAGS = ["b", "/b", "a href='x'", '<a href="javascript:alert(1)"', "/a", "script", "/script", "p"]
_TAGS += ["style", "svg onload=x", "iframe", "B", "pre", "/pre", "textarea", "title", "plaintext"]
_ODD = [
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "&lt;",
    "&#",
    "&amp",
    "<",
    ">",
    "'",
    '"',
    "/",
]
PIECES = st.sampled_from([f"<{tag}>" for tag in _TAGS] + _ODD)


@given(st.lists(PIECES | st.text(max_size=5)).map("".join))
def test_only_our_tags_are_ever_tags(text):
    seen = Reader(safe(text))
    assert {tag for tag, _ in seen.tags} <= GOOD
    for tag, attributes in seen.tags:
        assert set(attributes) <= ({"href", "target", "rel"} if tag == "a" else set())
        assert not attributes.get("href", "").lower().startswith("javascript")
    assert seen.balance == []


@given(st.text())
def test_escaped_words_are_shown_as_they_were_typed(text):
    assert Reader(safe(escape(text))).text == text
