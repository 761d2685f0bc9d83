"""The words people type for numbers, money, yes and no, nothing and days; data of the language."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from plan.names import clean, compare_key, fold, split_tone
from plan.phrasebook import LANGUAGE

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_TOKEN = re.compile(r"[0-9][0-9.,]*[0-9]|[0-9]|[^\W\d_]+|[^\s\w]|\w")
_TONE_NAMES = {
    "\u0300": "grave",
    "\u0301": "acute",
    "\u0309": "hook",
    "\u0303": "tilde",
    "\u0323": "dot",
}


@dataclass(frozen=True)
class Token:
    """A numeral, a run of letters or one symbol; `glued` when no blank stood before it."""

    text: str
    glued: bool

    @property
    def is_number(self) -> bool:
        """Return whether it is made of plain digits (of our script only)."""
        return "0" <= self.text[0] <= "9"


@dataclass(frozen=True)
class View:
    """A typed text made comparable: lower case, one tone placement, Telex and short forms undone.

    `bare` when the person typed no diacritics at all, so that folded words may count.
    """

    text: str
    bare: bool

    def tokens(self) -> list[Token]:
        """Return numerals, words and symbols in order."""
        found = _TOKEN.finditer(self.text)
        return [
            Token(m.group(), m.start() > 0 and not self.text[m.start() - 1].isspace())
            for m in found
        ]

    def means(self, phrases: Iterable[str]) -> bool:
        """Return whether the whole text is one of the phrases, polite words aside."""
        accented, folded = _prepared(tuple(phrases))
        texts = (self.text, _without_politeness(self.text, self.bare))
        if any(text in accented for text in texts):
            return True
        return self.bare and any(fold(text) in folded for text in texts)


@cache
def vocabulary() -> dict[str, Any]:
    """Return plan/language/vi/numbers.toml."""
    return tomllib.loads((LANGUAGE / "numbers.toml").read_text(encoding="utf-8"))


def straighten(typed: str) -> str:
    """Return typed text with full-width digits, odd dashes and invisible marks put right."""
    return clean(typed.translate(_FULL_WIDTH).translate(_DASHES))


@lru_cache(maxsize=256)
def view(typed: str) -> View:
    """Return the comparable view of a typed text; its last full stop is dropped."""
    text = compare_key(straighten(typed)).rstrip(" .!?")
    words = [_undo_habits(word) for word in text.split()]
    return View(" ".join(word for word in words if word), bare=fold(text) == text)


@lru_cache(maxsize=4096)
def words_of(phrase: str) -> tuple[str, ...]:
    """Return a phrase as the tokens that a view of it would have."""
    return tuple(token.text for token in View(compare_key(phrase), bare=False).tokens())


@cache
def _prepared(phrases: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    accented = frozenset(compare_key(phrase) for phrase in phrases)
    return accented, frozenset(fold(phrase) for phrase in accented)


@lru_cache(maxsize=1024)
def _without_politeness(text: str, bare: bool) -> str:
    accented, folded = _prepared(tuple(vocabulary()["whole"]["polite"]))
    polite = accented | folded if bare else accented
    words = [word.strip(",.;:") for word in text.split()]
    while len(words) > 1 and words[0] in polite:
        words.pop(0)
    while len(words) > 1 and words[-1] in polite:
        words.pop()
    return " ".join(words)


def _undo_habits(word: str) -> str:
    core = word.strip(",;:()")
    short = vocabulary()["short"].get(core)
    typed = short or _raw_spellings().get(core)
    return word.replace(core, compare_key(typed)) if typed and core else word


@cache
def _raw_spellings() -> dict[str, str]:
    """Return known words by their Telex or VNI letters left raw ("muwowif", "mu7o7i2")."""
    spelled: dict[str, str] = {}
    for word in sorted({w for phrase in _phrases(vocabulary()) for w in phrase.split()}):
        for key in raw_keys(word, "telex") | raw_keys(word, "vni"):
            spelled.setdefault(key, word)
    return {key: word for key, word in spelled.items() if key != word and len(key) > 1}


def raw_keys(word: str, method: str) -> set[str]:
    """Return how a word looks when an input method ("telex", "vni") did not act."""
    table = vocabulary()[method]
    letters = [split_tone(letter) for letter in compare_key(word)]
    if all(bare == fold(bare) and not tone for bare, tone in letters):
        return set()
    parts = [table["letters"].get(bare, bare) for bare, _ in letters]
    toned = next((at for at, (_, tone) in enumerate(letters) if tone), None)
    spelled = set(_loose_horns("".join(parts)))
    if toned is None:
        return spelled
    mark = table["tones"][_TONE_NAMES[letters[toned][1]]]
    first = len("".join(parts[:toned])) + 1
    return {s[:at] + mark + s[at:] for s in spelled for at in range(first, len(s) + 1)}


def _loose_horns(spelled: str) -> Iterator[str]:
    """Yield a spelling, and the lazy one that marks the pair u-o once ("muowi")."""
    yield spelled
    for pair, lazy in (("uwow", "uow"), ("u7o7", "uo7")):
        if pair in spelled:
            yield spelled.replace(pair, lazy)


def _phrases(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield unicodedata.normalize("NFC", tree.lower())
    elif isinstance(tree, dict):
        for name, value in tree.items():
            if name in {"telex", "vni", "short"}:
                continue
            yield from _phrases(name)
            yield from _phrases(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _phrases(value)


__all__ = ["Token", "View", "raw_keys", "straighten", "view", "vocabulary", "words_of"]
