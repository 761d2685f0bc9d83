"""Entities that Telegram finds by itself: commands, mentions, hashtags, links, addresses."""

from __future__ import annotations

import re

from .texts import Entity, utf16_length

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+|(?<![\w@./-])(?:[\w-]+\.)+(?:com|net|org|vn|me|io|edu|info)"
    r"(?![\w@.-])(?:/[^\s<>\"]*)?)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<mention>(?<!\w)@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w))"
    r"|(?P<hashtag>(?<!\w)\#(?!\d+(?!\w))\w{1,256})"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@]))",
)
_HINT = re.compile(r"[/@#]|\.[a-z]{2}")
_TRAILING = ".,:;!?)]}'"


def found_entities(text: str) -> list[Entity]:
    """Return what Telegram marks in a text without being told."""
    if not _HINT.search(text):
        return []
    result = []
    for match in _FOUND.finditer(text):
        kind = match.lastgroup
        words = match[0].rstrip(_TRAILING) if kind == "url" else match[0]
        start = utf16_length(text[: match.start()])
        result.append({"type": kind, "offset": start, "length": utf16_length(words)})
    return result


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """Add found entities where they do not touch a link or code that was there already."""
    fresh = found_entities(text)
    if not fresh:
        return entities
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in {"code", "pre", "text_link", "text_mention", "custom_emoji"}
    ]
    for entity in fresh:
        start, stop = entity["offset"], entity["offset"] + entity["length"]
        if all(stop <= a or b <= start for a, b in taken):
            entities = [*entities, entity]
    return sorted(entities, key=lambda e: (e["offset"], -e["length"]))
