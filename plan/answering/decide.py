"""Answer at once, ask back, or keep silence: from shares over labels to one decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plan.answering.lore import Lore
from plan.answering.rank import Ranked

# A share of this much for one answer, silence or doing is enough to say it at once; voters that
# disagree have to be surer.
AGREED, DISPUTED = 0.48, 0.65
BUTTONS = 3
# Two answers that together have this share are both told, if silence has less than that one.
TOGETHER, QUIET = 0.5, 0.2


@dataclass(frozen=True)
class Decision:
    """What to do. `label` is a topic, a silence ("no.money") or an intent ("intent.report")."""

    move: Literal["answer", "silence", "intent", "ask"]
    label: str
    options: tuple[str, ...] = ()
    second: str = ""


def decide(ranked: Ranked, lore: Lore) -> Decision:
    """Return the decision for a ranking."""
    groups = grouped(ranked.shares, lore)
    first = next(iter(groups))
    best = _best_label(ranked.shares, first, lore)
    agreed = {group_of(voice, lore) for voice in ranked.voices.values()} == {first}
    if groups[first] >= (AGREED if agreed else DISPUTED):
        if first == "silence":
            return Decision("silence", best)
        return Decision("intent" if first.startswith("intent.") else "answer", best)
    if whole := _of_one_family(groups, lore):
        return Decision("answer", whole)
    if second := _pair(groups):
        return Decision("answer", best, second=_best_label(ranked.shares, second, lore))
    offered = [g for g, share in groups.items() if g != "silence" and _worth(g, share)]
    options = tuple(_best_label(ranked.shares, group, lore) for group in offered[:BUTTONS])
    return Decision("ask", best, options)


def _of_one_family(groups: Mapping[str, float], lore: Lore) -> str:
    """Return the topic that tells all targets, when only between targets it is unsure."""
    whole = lore.of_kind("targets")
    kinds = ("target", "targets", "target_list")
    targets = {group_of(t.id, lore) for t in lore.topics.topic if t.kind in kinds}
    share = sum(s for group, s in groups.items() if group in targets)
    quiet = groups.get("silence", 0.0) < QUIET
    return whole.id if whole and quiet and share >= TOGETHER else ""


def _pair(groups: Mapping[str, float]) -> str:
    """Return the second of two answers that share the votes, when silence has few of them."""
    (first, share), (second, other), *_ = [*groups.items(), ("", 0.0), ("", 0.0)]
    plain = all(g and g != "silence" and not g.startswith("intent.") for g in (first, second))
    quiet = groups.get("silence", 0.0) < QUIET
    return second if plain and quiet and share + other >= TOGETHER else ""


def _worth(group: str, share: float) -> bool:
    """Return whether a group is worth a button: doings only where they are likely."""
    return share > 0.12 if group.startswith("intent.") else share > 0.002


def grouped(shares: Mapping[str, float], lore: Lore) -> dict[str, float]:
    """Return shares of answers: topics told by the same provision are one, all silences one."""
    sums: dict[str, float] = {}
    for label, share in shares.items():
        key = group_of(label, lore)
        sums[key] = sums.get(key, 0.0) + share
    return dict(sorted(sums.items(), key=lambda pair: -pair[1]))


def group_of(label: str, lore: Lore) -> str:
    """Return the answer that a label leads to."""
    topic = lore.topic.get(label)
    if topic is None:
        return "silence" if label.startswith("no.") else label
    if topic.silent:
        return "silence"
    if topic.kind in ("targets", "target_list"):
        return "targets"
    return label if topic.kind in ("tasks", "tasks_compare") else topic.provisions[0]


def _best_label(shares: Mapping[str, float], group: str, lore: Lore) -> str:
    return next(label for label in shares if group_of(label, lore) == group)
