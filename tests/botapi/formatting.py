"""From what a bot writes to what Telegram keeps: parse, clean, trim, mark, measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .finding import with_found
from .markup import MarkupError, parse_html
from .refusals import malformed, unmodelled
from .texts import Entity, cleaned, is_blank, settled, trimmed, utf16_length

_MAX_BYTES = 1 << 15
_OWN_FIELDS = {
    "text_link": "url",
    "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
    "date_time": "unix_time",
}
_STYLED = frozenset(_OWN_FIELDS) | {
    *("bold", "italic", "underline", "strikethrough", "spoiler"),
    *("code", "pre", "blockquote", "expandable_blockquote"),
}
_AUTOMATIC = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email"}
    | {"phone_number", "bank_card_number"},
)


@dataclass(frozen=True, slots=True)
class Written:
    """A text as Telegram keeps it."""

    text: str
    entities: list[Entity]

    @property
    def length(self) -> int:
        """Return the length that Telegram's limits speak of."""
        return utf16_length(self.text)

    def fields(self, name: str) -> dict[str, Any]:
        """Return the message fields: ``text``/``entities`` or ``caption``/``caption_entities``."""
        if not self.text:
            return {}
        entities = "entities" if name == "text" else "caption_entities"
        return {name: self.text} | ({entities: self.entities} if self.entities else {})


def written(text: str, parse_mode: str | None, entities: list[Entity] | None) -> Written:
    """Read a text with its parse mode or its explicit entities."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:  # half a surrogate pair
        raise malformed("strings must be encoded in UTF-8") from error
    if size > _MAX_BYTES:
        raise malformed("text is too long")
    mode = (parse_mode or "none").lower()
    if mode not in {"none", "html"}:
        if mode in {"markdown", "markdownv2"}:
            raise unmodelled(f"parse_mode {parse_mode}")
        raise malformed("unsupported parse_mode")
    if mode == "html":
        bare, marked = _from_html(text)
    else:
        bare, marked = cleaned(text), _explicit(text, entities or [])
    bare, marked = trimmed(bare, settled(marked))
    if is_blank(bare):
        return Written("", [])
    return Written(bare, with_found(bare, marked))


def heard(text: str) -> Written:
    """Return what a person typed, cleaned and marked as Telegram delivers it."""
    bare, _ = trimmed(cleaned(text), [])
    return Written(bare, with_found(bare, []))


def _from_html(text: str) -> tuple[str, list[Entity]]:
    try:
        return parse_html(cleaned(text))
    except MarkupError as error:
        raise malformed(f"can't parse entities: {error}") from error


def _explicit(text: str, entities: list[Entity]) -> list[Entity]:
    if entities and len(cleaned(text)) != len(text):
        raise unmodelled("a text with entities and characters that Telegram drops")
    kept = []
    for entity in entities:
        kind, offset, length = entity["type"], entity["offset"], entity["length"]
        if kind in _AUTOMATIC:
            continue
        if kind not in _STYLED:
            raise malformed("can't parse MessageEntity: unsupported type specified")
        own = _OWN_FIELDS.get(kind)
        if own is not None and own not in entity:
            raise malformed(f"can't parse MessageEntity: can't find field \"{own}\"")
        if offset < 0 or length < 0:
            raise malformed(f"receive an entity with incorrect offset {offset}")
        if offset + length > utf16_length(text):
            raise malformed("entity lies outside the text")
        if length:
            kept.append(entity)
    return kept
