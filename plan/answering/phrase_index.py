"""Phrases of the data found among typed words: by tone where typed, else folded, else by sound."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from plan.answering.words import Word, words_of

T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """A phrase found from word `start` up to, not including, `end`. `exact` is False by sound."""

    start: int
    end: int
    value: T
    exact: bool = True


@dataclass
class _Node(Generic[T]):
    next: dict[str, "_Node[T]"] = field(default_factory=dict)
    ends: list[tuple[tuple[Word, ...], T]] = field(default_factory=list)


class PhraseIndex(Generic[T]):
    """A tree of phrases by their words."""

    def __init__(self, entries: Iterable[tuple[str, T]] = ()) -> None:
        self._folded: _Node[T] = _Node()
        self._sound: _Node[T] = _Node()
        for phrase, value in entries:
            self.add(phrase, value)

    def add(self, phrase: str, value: T) -> None:
        """Add one phrase."""
        words = words_of(phrase)
        if not words:
            return
        _plant(self._folded, [w.folded for w in words], (words, value))
        if len(words) > 1:
            _plant(self._sound, [w.sound for w in words], (words, value))

    def find(self, words: Sequence[Word], *, by_sound: bool = False) -> list[Found[T]]:
        """Return every phrase that stands in these words, in order of their start."""
        found = [hit for at in range(len(words)) for hit in self._from(words, at)]
        if by_sound:
            taken = {at for hit in found for at in range(hit.start, hit.end)}
            found += [
                hit
                for at in range(len(words))
                for hit in self._heard(words, at)
                if not taken.intersection(range(hit.start, hit.end))
            ]
        return sorted(found, key=lambda hit: (hit.start, -hit.end))

    def longest(self, words: Sequence[Word], *, by_sound: bool = False) -> list[Found[T]]:
        """Return the phrases that no longer one overlaps, left to right."""
        best: list[Found[T]] = []
        hits = self.find(words, by_sound=by_sound)
        for hit in sorted(hits, key=lambda h: (h.start - h.end, not h.exact, h.start)):
            if all(hit.end <= b.start or hit.start >= b.end or _same(hit, b) for b in best):
                best.append(hit)
        return sorted(best, key=lambda h: h.start)

    def _from(self, words: Sequence[Word], start: int) -> Iterable[Found[T]]:
        node: Any = self._folded
        for at in range(start, len(words)):
            node = node.next.get(words[at].folded)
            if node is None:
                return
            for phrase, value in node.ends:
                if _agrees(words[start : at + 1], phrase):
                    yield Found(start, at + 1, value)

    def _heard(self, words: Sequence[Word], start: int) -> Iterable[Found[T]]:
        node: Any = self._sound
        for at in range(start, len(words)):
            node = node.next.get(words[at].sound)
            if node is None:
                return
            for _, value in node.ends:
                yield Found(start, at + 1, value, exact=False)


def _agrees(typed: Sequence[Word], phrase: Sequence[Word]) -> bool:
    """Return whether typed words say a phrase: all with their accents, or all without."""
    pairs = list(zip(typed, phrase, strict=True))
    if not all(word.says(wanted) for word, wanted in pairs):
        return False
    marked = [word.plain for word, wanted in pairs if not wanted.plain]
    return all(marked) or not any(marked)


def _same(hit: Found[Any], other: Found[Any]) -> bool:
    return (hit.start, hit.end) == (other.start, other.end)


def _plant(node: _Node[T], keys: list[str], end: tuple[tuple[Word, ...], T]) -> None:
    for key in keys:
        node = node.next.setdefault(key, _Node())
    node.ends.append(end)
