"""Telegram's HTML dialect, read as strictly as Telegram reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .links import LinkError, checked_link, user_in_link
from .texts import Entity, utf16_length

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset(_STYLES) | {"a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]*)|([0-9]*))|([A-Za-z]*));?")
_NAME = re.compile(r"[^ \t\r\n\v\0>]*")
_SPACE = re.compile(r"[ \t\r\n\v]*")
_ATTRIBUTE = re.compile(r"[^ \t\r\n\v\0=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_SPECIAL = re.compile(r"[<&]")
_TIME_FORMAT = re.compile(r"[rR]?|[tTdDwW]*")


class MarkupError(ValueError):
    """The text is not what Telegram calls HTML; the words are Telegram's."""


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    piece: int
    argument: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """Return the bare text and its entities, or raise MarkupError."""
    if not _SPECIAL.search(text):
        return text, []
    return _Reader(text).read()


def _reference(text: str, at: int) -> tuple[str | None, int]:
    """Decode the reference at ``at``; None means: it is ordinary text."""
    match = _REFERENCE.match(text, at)
    if match is None:
        return None, at
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return _NAMED.get(name), match.end()
    digits = hexadecimal if hexadecimal is not None else decimal
    code = int(digits, 16 if hexadecimal is not None else 10) if digits else 0
    width = match.end() - at - match[0].endswith(";")
    if code == 0 or code >= 0x10FFFF or width >= 10:
        return None, at
    return chr(code), match.end()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.stack: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while (match := _SPECIAL.search(self.text, self.at)) is not None:
            self._take(self.text[self.at : match.start()])
            self.at = match.start()
            if match[0] == "&":
                self._ampersand()
            elif self.text.startswith("/", self.at + 1):
                self._end_tag()
            else:
                self._start_tag()
        self._take(self.text[self.at :])
        if self.stack:
            tag = self.stack[-1].tag
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{tag}"')
        for entity in self.entities:
            entity.pop("_language", None)
        return "".join(self.pieces), self.entities

    def _take(self, piece: str) -> None:
        if piece:
            self.pieces.append(piece)
            self.offset += utf16_length(piece)

    def _bytes(self, position: int) -> int:
        return len(self.text[:position].encode("utf-8", "surrogatepass"))

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        assert match is not None  # every pattern may be empty
        self.at = match.end()
        return match[0]

    def _ampersand(self) -> None:
        character, end = _reference(self.text, self.at)
        if character is None:
            self._take("&")
            self.at += 1
            return
        if "\ud800" <= character <= "\udfff":
            raise MarkupError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units",
            )
        self._take(character)
        self.at = end

    def _start_tag(self) -> None:
        begin = self._bytes(self.at)
        self.at += 1
        tag = self._skip(_NAME).lower()
        if not self._peek():
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        if tag not in _TAGS:
            raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {begin}')
        opened = _Open(tag, self.offset, len(self.pieces))
        self._attributes(opened, begin)
        if tag == "span" and opened.attributes.get("class") != "tg-spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.stack.append(opened)

    def _attributes(self, opened: _Open, begin: int) -> None:
        while True:
            self._skip(_SPACE)
            if self._peek() == ">":
                self.at += 1
                return
            name = self._skip(_ATTRIBUTE)
            if not name:
                words = f'Empty attribute name in the tag "{opened.tag}" at byte offset {begin}'
                raise MarkupError(words)
            self._skip(_SPACE)
            if self._peek() not in {"=", ""}:
                opened.attributes[name] = "1"
                continue
            self.at += 1
            self._skip(_SPACE)
            if self.at >= len(self.text):
                raise MarkupError(f'Unclosed start tag "{opened.tag}" at byte offset {begin}')
            opened.attributes[name] = self._value()
            if self.at >= len(self.text):
                raise MarkupError(f"Unclosed start tag at byte offset {begin}")

    def _value(self) -> str:
        quote = self._peek()
        start = self.at
        if quote not in {'"', "'"}:
            token = self._skip(_TOKEN).lower()
            if self._peek() not in {" ", "\t", "\r", "\n", "\v", ">", ""}:
                words = f"Unexpected end of name token at byte offset {self._bytes(start)}"
                raise MarkupError(words)
            return token
        self.at += 1
        value: list[str] = []
        while self.at < len(self.text) and self._peek() != quote:
            character, end = None, self.at
            if self._peek() == "&":
                character, end = _reference(self.text, self.at)
            if character is None:
                character, end = self._peek(), self.at + 1
            value.append(character)
            self.at = end
        self.at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self._bytes(self.at)
        if not self.stack:
            raise MarkupError(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        tag = self._skip(_NAME).lower()
        self._skip(_SPACE)
        if self._peek() != ">":
            raise MarkupError(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.stack.pop()
        if tag and tag != opened.tag:
            raise MarkupError(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", '
                f'found "</{tag}>"',
            )
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        span = {"offset": opened.offset, "length": self.offset - opened.offset}
        tag, attributes = opened.tag, opened.attributes
        if tag in _STYLES:
            self.entities.append({"type": _STYLES[tag], **span})
        elif tag == "a":
            self._link(attributes.get("href") or "".join(self.pieces[opened.piece :]), span)
        elif tag in {"code", "pre"}:
            self._code(tag, attributes.get("class", ""), span)
        elif tag == "blockquote":
            kind = "expandable_blockquote" if attributes.get("expandable") else "blockquote"
            self.entities.append({"type": kind, **span})
        elif tag == "tg-emoji":
            emoji = attributes.get("emoji-id", "")
            if not emoji.isdecimal() or int(emoji) == 0:
                raise MarkupError("Invalid custom emoji identifier specified")
            self.entities.append({"type": "custom_emoji", **span, "custom_emoji_id": emoji})
        else:
            self._time(attributes, span)

    def _link(self, url: str, span: dict[str, int]) -> None:
        person = user_in_link(url)
        if person is not None:
            self.entities.append({"type": "text_mention", **span, "user": {"id": person}})
            return
        try:
            self.entities.append({"type": "text_link", **span, "url": checked_link(url)})
        except LinkError:
            return  # Telegram keeps the words and silently drops a bad link

    def _code(self, tag: str, css_class: str, span: dict[str, int]) -> None:
        language = css_class.partition("language-")[2] if css_class.startswith("language-") else ""
        last = self.entities[-1] if self.entities else None
        same = last is not None and {k: last[k] for k in ("offset", "length")} == span
        if last is not None and same and {last["type"], tag} == {"code", "pre"}:
            language = language or last.pop("_language", "")
            last["type"] = "pre"
            if language:
                last["language"] = language
            return
        entity: Entity = {"type": tag, **span}
        if tag == "code" and language:
            entity["_language"] = language
        self.entities.append(entity)

    def _time(self, attributes: dict[str, str], span: dict[str, int]) -> None:
        unix, shown = attributes.get("unix", ""), attributes.get("format", "")
        if not _TIME_FORMAT.fullmatch(shown):
            raise MarkupError("Invalid date-time format specified")
        if unix.isdecimal() and int(unix) > 0:
            entity: Entity = {"type": "date_time", **span, "unix_time": int(unix)}
            self.entities.append(entity | ({"date_time_format": shown} if shown else {}))
