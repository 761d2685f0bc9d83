"""Telex and VNI left raw by the keyboard, read back as accented syllables."""

import unicodedata
from functools import lru_cache

from plan.answering.language import language
from plan.names import fold

_VOWELS = "aeiouy"
_D = "\u0111"
_STOPS = ("c", "p", "t", "ch")
_STOP_TONES = ("\u0301", "\u0323")
_BREVE, _HORN = "\u0306", "\u031b"
# Where the tone stands: a shaped vowel draws it; of several the last one.
_SHAPED = ("\u0302", "\u0306", "\u031b")


@lru_cache(maxsize=16384)
def telex(token: str) -> str | None:
    """Return the syllable that a raw Telex word spells, or None when it spells none."""
    marks = language().telex["tones"]
    if not token.isascii() or not token.isalpha():
        return None
    for at in range(len(token) - 1, 0, -1):
        if token[at] in marks and any(c in _VOWELS + "w" for c in token[:at]):
            shaped = _shape_telex(token[:at] + token[at + 1 :])
            found = shaped and compose(shaped, marks[token[at]])
            if found:
                return found
    shaped = _shape_telex(token)
    return compose(shaped, "") if shaped and shaped != token else None


@lru_cache(maxsize=16384)
def vni(token: str) -> str | None:
    """Return the syllable that a raw VNI word spells, or None when it spells none."""
    table = language().vni
    letters, tone = "", ""
    for char in token:
        if char in table["tones"]:
            tone = table["tones"][char]
        elif char.isdigit():
            shaped = _shape_vni(letters, char, table["shapes"])
            if shaped is None:
                return None
            letters = shaped
        else:
            letters += char
    if letters == token or not letters.isalpha():
        return None
    return compose(letters, tone)


def compose(letters: str, tone: str) -> str | None:
    """Return a shaped syllable with its tone in place, or None when it is no syllable."""
    onset, rhyme = split_syllable(letters)
    if rhyme is None:
        return None
    if tone and rhyme.endswith(_STOPS) and tone not in _STOP_TONES:
        return None
    if not tone:
        return letters
    at = len(onset) + _tone_seat(rhyme)
    return unicodedata.normalize("NFC", letters[:at] + letters[at] + tone + letters[at + 1 :])


@lru_cache(maxsize=16384)
def split_syllable(letters: str) -> tuple[str, str | None]:
    """Return onset and rhyme of a toneless syllable; the rhyme is None when it is none."""
    tables = language()
    for size in (3, 2, 1, 0):
        onset, rhyme = letters[:size], letters[size:]
        if (size == 0 or onset in tables.onsets) and rhyme in tables.rhymes:
            return onset, rhyme
    if letters == "gi":
        return "g", "i"
    return letters, None


@lru_cache(maxsize=16384)
def is_plain_syllable(folded: str) -> bool:
    """Return whether a word without marks can be a Vietnamese syllable."""
    return _plain_syllable(folded)


def _plain_syllable(folded: str) -> bool:
    onsets, rhymes = _plain_tables()
    return (
        any(
            (size == 0 or folded[:size] in onsets) and folded[size:] in rhymes
            for size in (3, 2, 1, 0)
        )
        or folded == "gi"
    )


@lru_cache(maxsize=1)
def _plain_tables() -> tuple[frozenset[str], frozenset[str]]:
    tables = language()
    return frozenset(map(fold, tables.onsets)), frozenset(map(fold, tables.rhymes))


def _shape_telex(token: str) -> str | None:
    shapes = language().telex["shapes"]
    for typed, letter in shapes.items():
        if typed == "dd":
            if token.startswith("d") and token[1:].count("d") == 1 and len(token) > 2:
                token = letter + token[1:].replace("d", "", 1)
            continue
        token = token.replace("uow", shapes["uw"] + shapes["ow"]).replace(typed, letter)
    token = token.replace(shapes["uw"] + "o", shapes["uw"] + shapes["ow"])
    return _loose_w(token) if "w" in token else token


def _loose_w(token: str) -> str | None:
    """Read a w typed at the end of the word, or alone as a horned u."""
    shapes = language().telex["shapes"]
    bare = token.replace("w", "", 1)
    if "w" in bare:
        return None
    tries = [token.replace("w", shapes["uw"])]
    if "uo" in bare:
        tries.append(bare.replace("uo", shapes["uw"] + shapes["ow"]))
    tries += [bare.replace(v, shapes[v + "w"], 1) for v in "uoa" if v in bare]
    return next((word for word in tries if split_syllable(word)[1] is not None), None)


def _shape_vni(letters: str, digit: str, shapes: dict[str, str]) -> str | None:
    for at in range(len(letters) - 1, -1, -1):
        shaped = shapes.get(letters[at] + digit)
        if shaped:
            head = letters[:at]
            if digit == "7" and letters[at] == "o" and head.endswith("u"):
                head = head[:-1] + shapes["u7"]
            return head + shaped + letters[at + 1 :]
    return None


def _tone_seat(rhyme: str) -> int:
    vowels = [i for i, c in enumerate(rhyme) if fold(c) in _VOWELS]
    shaped = [
        i for i in vowels if any(m in unicodedata.normalize("NFD", rhyme[i]) for m in _SHAPED)
    ]
    if shaped:
        return shaped[-1]
    if len(vowels) == 1:
        return vowels[0]
    closed = vowels[-1] < len(rhyme) - 1
    if closed or len(vowels) == 3:
        return vowels[1]
    return vowels[0]
