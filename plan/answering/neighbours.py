"""The nearest approved formulations of a question: a second voter that explains itself."""

from __future__ import annotations

import base64
import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from plan.answering.classifier import Example

# Candidates looked at closely: more changes nothing but the time it takes.
_ENOUGH = 700
_KINDS = ("w:", "a:", "c:", "x:", "s:", "%:")


class Neighbours:
    """Formulations by the features they share with a question, weighed by rarity.

    Features are numbers and all lists arrays: a bank of ten thousand lines takes few megabytes.
    """

    def __init__(self) -> None:
        self._labels: list[str] = []
        self._owners = array("H")
        self._numbers: dict[str, int] = {}
        self._flat = array("H")  # the features of all formulations, one after the other
        self._starts = array("I", [0])
        self._postings: list[array[int]] = []
        self._idf = array("d")
        self._norms = array("d")

    @classmethod
    def of(cls, examples: Iterable[Example]) -> Neighbours:
        """Return the neighbours of labelled feature sets."""
        ordered = sorted({(label, _kept(features)) for label, features in examples})
        found = cls()
        for label, row in ordered:
            found._put(label, row)
        found._weigh()
        return found

    def add(self, label: str, features: Iterable[str]) -> None:
        """Add one approved formulation while running; what is known keeps its weight."""
        at = self._put(label, _kept(features))
        self._idf.extend(math.log(1 + at) for _ in range(len(self._postings) - len(self._idf)))
        self._norms.append(self._norm(self._row(at)))

    def vote(self, features: Iterable[str], most: int = 12) -> tuple[dict[str, float], float]:
        """Return shares of labels among the nearest formulations, and the nearest's likeness."""
        row = [n for f in _kept(features) if (n := self._numbers.get(f)) is not None]
        squares = {n: self._idf[n] ** 2 for n in row}
        own = math.sqrt(sum(squares.values())) or 1.0
        near = (
            (sum(squares.get(n, 0.0) for n in self._row(at)) / own / self._norms[at], at)
            for at in self._candidates(row)
        )
        best = sorted(near, reverse=True)[:most]
        shares: Counter[str] = Counter()
        for likeness, at in best:
            shares[self._labels[self._owners[at]]] += likeness**4  # type: ignore[assignment]
        total = sum(shares.values()) or 1.0
        return {label: s / total for label, s in shares.items()}, best[0][0] if best else 0.0

    def tree(self) -> dict[str, Any]:
        """Return the formulations as plain data."""
        names = sorted(self._numbers)
        number = {self._numbers[f]: n for n, f in enumerate(names)}
        flat = array("H")
        for at in range(len(self._owners)):
            row = self._row(at)
            flat.append(len(row))
            flat.extend(number[n] for n in row)
        return {
            "labels": self._labels,
            "owners": base64.b64encode(self._owners.tobytes()).decode(),
            "features": "\n".join(names),
            "rows": base64.b64encode(flat.tobytes()).decode(),
        }

    @classmethod
    def from_tree(cls, tree: dict[str, Any]) -> Neighbours:
        """Return formulations read back from plain data."""
        found = cls()
        found._labels = list(tree["labels"])
        found._owners.frombytes(base64.b64decode(tree["owners"]))
        found._numbers = {f: n for n, f in enumerate(tree["features"].split("\n"))}
        found._postings = [array("I") for _ in found._numbers]
        flat = array("H")
        flat.frombytes(base64.b64decode(tree["rows"]))
        at = 0
        while at < len(flat):
            end = at + 1 + flat[at]
            found._append(flat[at + 1 : end])
            at = end
        found._weigh()
        return found

    def _put(self, label: str, row: Iterable[str]) -> int:
        """Keep one formulation; return its place."""
        if label not in self._labels:
            self._labels.append(label)
        self._owners.append(self._labels.index(label))
        for feature in row:
            if feature not in self._numbers:
                self._numbers[feature] = len(self._numbers)
                self._postings.append(array("I"))
        return self._append([self._numbers[feature] for feature in row])

    def _append(self, row: Sequence[int]) -> int:
        at = len(self._starts) - 1
        self._flat.extend(row)
        self._starts.append(len(self._flat))
        for n in row:
            self._postings[n].append(at)
        return at

    def _row(self, at: int) -> Sequence[int]:
        return self._flat[self._starts[at] : self._starts[at + 1]]

    def _rows(self) -> Iterator[Sequence[int]]:
        return (self._row(at) for at in range(len(self._starts) - 1))

    def _weigh(self) -> None:
        size = len(self._starts) - 1
        self._idf = array("d", (math.log(1 + size / len(p)) for p in self._postings))
        self._norms = array("d", (self._norm(row) for row in self._rows()))

    def _norm(self, row: Sequence[int]) -> float:
        return math.sqrt(sum(self._idf[n] ** 2 for n in row)) or 1.0

    def _candidates(self, row: Sequence[int]) -> set[int]:
        """Return formulations that share the rarest features; common ones find nothing."""
        found: set[int] = set()
        for n in sorted(row, key=lambda n: len(self._postings[n])):
            found.update(self._postings[n])
            if len(found) > _ENOUGH:
                break
        return found


def _kept(features: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(f for f in features if f.startswith(_KINDS)))
