"""Long texts in parts: greetings put aside, sentences that ask found, two questions told apart."""

import re
from collections.abc import Callable
from functools import cache

from plan.answering.language import phrases, read
from plan.names import clean, fold

_ENDS = re.compile(r"(?<=[?!;])\s+|(?<=[^\W\d_]\.)\s+|\n+|(?<=\?)")
_LONG = 14


def segments(text: str) -> list[str]:
    """Return the parts of a text that ask something; a short text is one part."""
    line = clean(text)
    parts = [p.strip() for p in _ENDS.split(line) if p and p.strip(" .?!;,-")]
    parts = [p for part in parts for p in _enumerated(part)]
    if len(parts) < 2 or len(line.split()) < _LONG // 2:
        return [line]
    kept = [p for p in parts if not _courtesy(p)]
    asking = [p for p in kept if _asks(p)]
    return asking or kept or [line]


def halves(part: str, spelt: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the ways of reading one sentence as two questions joined by a word or a comma.

    `spelt` reads a typed piece as words, so that raw keyboards and short forms are seen through.
    """
    plain = ", ".join(spelt(piece) for piece in re.split(r"[,;]\s*", part) if piece.strip())
    if fold(plain) != fold(" ".join(part.split())).rstrip(".?!"):
        part = plain
    ways = []
    for joint in _joint().finditer(part):
        first, second = part[: joint.start()].strip(" ,;"), part[joint.end() :].strip(" ,;")
        if all(_asks(half) and len(half.split()) > 1 for half in (first, second)):
            ways.append((first, second))
    return ways


def body(text: str) -> str:
    """Return a text without its greetings and signature lines."""
    parts = [p for p in _ENDS.split(clean(text)) if p and p.strip()]
    kept = [p for p in parts if not _courtesy(p)]
    return " ".join(kept or parts)


def _enumerated(part: str) -> list[str]:
    """Split "first ..., second ..." into its questions, keeping them whole."""
    marks = "|".join(re.escape(p) for p in phrases(read("openers")["enumerations"]))
    pieces = re.split(rf"(?:^|[,;:]|\s)\s*(?:{marks})(?=[\s,:])", part, flags=re.IGNORECASE)
    pieces = [p.strip(" ,;:") for p in pieces if p.strip(" ,;:.")]
    return pieces[1:] if len(pieces) > 2 else [part]


def _courtesy(part: str) -> bool:
    folded = fold(part).lstrip(" -,")
    if "?" in part and len(part.split()) > 6:
        return False
    return folded.startswith(_letter_lines()) and not _asks(part)


def _asks(part: str) -> bool:
    return "?" in part or bool(_asking().search(fold(part)))


@cache
def _joint() -> re.Pattern[str]:
    longest = sorted(phrases(read("joints")["joints"]), key=len, reverse=True)
    words = "|".join(map(re.escape, longest))
    return re.compile(rf"[,;]\s+(?:(?:{words})\s+)?|\s(?:{words})\s", re.IGNORECASE)


@cache
def _letter_lines() -> tuple[str, ...]:
    return tuple(fold(p) for p in phrases(read("openers")["letter_lines"]))


@cache
def _asking() -> re.Pattern[str]:
    words = [fold(p) for p in phrases(read("openers")["asking"])]
    return re.compile(r"(?<![^\W_])(?:" + "|".join(map(re.escape, words)) + r")(?![^\W_])")
