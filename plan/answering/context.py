"""What a question leans on: the turn before, the place spoken of, the thing that was listed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from plan.answering.language import phrases, read
from plan.answering.places import find_place
from plan.answering.query import Turn
from plan.answering.reading import Reading
from plan.answering.recognise import Mention
from plan.answering.words import Word, word, words_of

# So few words of its own may a text have that is read as going on with the talk.
_SHORT, _FEW = 4, 2


@dataclass(frozen=True)
class Before:
    """The talk before: the questions, newest first, and the provision they were about."""

    asked: tuple[str, ...]
    base: str


def before(context: Sequence[Turn], ids: Collection[str]) -> Before | None:
    """Return what was spoken of before, or None when nothing was."""
    asked = [turn.text for turn in context if turn.role == "user"]
    if not asked:
        return None
    places = (find_place(turn.text, ids) for turn in reversed(context))
    return Before(tuple(asked[::-1]), next((p for p in places if p), ""))


def introduced(reading: Reading) -> Mention | None:
    """Return the unit that a person named as their own ("I am at the department of health")."""
    line = [w.folded for w in reading.words]
    ends = {end for _, end in _spans(line, _introductions())}
    ends |= {end for start, end in _spans(line, _talk("self")) if not start}
    inside = {start for start, _ in _spans(line, _talk("works_at"))}  # a name that begins so
    ends |= {end for _, end in _spans(line, _talk("self")) if end in inside}
    own = [m for m in reading.named.of("agency", "unit") if m.start in ends]
    return own[0] if own else None


def leans(reading: Reading, level_words: frozenset[str]) -> bool:
    """Return whether a text says nothing of its own but a name ("and the wards?")."""
    light = _light() | level_words
    return all(w.folded in light for w in reading.bare)


def is_short(reading: Reading) -> bool:
    """Return whether a text is short enough to be read as going on with the talk.

    One that points at what was spoken of may be a word longer.
    """
    own = [w for w in reading.bare if w.folded not in _light()]
    return len(own) <= _SHORT + points_back(reading)


def asks_more(reading: Reading) -> bool:
    """Return whether a text only wants more of what was said ("in its own words, please")."""
    line = [w.folded for w in reading.bare]
    covered = {at for start, end in _spans(line, _talk("more")) for at in range(start, end)}
    rest = {w for at, w in enumerate(line) if at not in covered}
    return bool(covered) and rest <= _light()


def goes_on(reading: Reading) -> bool:
    """Return whether a text begins as one that goes on with the talk ("and the share of...")."""
    line = [w.folded for w in reading.words]
    return any(line[: len(words)] == list(words) for words in _talk("onward"))


def points_back(reading: Reading) -> bool:
    """Return whether a text points at what was spoken of ("that one")."""
    return any((w.folded,) in _talk("pointing") for w in reading.words)


def names_a_thing(reading: Reading) -> bool:
    """Return whether a text says what it is about, beside asking ("what for?" does not).

    "What to do?" is about tasks, but not "what to do it for?" and "who does it?".
    """
    talk = read("talk")
    asking, doing = (frozenset(phrases(talk[key])) for key in ("asking_concepts", "doing_asks"))
    named = reading.named.of("agency", "unit") or reading.named.percents
    tasks = "duty" in reading.concepts and not reading.concepts & doing
    return bool(reading.concepts - asking or named or tasks)


def asked_slot(reading: Reading) -> str:
    """Return which fact of what was spoken of a text wants (a slot of slots.toml), or nothing."""
    line = [w.folded for w in reading.words]
    return next((slot for slot, told in _slots() if _spans(line, told)), "")


def ordinal(words: Sequence[Word]) -> int:
    """Return n of "the n-th one", or 0."""
    table = read("recognise")["text_places"]
    spoken = {words_of(name): number for name, number in table["ordinals"].items()}
    folded = [w.folded for w in words]
    starts = [at + 1 for at, w in enumerate(folded) if w == word(table["th"]).folded]
    for start in starts:
        for name, number in spoken.items():
            if folded[start : start + len(name)] == [n.folded for n in name]:
                return int(number)
    return 0


def wants_item(reading: Reading) -> bool:
    """Return whether a text with an ordinal wants that one of what was listed, and no more."""
    table = read("recognise")["text_places"]
    told = (*phrases(table["item"]), *phrases(table["dash"]), *table["ordinals"], table["th"])
    known = _light() | {w.folded for phrase in told for w in words_of(phrase)}
    return len([w for w in reading.bare if w.folded not in known]) <= _FEW


def step(words: Sequence[Word]) -> int:
    """Return 1 for "the next one", -1 for "the one before", else 0."""
    line = " " + " ".join(w.folded for w in words) + " "
    table = read("recognise")["text_places"]
    for direction, key in ((1, "next"), (-1, "previous")):
        if any(f" {_folded(p)} " in line for p in phrases(table[key])):
            return direction
    return 0


def _spans(line: Sequence[str], told: Collection[tuple[str, ...]]) -> list[tuple[int, int]]:
    return [
        (at, at + len(words))
        for at in range(len(line))
        for words in told
        if tuple(line[at : at + len(words)]) == words
    ]


@cache
def _talk(kind: str) -> frozenset[tuple[str, ...]]:
    return _folded_lines(read("talk")[kind])


@cache
def _introductions() -> frozenset[tuple[str, ...]]:
    """Return what stands before the own unit: who speaks, and that they are there."""
    here = _talk("works_at")
    return frozenset((*who, *at) for who in _talk("self") for at in here)


@cache
def _slots() -> tuple[tuple[str, frozenset[tuple[str, ...]]], ...]:
    told = read("talk")["slots"]
    return tuple((slot, _folded_lines(text)) for slot, text in told.items())


def _folded_lines(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(w.folded for w in words_of(line)) for line in phrases(text))


def _folded(phrase: str) -> str:
    return " ".join(w.folded for w in words_of(phrase))


@cache
def _light() -> frozenset[str]:
    line = phrases(read("recognise")["elliptic"]["words"])
    return frozenset(w.folded for phrase in line for w in words_of(phrase))
