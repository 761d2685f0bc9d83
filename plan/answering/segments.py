"""Long texts in parts: courtesy and denials put aside, what asks found, two questions told."""

import re
from collections.abc import Callable
from functools import cache

from plan.answering.language import phrases, read
from plan.names import clean, fold

_ENDS = re.compile(r"(?<=[?!;])\s+|(?<=[^\W\d_]\.)\s+|(?<=\d\d\.)\s+(?=[^\W\d_])|\n+|(?<=\?)")
_LONG = 14
# What is left beside a denial must have so many words to be a question.
_LEFT = 3


def segments(text: str) -> list[str]:
    """Return the parts of a text that ask something; a short text is one part."""
    line = clean(text)
    if numbered := enumerated(line):
        return numbered
    parts = _sentences(line)
    if len(parts) < 2 or len(line.split()) < _LONG // 2:
        return [_without_denial(line)]
    kept = [p for p in parts if not _courtesy(p)]
    if wanted := [behind for p in kept if (behind := _behind_wanted(p))]:
        return wanted
    undenied = [p for p in map(_without_denial, kept) if not _denies(p)]
    asking = [p for p in undenied if asks(p)]
    return asking or undenied or kept or [line]


def enumerated(line: str) -> list[str]:
    """Return the questions of "first ..., second ...", each whole; nothing where none are."""
    marks = list(_marks().finditer(line))
    if len(marks) < 2:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(line)]
    pieces = (body(line[m.end() : end].strip(" ,;:")) for m, end in zip(marks, ends, strict=True))
    return [piece for piece in pieces if piece.strip(" .?!")]


def halves(part: str, spelt: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the ways of reading one sentence as two questions joined by a word or a comma.

    `spelt` reads a typed piece as words, so that raw keyboards and short forms are seen through.
    """
    plain = ", ".join(spelt(piece) for piece in re.split(r"[,;]\s*", part) if piece.strip())
    if fold(plain) != fold(" ".join(part.split())).rstrip(".?!"):
        part = plain
    whole, _, tail = part.partition(":")
    ways = [*_ways(part), *(_ways(tail) if tail.strip() and whole else [])]
    return [way for way in ways if all(map(asks, way))]


def announced(text: str) -> list[tuple[str, str]]:
    """Return the ways of reading what stands behind "two things: ... and ..." as two questions."""
    for part in _sentences(clean(text)):
        _, colon, tail = part.partition(":")
        if colon and _both().search(fold(text)):
            return _ways(tail)
    return []


def body(text: str) -> str:
    """Return a text without its greetings and signature lines, and without what is not asked."""
    parts = [p for p in _ENDS.split(clean(text)) if p and p.strip()]
    kept = [p for p in parts if not _courtesy(p) and not _denies(_without_denial(p))]
    return " ".join(kept or parts)


def _sentences(line: str) -> list[str]:
    return [p.strip() for p in _ENDS.split(line) if p and p.strip(" .?!;,-")]


def _ways(part: str) -> list[tuple[str, str]]:
    ways = []
    for joint in _joint().finditer(part):
        first, second = part[: joint.start()].strip(" ,;"), part[joint.end() :].strip(" ,;")
        if all(len(half.split()) > 1 for half in (first, second)):
            ways.append((first, second))
    return ways


def _courtesy(part: str) -> bool:
    folded = fold(part).lstrip(" -,")
    if "?" in part and len(part.split()) > 6:
        return False
    return folded.startswith(_letter_lines()) and not asks(part)


def asks(part: str) -> bool:
    """Return whether a text has a sign or a word that asks."""
    folded = _idle().sub(" ", fold(part))
    return "?" in part or bool(_asking().search(folded) or _asking_last().search(folded))


def _denies(part: str) -> bool:
    return bool(_denied().search(fold(part))) and "?" not in part


def _without_denial(part: str) -> str:
    """Return a sentence from where it turns from what is not asked to what is."""
    folded = fold(part)
    denial = _denied().search(folded)
    turn = _turn().search(folded, denial.end()) if denial else None
    if denial is None or turn is None or len(folded) != len(part):
        return part
    left = f"{part[: denial.start()]} {part[turn.end() :]}"
    return part[turn.end() :].strip() if len(part[turn.end() :].split()) >= _LEFT else left


def _behind_wanted(part: str) -> str:
    folded = fold(part)
    found = _wanted().search(folded)
    if found is None or len(folded) != len(part):
        return ""
    behind = part[found.end() :].strip(" ,:")
    return behind if len(behind.split()) >= _LEFT else ""


@cache
def _pattern(table: str, key: str) -> str:
    folded = sorted({fold(p) for p in phrases(read(table)[key])}, key=lambda p: (-len(p), p))
    return "|".join(map(re.escape, folded))


@cache
def _word_of(table: str, key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{_pattern(table, key)})(?![^\W_])")


def _both() -> re.Pattern[str]:
    return _word_of("parts", "both")


def _denied() -> re.Pattern[str]:
    return _word_of("parts", "denials")


def _idle() -> re.Pattern[str]:
    return _word_of("parts", "idle")


def _turn() -> re.Pattern[str]:
    return _word_of("parts", "turns")


def _wanted() -> re.Pattern[str]:
    return _word_of("parts", "wanted")


@cache
def _joint() -> re.Pattern[str]:
    longest = sorted(phrases(read("parts")["joints"]), key=len, reverse=True)
    words = "|".join(map(re.escape, longest))
    return re.compile(rf"[,;]\s+(?:(?:{words})\s+)?|\s(?:{words})\s", re.IGNORECASE)


@cache
def _marks() -> re.Pattern[str]:
    longest = sorted(phrases(read("parts")["enumerations"]), key=len, reverse=True)
    words = "|".join(map(re.escape, longest))
    return re.compile(rf"(?:^|[,;:.]|(?<=\s))\s*(?:{words})(?=[\s,:])", re.IGNORECASE)


@cache
def _letter_lines() -> tuple[str, ...]:
    return tuple(fold(p) for p in phrases(read("parts")["letter_lines"]))


@cache
def _asking() -> re.Pattern[str]:
    anywhere = f"{_pattern('parts', 'asking')}|{_pattern('parts', 'requests')}"
    return re.compile(rf"(?<![^\W_])(?:{anywhere})(?![^\W_])")


@cache
def _asking_last() -> re.Pattern[str]:
    """Return what asks at the end of a sentence, or before a comma."""
    last, behind = _pattern("parts", "at_the_end"), _pattern("parts", "after_it")
    return re.compile(rf"(?<![^\W_])(?:{last})(?:\s+(?:{behind}))*\s*(?:[.,;:!]|$)")
