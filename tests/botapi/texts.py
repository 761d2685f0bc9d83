"""Text as Telegram counts, cleans and trims it; offsets are in UTF-16 code units."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

Entity: TypeAlias = dict[str, Any]

MAX_TEXT = 4096
MAX_CAPTION = 1024

_DROPPED = "\r\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u0333\u033f\u030a"
_CLEAN = {ord(c): None for c in _DROPPED} | {
    code: " " for code in range(33) if chr(code) not in "\n\r"
}
_NEEDS_CLEANING = re.compile(rf"[\x00-\x09\x0b-\x1f{_DROPPED}]")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2800\u3164\ufeff\u115f\u1160\uffa0"
_ATOMIC = frozenset({"code", "pre"})
_NEVER_CUT = frozenset({"text_link", "text_mention", "custom_emoji", "blockquote"})


def utf16_length(text: str) -> int:
    """Return the length Telegram counts with: an emoji outside the basic plane is two."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cleaned(text: str) -> str:
    """Replace control characters by spaces and drop what Telegram drops."""
    return text.translate(_CLEAN) if _NEEDS_CLEANING.search(text) else text


def is_blank(text: str) -> bool:
    """Tell whether a person would see nothing at all."""
    return not text.strip().strip(_INVISIBLE).strip()


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut outer white space, as Telegram does; leading space under an entity stays."""
    right = text.rstrip(" \n")
    left = len(right) - len(right.lstrip(" \n"))
    if left and entities:
        left = min(left, *(entity["offset"] for entity in entities))
    if not left and len(right) == len(text):
        return text, entities
    end = utf16_length(right)
    kept = []
    for entity in entities:
        stop = min(entity["offset"] + entity["length"], end)
        if stop > entity["offset"]:
            moved = {"offset": entity["offset"] - left, "length": stop - entity["offset"]}
            kept.append(entity | moved)
    return right[left:], kept


def settled(entities: list[Entity]) -> list[Entity]:
    """Sort entities; nothing may lie inside or around ``code`` and ``pre``."""
    walls = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _ATOMIC]
    result = entities if not walls else _cut_around(entities, walls)
    return sorted(result, key=lambda e: (e["offset"], -e["length"]))


def _cut_around(entities: list[Entity], walls: list[tuple[int, int]]) -> list[Entity]:
    result: list[Entity] = []
    for entity in entities:
        if entity["type"] in _ATOMIC or entity["type"] in _NEVER_CUT:
            result.append(entity)
            continue
        pieces = [(entity["offset"], entity["offset"] + entity["length"])]
        for start, stop in walls:
            pieces = [
                piece
                for a, b in pieces
                for piece in ((a, min(b, start)), (max(a, stop), b))
                if piece[0] < piece[1]
            ]
        result.extend(entity | {"offset": a, "length": b - a} for a, b in pieces)
    return result
