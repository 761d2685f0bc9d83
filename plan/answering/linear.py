"""A small linear classifier: softmax over weighted features, taught by adaptive gradient steps."""

from __future__ import annotations

import hashlib
import math
import random
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Example = tuple[str, tuple[str, ...]]
Rows = dict[str, dict[int, float]]
# A label whose probability stays below this is not pushed down: teaching stays sparse.
_NEAR = 0.012


@dataclass
class LinearModel:
    """Weights by feature: parallel arrays of label numbers and weights between two offsets.

    Features are known by their marks, in order: their names would take more memory than all else.
    """

    labels: list[str]
    bias: list[float]
    marks: array[int]
    idf: array[float]
    offsets: array[int]
    owners: bytes
    weights: array[int]
    scale: float

    def scores(self, features: Iterable[str]) -> list[float]:
        """Return the probability of every label, in the order of `labels`."""
        known = [at for f in features if (at := self._place(mark_of(f))) is not None]
        norm = math.sqrt(sum(self.idf[at] ** 2 for at in known)) or 1.0
        sums = list(self.bias)
        owners, weights, offsets = self.owners, self.weights, self.offsets
        for at in known:
            value = self.idf[at] / norm * self.scale
            for place in range(offsets[at], offsets[at + 1]):
                sums[owners[place]] += weights[place] * value
        return softmax(sums)

    def _place(self, mark: int) -> int | None:
        at = bisect_left(self.marks, mark)
        return at if at < len(self.marks) and self.marks[at] == mark else None


def mark_of(feature: str) -> int:
    """Return a mark of 64 bits, the same in every process."""
    return int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest(), "big")


def softmax(sums: Sequence[float]) -> list[float]:
    """Return sums as probabilities."""
    top = max(sums)
    powers = [math.exp(s - top) for s in sums]
    total = sum(powers)
    return [p / total for p in powers]


def inverse_frequency(examples: Sequence[Example]) -> dict[str, float]:
    """Return how rare each feature is; one seen in most questions says little."""
    counts = Counter(f for _, features in examples for f in features)
    size = len(examples)
    return {f: math.log((1 + size) / (1 + n)) + 1 for f, n in counts.items() if n > 1}


def teach(examples: Sequence[Example], epochs: int = 8, rate: float = 0.5) -> LinearModel:
    """Return a model taught by labelled feature sets, the same one for the same examples.

    Features seen in one question only are left out: they cannot be told from chance.
    """
    labels = sorted({label for label, _ in examples})
    number = {label: n for n, label in enumerate(labels)}
    idf = inverse_frequency(examples)
    rows: Rows = {f: {} for f in idf}
    speed: Rows = {f: {} for f in idf}
    bias = [0.0] * len(labels)
    prepared = [(number[label], _values(features, idf)) for label, features in examples]
    shuffle = random.Random(7)  # noqa: S311 - order of teaching, nothing secret
    for turn in range(epochs):
        shuffle.shuffle(prepared)
        for wanted, values in prepared:
            _step(wanted, values, (rows, speed), bias, rate * (1 - turn / (epochs + 1)))
    return _packed(labels, bias, idf, rows)


def _values(features: Sequence[str], idf: dict[str, float]) -> list[tuple[str, float]]:
    known = sorted(f for f in features if f in idf)
    norm = math.sqrt(sum(idf[f] ** 2 for f in known)) or 1.0
    return [(f, idf[f] / norm) for f in known]


def _step(
    wanted: int,
    values: list[tuple[str, float]],
    learnt: tuple[Rows, Rows],
    bias: list[float],
    rate: float,
) -> None:
    """Push the wanted label up and down those that came near; far ones are left alone."""
    rows, speed = learnt
    sums = list(bias)
    for feature, value in values:
        for n, weight in rows[feature].items():
            sums[n] += value * weight
    wrong = softmax(sums)
    wrong[wanted] -= 1
    moved = [(n, g) for n, g in enumerate(wrong) if abs(g) > _NEAR]
    for feature, value in values:
        row, fast = rows[feature], speed[feature]
        for n, gradient in moved:
            push = gradient * value
            fast[n] = fast.get(n, 1e-2) + push * push
            row[n] = row.get(n, 0.0) - rate * push / math.sqrt(fast[n])
    for n, gradient in moved:
        bias[n] -= 0.02 * gradient


def _packed(
    labels: list[str], bias: list[float], idf: dict[str, float], rows: Rows
) -> LinearModel:
    top = max((abs(w) for row in rows.values() for w in row.values()), default=1.0) or 1.0
    scale = top / 32000
    marks, owners, weights = array("Q"), bytearray(), array("h")
    offsets, rarity = array("I", [0]), array("f")
    for mark, feature in sorted((mark_of(feature), feature) for feature in rows):
        kept = [(n, round(w / scale)) for n, w in sorted(rows[feature].items()) if abs(w) > 0.05]
        if kept:
            marks.append(mark)
            rarity.append(idf[feature])
            owners.extend(n for n, _ in kept)
            weights.extend(w for _, w in kept)
            offsets.append(len(owners))
    return LinearModel(labels, bias, marks, rarity, offsets, bytes(owners), weights, scale)
