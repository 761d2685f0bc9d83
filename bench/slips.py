"""A question changed at random as hands, keyboards and ears change it; the answer must stay."""

import random
import re
import sys
import tomllib
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "questions"))

import vntext  # type: ignore[import-not-found]

Change = Callable[[str, random.Random], str]
_WORD = re.compile(r"[^\W\d_]+")
_HOOK, _TILDE = "\u0309", "\u0303"


def changes() -> dict[str, Change]:
    """Return every way of changing a question, by its name."""
    return {
        "as written": lambda text, _: text,
        "no diacritics": lambda text, _: bare(text),
        "Telex, tone last": lambda text, _: vntext.telex(text),
        "Telex, tone at once": lambda text, _: vntext.telex(text, mid=True),
        "VNI": lambda text, _: vntext.vni(text),
        "typing slips": _each(0.1, _typed_wrong),
        "n/l ch/tr s/x": _each(0.35, _heard_wrong),
        "hook/tilde": _each(0.7, _tone_wrong),
        "teencode": _teencode,
        "polite": _polite,
    }


def bare(text: str) -> str:
    """Return a text without its diacritics, its capitals kept."""
    letters = unicodedata.normalize("NFD", text.replace("\u0111", "d").replace("\u0110", "D"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def proper(case: dict[str, Any]) -> str:
    """Return a question in proper spelling, or nothing where only a slip of it is known."""
    text = case.get("plain") or case["question"]
    letters = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", text) if letters != bare(text) else ""


def _each(share: float, change: Change) -> Change:
    """Return a change of a share of the words that it can change."""

    def changed(text: str, dice: random.Random) -> str:
        def one(found: re.Match[str]) -> str:
            word = found.group()
            return change(word, dice) if dice.random() < share else word

        return _WORD.sub(one, unicodedata.normalize("NFC", text))

    return changed


def _typed_wrong(word: str, dice: random.Random) -> str:
    if len(word) < 3:
        return word
    at = dice.randrange(len(word) - 1)
    return dice.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[: at + 1] + word[at:],
        )
    )


def _heard_wrong(word: str, dice: random.Random) -> str:
    fitting = [
        (a, b)
        for a, b in _words()["onsets"]
        if word.lower().startswith(a) and not word.lower().startswith((a + "h", a + "g"))
    ]
    if not fitting:
        return word
    heard, said = dice.choice(fitting)
    return str(said) + word[len(heard) :]


def _tone_wrong(word: str, dice: random.Random) -> str:
    del dice
    letters = unicodedata.normalize("NFD", word)
    swapped = letters.translate({ord(_HOOK): _TILDE, ord(_TILDE): _HOOK})
    return unicodedata.normalize("NFC", swapped)


def _teencode(text: str, dice: random.Random) -> str:
    line = unicodedata.normalize("NFC", text).lower()
    table = _words()["teencode"]
    for full in sorted(table, key=len, reverse=True):
        if dice.random() < 0.7:
            line = re.sub(rf"(?<![^\W_]){full}(?![^\W_])", table[full], line)
    return line.rstrip("?. ")


def _polite(text: str, dice: random.Random) -> str:
    words = _words()
    return f"{dice.choice(words['openers'])}{text}{dice.choice(words['closers'])}"


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "slips.toml").read_text(encoding="utf-8"))
