"""Teaching the classifier from labelled formulations: gradient steps, the same every time."""

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from plan.answering.classifier import Classifier, Example, mark_of

# So many features at most are kept, the ones seen most: more is memory and no better.
_KEPT = 24_000
# Each network's hidden layer, and how many networks vote.
_WIDTH, _NETWORKS = 64, 2
# A step sees so many formulations, each without this share of its features: what is learnt must
# not hang on one word.
_BATCH, _DROPPED = 64, 0.3
_RATE, _SMOOTHED = 0.004, 0.05
Floats = np.ndarray[Any, np.dtype[np.float32]]
Whole = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class _Prepared:
    """Formulations as rows of feature numbers and values, one after the other."""

    features: Whole
    values: Floats
    starts: Whole
    labels: Whole

    def batches(self, dice: np.random.Generator) -> Iterator[Whole]:
        order = dice.permutation(len(self.labels))
        return (order[at : at + _BATCH] for at in range(0, len(order), _BATCH))


@dataclass
class _Slope:
    """Adam (Kingma and Ba, 2015) over one table; rows without a gradient are left alone."""

    table: Floats
    turn: int = 0
    mean: Floats = field(init=False)
    square: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.mean, self.square = np.zeros_like(self.table), np.zeros_like(self.table)

    def step(self, rows: Whole | slice, gradient: Floats, rate: float) -> None:
        """Move some rows against their gradient."""
        self.turn += 1
        self.mean[rows] = mean = 0.9 * self.mean[rows] + 0.1 * gradient
        self.square[rows] = square = 0.999 * self.square[rows] + 0.001 * gradient**2
        sure = math.sqrt(1 - 0.999**self.turn) / (1 - 0.9**self.turn)
        self.table[rows] -= (rate * sure) * mean / (np.sqrt(square) + 1e-8)


class _Network:
    """One network while it is taught."""

    def __init__(self, features: int, labels: int, seed: int) -> None:
        self.dice = np.random.default_rng(seed)
        bound = 1 / math.sqrt(_WIDTH)
        vectors = self.dice.normal(0, 0.05, (features, _WIDTH))
        outputs = self.dice.uniform(-bound, bound, (labels, _WIDTH))
        self.vectors = _Slope(vectors.astype(np.float32))
        self.outputs = _Slope(outputs.astype(np.float32))
        self.biases = _Slope(np.zeros(labels, np.float32))

    def teach(self, rows: _Prepared, epochs: int) -> None:
        """Take gradient steps over all formulations, smaller ones each time."""
        for epoch in range(epochs):
            rate = _RATE * (1 - epoch / (epochs + 1))
            for chosen in rows.batches(self.dice):
                self._step(rows, chosen, rate)

    def _step(self, rows: _Prepared, chosen: Whole, rate: float) -> None:
        lengths = rows.starts[chosen + 1] - rows.starts[chosen]
        owner = np.repeat(np.arange(len(chosen)), lengths)
        first = np.cumsum(lengths) - lengths
        places = np.arange(len(owner)) - first[owner] + rows.starts[chosen][owner]
        kept = self.dice.random(len(places)) >= _DROPPED
        features, owner = rows.features[places][kept], owner[kept]
        values = rows.values[places][kept][:, None] / np.float32(1 - _DROPPED)
        inner = _summed(self.vectors.table[features] * values, owner, len(chosen))
        hidden = np.maximum(inner, 0)
        wrong = self._wrong(hidden, rows.labels[chosen])
        back = (wrong @ self.outputs.table) * (inner > 0)
        self.outputs.step(slice(None), wrong.T @ hidden, rate)
        self.biases.step(slice(None), wrong.sum(0), rate)
        moved, place = np.unique(features, return_inverse=True)
        self.vectors.step(moved, _summed(back[owner] * values, place, len(moved)), rate)

    def _wrong(self, hidden: Floats, wanted: Whole) -> Floats:
        """Return the gradient of the loss by the sums of the labels."""
        sums = hidden @ self.outputs.table.T + self.biases.table
        shares: Floats = np.exp(sums - sums.max(1, keepdims=True))
        shares /= shares.sum(1, keepdims=True)
        shares -= np.float32(_SMOOTHED / shares.shape[1])
        shares[np.arange(len(wanted)), wanted] -= np.float32(1 - _SMOOTHED)
        return shares / np.float32(len(wanted))


def teach(examples: Sequence[Example], epochs: int = 5) -> Classifier:
    """Return a classifier taught by labelled feature sets.

    Features seen in one formulation only are left out: they cannot be told from chance.
    """
    labels = sorted({label for label, _ in examples})
    idf = _inverse_frequency(examples)
    rows = _prepared(examples, {label: n for n, label in enumerate(labels)}, idf)
    networks = [_Network(len(idf), len(labels), seed) for seed in range(1, _NETWORKS + 1)]
    for network in networks:
        network.teach(rows, epochs)
    vectors = np.hstack([network.vectors.table for network in networks])
    scales = np.maximum(np.abs(vectors).max(1), np.float32(1e-9)) / np.float32(127)
    rounded = np.rint(vectors / scales[:, None]).astype(np.int8)
    outputs = np.concatenate([network.outputs.table.ravel() for network in networks])
    return Classifier(
        labels=labels,
        width=_WIDTH * _NETWORKS,
        marks=array("Q", (mark for mark, _ in idf.values())),
        idf=array("f", (rarity for _, rarity in idf.values())),
        scales=array("f", scales.tobytes()),
        vectors=array("b", rounded.tobytes()),
        outputs=array("f", outputs.tobytes()),
        biases=array("f", b"".join(network.biases.table.tobytes() for network in networks)),
    )


def _inverse_frequency(examples: Sequence[Example]) -> dict[str, tuple[int, float]]:
    """Return the mark of each kept feature and how rare it is, in the order of the marks."""
    counts = Counter(f for _, features in examples for f in features)
    often = [(f, n) for f, n in counts.most_common(_KEPT) if n > 1]
    size = len(examples)
    marked = sorted((mark_of(f), f, math.log((1 + size) / (1 + n)) + 1) for f, n in often)
    return {f: (mark, rarity) for mark, f, rarity in marked}


def _prepared(
    examples: Sequence[Example], number: dict[str, int], idf: dict[str, tuple[int, float]]
) -> _Prepared:
    place = {feature: at for at, feature in enumerate(idf)}
    known = [sorted(place[f] for f in features if f in place) for _, features in examples]
    rarity = np.array([rare for _, rare in idf.values()], np.float32)
    rows = [rarity[row] for row in known]
    values = [row / (np.linalg.norm(row) or 1) for row in rows]
    return _Prepared(
        np.array([at for row in known for at in row], np.int64),
        np.concatenate(values).astype(np.float32),
        np.cumsum([0, *map(len, known)]).astype(np.int64),
        np.array([number[label] for label, _ in examples], np.int64),
    )


def _summed(rows: Floats, owner: Whole, size: int) -> Floats:
    """Return rows summed by their owner, one sum for each of `size` owners."""
    order = np.argsort(owner, kind="stable")
    sums = np.zeros((size, rows.shape[1]), np.float32)
    owners, starts = np.unique(owner[order], return_index=True)
    if len(owners):
        sums[owners] = np.add.reduceat(rows[order], starts)
    return sums
