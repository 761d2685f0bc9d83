"""Vietnamese letters: cleaning what phones send, folding, tone-mark placement, sorting."""

import re
import unicodedata
from functools import lru_cache

# Combining tone marks: grave, acute, hook, tilde, dot below.
TONES = "\u0300\u0301\u0309\u0303\u0323"
# Dictionary order: level, grave, hook, tilde, acute, dot below.
_TONE_ORDER = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_INVISIBLE |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_SPACES = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"[^\W\d_]+")
_OPEN_PAIR = re.compile(r"(?<![q])(o[ae]|uy)(?![^\W\d_])", re.IGNORECASE)
_D = "\u0111"
_ALPHABET = "a\u0103\u00e2bcd\u0111e\u00eafghijklmno\u00f4\u01a1pqrstu\u01b0vwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}


def clean(text: str) -> str:
    """Return NFC text without invisible marks, with plain quotes and single blanks; lines stay."""
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).translate(_QUOTES)
    lines = (_SPACES.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(lines).strip()


def fold(text: str) -> str:
    """Return lower-case text without diacritics (d for the barred d), for comparing."""
    return _known_fold(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower()).replace(_D, "d")
    return "".join(c for c in plain if not unicodedata.combining(c))


def split_tone(letter: str) -> tuple[str, str]:
    """Return the letter without its tone, and the tone's combining mark or an empty string."""
    parts = unicodedata.normalize("NFD", letter)
    tone = next((c for c in parts if c in TONES), "")
    bare = unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES))
    return bare, tone


def place_tones(text: str) -> str:
    """Put the tone of an open oa, oe, uy on its first vowel: both spellings compare equal."""
    return _WORD.sub(lambda m: _place(m.group()), unicodedata.normalize("NFC", text))


def _place(word: str) -> str:
    parts = [split_tone(letter) for letter in word]
    found = _OPEN_PAIR.search("".join(bare for bare, _ in parts))
    if not found:
        return word
    at = found.start()
    tone = parts[at][1] or parts[at + 1][1]
    if not tone:
        return word
    letters = [unicodedata.normalize("NFC", bare + mark) for bare, mark in parts]
    letters[at] = unicodedata.normalize("NFC", parts[at][0] + tone)
    letters[at + 1] = parts[at + 1][0]
    return "".join(letters)


def compare_key(text: str) -> str:
    """Return the accented comparing form: clean, lower case, one tone placement, one line."""
    return _known_key(text) if len(text) <= _SHORT else _compare_key(text)


def _compare_key(text: str) -> str:
    return " ".join(place_tones(clean(text)).lower().split())


# Labels and short replies come again and again; a pasted page does not.
_SHORT = 80
_known_key = lru_cache(maxsize=4096)(_compare_key)
_known_fold = lru_cache(maxsize=4096)(_fold)


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the key of Vietnamese dictionary order: letters, then tones; a blank before a."""
    letters, tones = [], []
    for letter in compare_key(text):
        bare, tone = split_tone(letter)
        letters.append(_RANK.get(bare, 0 if bare == " " else 100 + ord(bare[0])))
        tones.append(_TONE_ORDER[tone])
    return tuple(letters), tuple(tones)
