"""The voters together: what a question is about, as shares over topics, silences and intents."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plan.answering.compiled import Learnt
from plan.answering.reading import Reading

Shares = dict[str, float]


@dataclass(frozen=True)
class Ranked:
    """Labels by their share of the votes, best first, and each voter's first choice."""

    shares: Shares
    voices: Mapping[str, str]
    likeness: float

    @property
    def best(self) -> str:
        """Return the label with the largest share."""
        return next(iter(self.shares))


def rank(readings: Sequence[tuple[Reading, float]], learnt: Learnt) -> Ranked:
    """Return the ranking of one question, given readings of it and their weights.

    A question that leans on the talk before has two readings: alone, and with the turn before.
    """
    taught: Counter[str] = Counter()
    near: Counter[str] = Counter()
    likeness = 0.0
    for reading, weight in readings:
        scores = learnt.classifier.scores(reading.features)
        for label, score in zip(learnt.classifier.labels, scores, strict=True):
            taught[label] += score * weight  # type: ignore[assignment]
        shares, like = learnt.neighbours.vote(reading.features)
        likeness = max(likeness, like)
        for label, share in shares.items():
            near[label] += share * weight  # type: ignore[assignment]
    voices = {"classifier": _first(taught), "neighbours": _first(near)}
    mixed = {label: 0.75 * taught[label] + 0.25 * near[label] for label in taught | near}
    return Ranked(ordered(mixed), voices, likeness)


def ordered(shares: Mapping[str, float]) -> Shares:
    """Return shares summing to one, largest first."""
    total = sum(shares.values()) or 1.0
    best = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return {label: share / total for label, share in best}


def _first(votes: Mapping[str, float]) -> str:
    return max(votes, key=lambda label: (votes[label], label)) if votes else ""
