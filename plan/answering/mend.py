"""Slips of the finger and of the ear: unknown syllables read as known ones."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from plan.answering.decode import is_plain_syllable
from plan.answering.words import Word, word


class Mender:
    """Knows the words of the data and which stand beside which."""

    def __init__(self, count: Counter[str], pairs: set[str]) -> None:
        self._count = count
        self._pairs = pairs
        self._by_sound: dict[str, list[str]] = {}
        self._by_size: dict[int, list[str]] = {}
        for folded in self._count:
            self._by_sound.setdefault(word(folded).sound, []).append(folded)
            self._by_size.setdefault(len(folded), []).append(folded)

    @classmethod
    def of(cls, texts: Iterable[Sequence[Word]]) -> "Mender":
        """Return a mender that knows the words of these texts."""
        count: Counter[str] = Counter()
        pairs: set[str] = set()
        for words in texts:
            count.update(w.folded for w in words if not w.folded.startswith("@"))
            pairs.update(f"{a.folded} {b.folded}" for a, b in itertools.pairwise(words))
        return cls(count, pairs)

    def meet(self, names: Iterable[Sequence[Word]]) -> None:
        """Come to know the words of names, so that they are not read as slips of others."""
        for words in names:
            for w in words:
                if w.folded not in self._count:
                    self._by_sound.setdefault(w.sound, []).append(w.folded)
                    self._by_size.setdefault(len(w.folded), []).append(w.folded)
                self._count[w.folded] += 1
            self._pairs.update(f"{a.folded} {b.folded}" for a, b in itertools.pairwise(words))

    def tree(self) -> dict[str, Any]:
        """Return what is known as plain data."""
        counts = [f"{name} {number}" for name, number in sorted(self._count.items())]
        return {"counts": "\n".join(counts), "pairs": "\n".join(sorted(self._pairs))}

    @classmethod
    def from_tree(cls, tree: dict[str, Any]) -> "Mender":
        """Return a mender read back from plain data."""
        counts = (line.rsplit(" ", 1) for line in tree["counts"].split("\n"))
        return cls(Counter({name: int(n) for name, n in counts}), set(tree["pairs"].split("\n")))

    def mend(self, words: Sequence[Word]) -> list[Word]:
        """Return the words with unknown ones replaced where a known one is near and fits."""
        out: list[Word] = []
        for at, w in enumerate(words):
            before = out[-1].folded if out else ""
            after = words[at + 1].folded if at + 1 < len(words) else ""
            out += self._read(w, before, after)
        return out

    def _read(self, w: Word, before: str, after: str) -> list[Word]:
        if w.folded in self._count or not w.text.isalpha() or len(w.folded) < 2:
            return [w]
        if len(w.folded) >= 6:
            parts = self._split(w.folded)
            if parts:
                return [self._spelt(p) for p in parts]
        best = self._best(w.folded, before, after)
        return [self._spelt(best)] if best else [w]

    def _best(self, folded: str, before: str, after: str) -> str | None:
        near = list(self._by_sound.get(word(folded).sound, []))
        fits = [c for c in near if self._fits(c, before, after)]
        if fits or (near and not is_plain_syllable(folded)):
            return max(fits or near, key=self._count.__getitem__)
        if len(folded) < 3:
            return None
        pool = [c for size in (-1, 0, 1) for c in self._by_size.get(len(folded) + size, [])]
        hits = process.extract(folded, pool, scorer=OSA.distance, score_cutoff=1, limit=12)
        close = [name for name, _, _ in hits]
        fits = [c for c in close if self._fits(c, before, after)]
        if fits:
            return max(fits, key=self._count.__getitem__)
        if close and not is_plain_syllable(folded):
            return max(close, key=self._count.__getitem__)
        return None

    def _fits(self, folded: str, before: str, after: str) -> bool:
        return f"{before} {folded}" in self._pairs or f"{folded} {after}" in self._pairs

    def _split(self, run: str) -> list[str] | None:
        """Read words typed without blanks: the split with the fewest known words."""
        best: list[list[str] | None] = [[]] + [None] * len(run)
        for end in range(2, len(run) + 1):
            for start in range(max(0, end - 7), end - 1):
                head, part = best[start], run[start:end]
                if head is not None and part in self._count and is_plain_syllable(part):
                    kept = best[end]
                    if kept is None or len(head) + 1 < len(kept):
                        best[end] = [*head, part]
        return best[len(run)]

    def _spelt(self, folded: str) -> Word:
        return word(folded)
