"""Words as they were typed: accented text, folded text, tone key and sound key of each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from plan.answering.language import language
from plan.names import clean, fold, place_tones, split_tone

_TOKEN = re.compile(r"\d+(?:[.,/-]\d+)*%?(?![^\W\d_])|[^\W_]+%?|%")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Hook and tilde are heard alike in much of the country.
_TONE_CLASS = {"\u0303": "\u0309"}


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word. `plain` says that no diacritic was typed, so its accents are unknown."""

    text: str
    folded: str
    key: str
    sound: str
    plain: bool

    def says(self, other: "Word") -> bool:
        """Return whether this typed word may stand for a word of the data."""
        return self.folded == other.folded and (self.plain or self.key == other.key)


@lru_cache(maxsize=65536)
def word(text: str) -> Word:
    """Return the views of one lower-case word."""
    folded = fold(text)
    return Word(text, folded, tone_key(text), sound_key(folded), not _NOT_ASCII.search(text))


def tone_key(text: str) -> str:
    """Return the letters with their shapes and the word's tone behind them (hook = tilde)."""
    letters, tone = [], ""
    for letter in text:
        bare, mark = split_tone(letter)
        letters.append(bare)
        tone = mark or tone
    return "".join(letters) + _TONE_CLASS.get(tone, tone)


def sound_key(folded: str) -> str:
    """Return a key that is the same for syllables which are heard or typed alike."""
    sounds = language().sounds
    for written, heard in sounds.onsets:
        if folded.startswith(written) and len(folded) > len(written):
            folded = heard + folded[len(written) :]
            break
    for written, heard in sounds.finals:
        if folded.endswith(written) and len(folded) > len(written):
            folded = folded[: -len(written)] + heard
            break
    return folded.replace("y", "i")


def tokens(text: str) -> list[str]:
    """Return the lower-case words and numbers of a text; punctuation is dropped."""
    return _TOKEN.findall(place_tones(clean(text)).lower())


@lru_cache(maxsize=32768)
def words_of(text: str) -> tuple[Word, ...]:
    """Return a text of the data as words."""
    return tuple(word(token) for token in tokens(text))


def spell(words: Iterable[Word]) -> str:
    """Return words as one line."""
    return " ".join(w.text for w in words)
