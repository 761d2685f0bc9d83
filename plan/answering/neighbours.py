"""The nearest approved formulations of a question: a second voter that explains itself."""

from __future__ import annotations

import base64
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from plan.answering.linear import Example

# Candidates looked at closely: more changes nothing but the time it takes.
_ENOUGH = 700
_KINDS = ("w:", "a:", "c:", "x:", "s:", "%:")


class Neighbours:
    """Formulations by the features they share with a question, weighed by rarity."""

    def __init__(self, labels: list[str], owners: array[int], rows: list[Sequence[str]]) -> None:
        self._labels = labels
        self._owners = owners
        self._rows = rows
        self._postings: dict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            for feature in row:
                self._postings[feature].append(at)
        size = len(rows)
        self._idf = {f: math.log(1 + size / len(p)) for f, p in self._postings.items()}
        self._norms = [math.sqrt(sum(self._idf[f] ** 2 for f in row)) or 1.0 for row in rows]

    @classmethod
    def of(cls, examples: Iterable[Example]) -> Neighbours:
        """Return the neighbours of labelled feature sets."""
        seen = {(label, _kept(features)) for label, features in examples}
        ordered = sorted(seen)
        labels = sorted({label for label, _ in ordered})
        owners = array("H", (labels.index(label) for label, _ in ordered))
        return cls(labels, owners, [row for _, row in ordered])

    def add(self, label: str, features: Iterable[str]) -> None:
        """Add one approved formulation while running."""
        row = _kept(features)
        if label not in self._labels:
            self._labels.append(label)
        self._owners.append(self._labels.index(label))
        at = len(self._rows)
        self._rows.append(row)
        for feature in row:
            self._postings[feature].append(at)
            self._idf.setdefault(feature, math.log(1 + at))
        self._norms.append(math.sqrt(sum(self._idf[f] ** 2 for f in row)) or 1.0)

    def vote(self, features: Iterable[str], most: int = 12) -> tuple[dict[str, float], float]:
        """Return shares of labels among the nearest formulations, and the nearest's likeness."""
        row = [f for f in _kept(features) if f in self._idf]
        wanted = set(row)
        own = math.sqrt(sum(self._idf[f] ** 2 for f in row)) or 1.0
        near = (
            (sum(self._idf[f] ** 2 for f in self._rows[at] if f in wanted) / own / norm, at)
            for at, norm in ((at, self._norms[at]) for at in self._candidates(row))
        )
        best = sorted(near, reverse=True)[:most]
        shares: Counter[str] = Counter()
        for likeness, at in best:
            shares[self._labels[self._owners[at]]] += likeness**4  # type: ignore[assignment]
        total = sum(shares.values()) or 1.0
        return {label: s / total for label, s in shares.items()}, best[0][0] if best else 0.0

    def _candidates(self, row: Sequence[str]) -> set[int]:
        """Return formulations that share the rarest features; common ones find nothing."""
        found: set[int] = set()
        for feature in sorted(row, key=lambda f: len(self._postings[f])):
            found.update(self._postings[feature])
            if len(found) > _ENOUGH:
                break
        return found

    def tree(self) -> dict[str, Any]:
        """Return the formulations as plain data."""
        names = sorted(self._postings)
        number = {f: n for n, f in enumerate(names)}
        flat = array("H")
        for row in self._rows:
            flat.append(len(row))
            flat.extend(number[f] for f in row)
        return {
            "labels": self._labels,
            "owners": base64.b64encode(self._owners.tobytes()).decode(),
            "features": "\n".join(names),
            "rows": base64.b64encode(flat.tobytes()).decode(),
        }

    @classmethod
    def from_tree(cls, tree: dict[str, Any]) -> Neighbours:
        """Return formulations read back from plain data."""
        names = tree["features"].split("\n")
        owners, flat = array("H"), array("H")
        owners.frombytes(base64.b64decode(tree["owners"]))
        flat.frombytes(base64.b64decode(tree["rows"]))
        rows: list[Sequence[str]] = []
        at = 0
        while at < len(flat):
            size = flat[at]
            rows.append([names[n] for n in flat[at + 1 : at + 1 + size]])
            at += size + 1
        return cls(list(tree["labels"]), owners, rows)


def _kept(features: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(f for f in features if f.startswith(_KINDS)))
