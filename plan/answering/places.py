"""A place of the plan's text as people tell it: "III.2.d", "point b of 3, part III", "point c"."""

import re
from collections.abc import Collection
from functools import cache

from plan.answering.language import phrases, read
from plan.names import clean, fold

_ROMAN = r"(vi|iv|v|iii|ii|i)"
_UPPER = re.compile(r"(?<![^\W_])(VI|IV|III|II)(?![^\W_])")
_D_BARRED = "\u0111"
_EXACT = re.compile(rf"(?<![^\W_]){_ROMAN}(?:\.\d+)+(?:\.[abcd{_D_BARRED}])?(?![^\W_])")


def find_place(text: str, ids: Collection[str], base: str = "") -> str:
    """Return the provision id that a text names, or an empty string.

    `base` is the provision spoken of before: a point alone ("point c") is read beside it.
    """
    line = clean(text)
    lower = line.lower()
    roman, numbers = _section(line, lower)
    if (roman or numbers) and (item := _item(lower)):
        numbers = [*numbers, item]
    letter = _letter(lower)
    for parts in ([roman, *numbers, letter], [roman, *numbers]):
        told = ".".join(p for p in parts if p)
        found = _known(told, ids) if roman or numbers else ""
        if found and (letter == "" or found.endswith(f".{letter}") or parts[-1] != letter):
            return found
    if letter and base and not roman:
        return _beside(base, letter, ids)
    return ""


def two_places(text: str, ids: Collection[str]) -> list[str]:
    """Return both provisions of "points c and d of III.2" or "IV.1 beside IV.2", else nothing."""
    lower = clean(text).lower()
    exact = list(dict.fromkeys(m.group() for m in _EXACT.finditer(lower)))
    told = [find_place(place, ids) for place in exact] if len(exact) == 2 else []
    point, both = _as_typed("point"), "|".join(phrases(read("parts")["between"]))
    pair = re.search(rf"({point})\s+(\w+)\s+(?:{both})\s+(?:(?:{point})\s+)?(\w+)", lower)
    if not told and pair:
        kind, *letters = pair.groups()
        ways = (lower.replace(pair.group(), f"{kind} {letter}") for letter in letters)
        told = [find_place(way, ids) if _letter(way) else "" for way in ways]
    return told if len(set(told)) == 2 and all(told) else []


def _known(told: str, ids: Collection[str]) -> str:
    """Return the one id that is told, or that ends so when the part is left out."""
    if told in ids:
        return told
    ends = [i for i in ids if i.endswith(f".{told}") and told[:1].isdigit() and "." in told]
    return ends[0] if len(ends) == 1 else ""


def _section(line: str, lower: str) -> tuple[str, list[str]]:
    words = _words("section")
    exact = re.search(rf"(?<![^\W_]){_ROMAN}((?:\.\d+)+)", lower)
    if exact:
        return exact.group(1).upper(), exact.group(2).strip(".").split(".")
    named = re.search(rf"(?<![^\W_])(?:{_as_typed('section')})\s+{_ROMAN}(?![^\W_])", lower)
    # In capitals throughout, a number may be a word.
    alone = line.strip(" ?!.:")
    upper = _UPPER.search(line) if line != line.upper() or _UPPER.fullmatch(alone) else None
    roman = named.group(1).upper() if named else upper.group(1) if upper else ""
    number = re.search(
        rf"(?:{words}|so|khoan|{_words('point')})\s+(\d(?:\.\d)*)(?![^\W_]|%|/)", fold(lower)
    )
    return roman, number.group(1).split(".") if number else []


def _item(lower: str) -> str:
    """Return the number of "the third target" or "the second dash", as places are told."""
    table = read("recognise")["text_places"]
    kinds = "|".join((_as_typed("target"), _as_typed("dash")))
    told = re.search(rf"(?:{kinds})\s+(?:{table['th']}|{fold(table['th'])})\s+(\w+)", lower)
    return str(table["ordinals"].get(told.group(1), "")) if told else ""


def _letter(lower: str) -> str:
    told = re.search(rf"(?:{_as_typed('point')})\s+(\w+)(?![^\W_])", lower)
    after = re.search(rf"\d\.([abcd{_D_BARRED}])(?![^\W_])", lower)
    if after:
        return after.group(1)
    letters = read("recognise")["text_places"]["letters"]
    return str(letters.get(told.group(1), "")) if told else ""


@cache
def _as_typed(kind: str) -> str:
    """Return the names of a kind of place, with their accents or without any."""
    names = phrases(read("recognise")["text_places"][kind])
    views = {view for name in names for view in (name, fold(name))}
    return "|".join(sorted(views, key=lambda view: (-len(view), view)))


@cache
def _words(kind: str) -> str:
    names = phrases(read("recognise")["text_places"][kind])
    return "|".join(sorted({fold(n) for n in names}, key=len, reverse=True))


def _beside(base: str, letter: str, ids: Collection[str]) -> str:
    parts = base.split(".")
    while parts:
        told = ".".join([*parts, letter])
        if told in ids:
            return told
        parts.pop()
    return ""
