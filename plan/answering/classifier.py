"""A small classifier: averaged word vectors, one hidden layer, and softmax over the labels.

Words used alike get vectors alike, so a wording that the bank lacks still finds its label.
"""

from __future__ import annotations

import hashlib
import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import mul

Example = tuple[str, tuple[str, ...]]
Vector = list[float]


@dataclass(frozen=True)
class Classifier:
    """A committee of networks, taught alike from different starts, that average their votes.

    Features are known by their marks, in order: their names would take more memory than all else.
    `vectors` holds `width` bytes a feature, times its entry of `scales`. `outputs` holds, for each
    network and label, the weights of its part of the hidden layer; `biases` one number for each.
    """

    labels: list[str]
    width: int
    marks: array[int]
    idf: array[float]
    scales: array[float]
    vectors: array[int]
    outputs: array[float]
    biases: array[float]

    def scores(self, features: Iterable[str]) -> Vector:
        """Return the probability of every label, in the order of `labels`."""
        hidden = [max(0.0, h) for h in self._summed(features)]
        networks = len(self.biases) // len(self.labels)
        part = self.width // networks
        votes = [
            self._vote(network, hidden[network * part : (network + 1) * part])
            for network in range(networks)
        ]
        return [sum(shares) / networks for shares in zip(*votes, strict=True)]

    def _summed(self, features: Iterable[str]) -> Vector:
        """Return the vectors of the known features, summed by how rare each is."""
        known = [at for f in features if (at := self._place(mark_of(f))) is not None]
        norm = math.sqrt(sum(self.idf[at] ** 2 for at in known)) or 1.0
        total = [0.0] * self.width
        for at in known:
            value = self.idf[at] / norm * self.scales[at]
            row = self.vectors[at * self.width : (at + 1) * self.width]
            total = [t + value * x for t, x in zip(total, row, strict=True)]
        return total

    def _vote(self, network: int, hidden: Vector) -> Vector:
        part, size = len(hidden), len(self.labels)
        starts = range(network * size * part, (network + 1) * size * part, part)
        sums = (sum(map(mul, hidden, self.outputs[at : at + part])) for at in starts)
        biases = self.biases[network * size : (network + 1) * size]
        return softmax([s + b for s, b in zip(sums, biases, strict=True)])

    def _place(self, mark: int) -> int | None:
        at = bisect_left(self.marks, mark)
        return at if at < len(self.marks) and self.marks[at] == mark else None


def mark_of(feature: str) -> int:
    """Return a mark of 64 bits, the same in every process."""
    return int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest(), "big")


def softmax(sums: Sequence[float]) -> Vector:
    """Return sums as probabilities."""
    top = max(sums)
    powers = [math.exp(s - top) for s in sums]
    total = sum(powers)
    return [p / total for p in powers]
