"""What was typed, read as words: Telex, VNI, short forms, English, numbers in words, slips."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plan.answering.decode import is_plain_syllable, telex, vni
from plan.answering.language import language
from plan.answering.mend import Mender
from plan.answering.words import Word, tokens, word, words_of
from plan.names import fold

_LEAST_RAW = 0.3


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


def normalise(text: str, mender: Mender | None = None) -> Message:
    """Return a typed text as a message. Any string is allowed."""
    steps = []
    typed = tokens(text)
    read = _keyboard(typed)
    if read != typed:
        steps.append("keyboard: " + " ".join(read))
    spelt = _numbers(_expand(read))
    if spelt != read:
        steps.append("short forms: " + " ".join(spelt))
    words = [word(t) for t in spelt]
    if mender:
        mended = mender.mend(words)
        if mended != words:
            steps.append("mended: " + " ".join(w.text for w in mended))
        words = mended
    return Message(text, tuple(words), tuple(steps))


def _keyboard(typed: list[str]) -> list[str]:
    for decode, least in ((vni, 0.2), (telex, _LEAST_RAW)):
        decoded = [_decoded(t, decode) for t in typed]
        hits = sum(new is not None for new in decoded)
        letters = sum(any(c.isalpha() for c in t) for t in typed)
        if hits and hits >= least * letters:
            typed = [new or old for old, new in zip(typed, decoded, strict=True)]
    return typed


def _decoded(token: str, decode: Callable[[str], str | None]) -> str | None:
    if token in language().short or len(token) < 2:
        return None
    return decode(token)


def _expand(typed: list[str]) -> list[str]:
    tables = language()
    out: list[str] = []
    for at, token in enumerate(typed):
        if token in tables.ambiguous:
            out += _reading(typed, at).split()
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


def _numbers(typed: list[str]) -> list[str]:
    """Join written-out percentages ("sixty five per cent") and loose per cent signs."""
    out: list[str] = []
    at = 0
    while at < len(typed):
        value, end = _number(typed, at)
        rest = _percent_end(typed, end)
        if value is not None and rest:
            out.append(f"{value}%")
            at = rest
        elif value is not None and end - at > 1:
            out.append(str(value))
            at = end
        else:
            out.append(typed[at])
            at += 1
    return out


def _number(typed: Sequence[str], at: int) -> tuple[int | None, int]:
    tables = language().numbers
    digits, tens, hundred = tables["digits"], tables["tens"], tables["hundred"]
    if typed[at].isdecimal() and len(typed[at]) < 4:
        return int(typed[at]), at + 1
    if typed[at] in tables["ten"]:
        unit = digits.get(typed[at + 1]) if at + 1 < len(typed) else None
        return 10 + (unit or 0), at + (2 if unit else 1)
    if typed[at] not in digits:
        return None, at
    value, nxt = digits[typed[at]], at + 1
    if nxt < len(typed) and typed[nxt] in hundred and not _per_cent_at(typed, nxt - 1):
        more, end = _number(typed, nxt + 1) if nxt + 1 < len(typed) else (0, nxt + 1)
        return value * 100 + (more or 0), end
    if nxt < len(typed) and typed[nxt] in tens:
        unit = digits.get(typed[nxt + 1]) if nxt + 1 < len(typed) else None
        return value * 10 + (unit or 0), nxt + (2 if unit else 1)
    return value, nxt


def _per_cent_at(typed: Sequence[str], at: int) -> bool:
    return " ".join(typed[at : at + 2]) in language().numbers["percent"]


def _percent_end(typed: Sequence[str], at: int) -> int:
    for form in language().numbers["percent"]:
        size = len(words_of(form)) if form != "%" else 1
        if " ".join(typed[at : at + size]) == form:
            return at + size
    return 0
