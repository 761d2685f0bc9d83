"""Plain BM25 over the plan's passages, diacritics folded: what lexical search alone answers."""

import math
from collections import Counter
from typing import Any

from plan.answering.words import words_of
from plan.programme import Programme

_K1, _B = 1.5, 0.75


class Lexical:
    """A search over the leaves of a plan that always answers with the best passage it finds."""

    def __init__(self, programme: Programme) -> None:
        self._leaves = [p for p in programme.plan if p.kind == "leaf"]
        texts = [f"{p.heading} {p.text}" for p in self._leaves]
        self._counts = [Counter(w.folded for w in words_of(text)) for text in texts]
        self._sizes = [sum(counts.values()) for counts in self._counts]
        self._mean = sum(self._sizes) / len(self._sizes)
        self._held = Counter(word for counts in self._counts for word in counts)

    def told(self, question: str) -> dict[str, Any]:
        """Return an answer as the public JSON: the best passage, the next ones cited."""
        words = [w.folded for w in words_of(question)]
        scores = [self._score(at, words) for at in range(len(self._leaves))]
        best = sorted(range(len(scores)), key=lambda at: -scores[at])[:8]
        return {
            "answer_text": self._leaves[best[0]].text,
            "citations": [self._leaves[at].id for at in best],
            "abstained": False,
            "intent": "qa",
            "choices": [],
        }

    def _score(self, at: int, words: list[str]) -> float:
        counts, size = self._counts[at], self._sizes[at] / self._mean
        return sum(
            self._rarity(word) * n * (_K1 + 1) / (n + _K1 * (1 - _B + _B * size))
            for word in words
            if (n := counts.get(word, 0))
        )

    def _rarity(self, word: str) -> float:
        held = self._held[word]
        return math.log(1 + (len(self._leaves) - held + 0.5) / (held + 0.5))
