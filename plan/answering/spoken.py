"""Numbers written out in words, as dictated: "sixty five per cent", "two thousand and thirty"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from plan.answering.language import language
from plan.answering.words import tokens
from plan.names import fold


@dataclass(frozen=True)
class _Tables:
    """The number words, read with their accents or without any."""

    digits: dict[str, int]
    ten: frozenset[str]
    tens: frozenset[str]
    hundred: frozenset[str]
    thousand: frozenset[str]
    years: frozenset[str]
    only_ones: frozenset[str]


def numbers(typed: Sequence[str]) -> list[str]:
    """Return words with written-out numbers as figures, and a loose per cent sign joined."""
    out: list[str] = []
    at = 0
    while at < len(typed):
        value, end = _read(typed, at)
        rest = _percent_end(typed, end)
        if value is None:
            out.append(typed[at])
            at += 1
        elif rest:
            out.append(f"{value}%")
            at = rest
        else:
            out += [str(value)] if end - at > 1 else [typed[at]]
            at = end
    return out


def _read(typed: Sequence[str], at: int) -> tuple[int | None, int]:
    """Return a number and where it ends; without accents only where a per cent sign follows."""
    if typed[at].isdecimal() and len(typed[at]) < 4:
        return int(typed[at]), at + 1
    value, end = _number(typed, at, _tables(str))
    if value is None and typed[at].isascii():
        value, end = _number(typed, at, _tables(fold))
        if not _percent_end(typed, end):
            return None, at
    return value, end


def _number(typed: Sequence[str], at: int, t: _Tables) -> tuple[int | None, int]:
    value, end = _hundreds(typed, at, t)
    if value is None or _word(typed, end) not in t.thousand:
        return value, end
    more, after = _hundreds(typed, end + 1, t)
    return value * 1000 + (more or 0), after


def _hundreds(typed: Sequence[str], at: int, t: _Tables) -> tuple[int | None, int]:
    value, end = _tens(typed, at, t)
    if value is None or value > 9 or _word(typed, end) not in t.hundred:
        return value, end
    more, after = _tens(typed, end + 1, t)
    return value * 100 + (more or 0), after


def _tens(typed: Sequence[str], at: int, t: _Tables) -> tuple[int | None, int]:
    if _word(typed, at) in t.ten and _word(typed, at) not in t.digits:
        return _ones(typed, at + 1, 10, t)
    value = t.digits.get(_word(typed, at))
    if value is None:
        return None, at
    if _word(typed, at + 1) in t.tens:
        return _ones(typed, at + 2, value * 10, t)
    if _word(typed, at + 1) in t.only_ones:
        return _ones(typed, at + 1, value * 10, t)
    return value, at + 1


def _ones(typed: Sequence[str], at: int, tens: int, t: _Tables) -> tuple[int, int]:
    word = _word(typed, at)
    if word not in t.digits or (word in t.years and not _percent_end(typed, at + 1)):
        return tens, at
    return tens + t.digits[word], at + 1


def _word(typed: Sequence[str], at: int) -> str:
    return typed[at] if at < len(typed) else ""


def _percent_end(typed: Sequence[str], at: int) -> int:
    for size, forms in _percent():
        if " ".join(typed[at : at + size]) in forms:
            return at + size
    return 0


@cache
def _percent() -> tuple[tuple[int, tuple[str, str]], ...]:
    forms = language().numbers["percent"]
    return tuple((len(tokens(form)), (form, fold(form))) for form in forms)


@cache
def _tables(written: Callable[[str], str]) -> _Tables:
    raw = language().numbers
    kinds = ("ten", "tens", "hundred", "thousand", "years", "only_ones")
    sets = {kind: frozenset(map(written, raw[kind])) for kind in kinds}
    return _Tables(digits={written(w): n for w, n in raw["digits"].items()}, **sets)
