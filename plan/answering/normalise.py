"""What was typed, read as words: Telex, VNI, short forms, English, numbers in words, slips."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plan.answering.decode import is_plain_syllable, telex, vni
from plan.answering.language import language
from plan.answering.mend import Mender
from plan.answering.spoken import numbers
from plan.answering.words import Word, tokens, word
from plan.names import fold

_LEAST_RAW = 0.3
Short = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Message:
    """A typed text read as words; `steps` tells what was done, for explaining."""

    raw: str
    words: tuple[Word, ...]
    steps: tuple[str, ...] = ()

    @property
    def accented(self) -> bool:
        """Return whether the writer used diacritics at all."""
        letters = [w for w in self.words if w.text.isalpha() and len(w.text) > 1]
        return sum(not w.plain for w in letters) * 4 >= len(letters) > 0


def normalise(text: str, own: Short, mender: Mender | None = None) -> Message:
    """Return any typed text as a message; `own` are the short forms of a subject."""
    steps = []
    typed = tokens(text)
    read = _keyboard(typed, own)
    if read != typed:
        steps.append("keyboard: " + " ".join(read))
    spelt = numbers(_expand(read, own))
    if all(t.isascii() for t in read):
        # Nobody types accents into one word of many: what a short form stands for is read alike.
        spelt = [fold(t) for t in spelt]
    if spelt != read:
        steps.append("short forms: " + " ".join(spelt))
    words = [word(t) for t in spelt]
    if mender:
        mended = mender.mend(words)
        if mended != words:
            steps.append("mended: " + " ".join(w.text for w in mended))
        words = mended
    return Message(text, tuple(words), tuple(steps))


def _keyboard(typed: list[str], own: Short) -> list[str]:
    for decode, least in ((vni, 0.2), (telex, _LEAST_RAW)):
        decoded = [None if t in own else _decoded(t, decode) for t in typed]
        hits = sum(new is not None for new in decoded)
        letters = sum(any(c.isalpha() for c in t) for t in typed)
        if hits and hits >= least * letters:
            typed = [new or old for old, new in zip(typed, decoded, strict=True)]
    return typed


def _decoded(token: str, decode: Callable[[str], str | None]) -> str | None:
    if token in language().short or len(token) < 2:
        return None
    return decode(token)


def _expand(typed: list[str], own: Short) -> list[str]:
    tables = language()
    out: list[str] = []
    for at, token in enumerate(typed):
        if len(token) == 1 and at and fold(typed[at - 1]) in tables.letters_behind:
            out.append(token)
        elif token in tables.ambiguous:
            out += _reading(typed, at).split()
        elif token in own:
            out += own[token]
        elif token in tables.short:
            out += tables.short[token]
        elif token in tables.english and not _is_vietnamese(token):
            out += tables.english[token]
        else:
            out.append(token)
    return out


def _is_vietnamese(token: str) -> bool:
    return is_plain_syllable(token) and len(token) < 3


def _reading(typed: list[str], at: int) -> str:
    readings = language().ambiguous[typed[at]]
    before = fold(typed[at - 1]) if at else ""
    after = fold(" ".join(typed[at + 1 : at + 4])) + " "
    for reading in readings:
        if before in reading.before or after.startswith(tuple(a + " " for a in reading.after)):
            return reading.words
    return readings[-1].words
