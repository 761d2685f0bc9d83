"""Our small markup, made safe for a page: known tags pass, everything else becomes text.

The words in the outbox are escaped already; this second wall holds if ever one slips through.
"""

import html
from html.parser import HTMLParser

_TAGS = frozenset({"b", "i", "u", "s", "code", "pre", "blockquote"})
_SCHEMES = ("https://", "http://", "tel:", "mailto:", "tg://")


def safe(text: str) -> str:
    """Return markup in which only b, i, u, s, code, pre, blockquote and outside links are tags."""
    cleaner = _Cleaner()
    cleaner.feed(text)
    cleaner.close()
    return cleaner.result()


class _Cleaner(HTMLParser):
    """Writes again what it reads, balanced, and shows unknown tags as the text they are."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href") or ""
        if tag == "a" and target.lower().startswith(_SCHEMES):
            link = html.escape(target)
            self._parts.append(f'<a href="{link}" target="_blank" rel="noopener noreferrer">')
        elif tag in _TAGS:
            self._parts.append(f"<{tag}>")
        else:
            self._parts.append(html.escape(self.get_starttag_text() or ""))
            return
        self._open.append(tag)

    def handle_startendtag(self, *_: object) -> None:
        self._parts.append(html.escape(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            self._parts.append(html.escape(f"</{tag}>"))
            return
        while True:
            last = self._open.pop()
            self._parts.append(f"</{last}>")
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        self._parts.append(html.escape(data, quote=False))

    def handle_comment(self, data: str) -> None:
        self._parts.append(html.escape(f"<!--{data}-->"))

    def handle_decl(self, decl: str) -> None:
        self._parts.append(html.escape(f"<!{decl}>"))

    def handle_pi(self, data: str) -> None:
        self._parts.append(html.escape(f"<?{data}>"))

    def unknown_decl(self, data: str) -> None:
        self._parts.append(html.escape(f"<![{data}]>"))

    def result(self) -> str:
        return "".join(self._parts) + "".join(f"</{tag}>" for tag in reversed(self._open))
