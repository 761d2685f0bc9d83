"""Answer at once, ask back, or keep silence: from shares over labels to one decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plan.answering.lore import Lore
from plan.answering.rank import Ranked

# A share of this much for one answer, silence or doing is enough to say it at once; voters that
# disagree have to be surer.
AGREED, DISPUTED = 0.48, 0.58
# No answer is said at once while silence has this share: an invented answer is the worst.
DOUBT = 0.18
# Who asks for a figure gets one, when targets have this share together and silence so much less:
# behind every figure stands what the plan does not set.
FIGURE, AHEAD = 0.4, 0.1
# Buttons beside "none of these".
BUTTONS = 3
# Doings that lead to one screen: who has sent, own or of all.
_SAME = {"intent.status_all": "intent.status"}
# Two answers that together have this share are both told.
TOGETHER = 0.5


@dataclass(frozen=True)
class Decision:
    """What to do. `label` is a topic, a silence ("no.money") or an intent ("intent.report")."""

    move: Literal["answer", "silence", "intent", "ask"]
    label: str
    options: tuple[str, ...] = ()
    second: str = ""


def decide(ranked: Ranked, lore: Lore, *, figure: bool = False) -> Decision:
    """Return the decision for a ranking. `figure`: the question asks for one."""
    groups = grouped(ranked.shares, lore)
    first = next(iter(groups))
    best = _best_label(ranked.shares, first, lore)
    agreed = {group_of(voice, lore) for voice in ranked.voices.values()} == {first}
    sure = groups[first] >= (AGREED if agreed else DISPUTED)
    if sure and first == "silence":
        return Decision("silence", best)
    if sure and groups.get("silence", 0.0) < DOUBT:
        return Decision("intent" if best.startswith("intent.") else "answer", best)
    if target := _target(ranked.shares, groups, lore, figure=figure):
        return Decision("answer", target)
    if second := _pair(groups):
        one, other = (_best_topic(ranked.shares, group, lore) for group in (first, second))
        return Decision("answer", one, second=other)
    offered = [g for g, share in groups.items() if g != "silence" and _worth(g, share)]
    options = tuple(_best_label(ranked.shares, group, lore) for group in offered[:BUTTONS])
    return Decision("ask", best, options)


def _target(
    shares: Mapping[str, float], groups: Mapping[str, float], lore: Lore, *, figure: bool
) -> str:
    """Return what to tell when it is unsure only between targets: the likeliest, or all."""
    kinds = ("target", "targets", "target_list")
    family = {group_of(t.id, lore) for t in lore.topics.topic if t.kind in kinds}
    targets = {group: share for group, share in groups.items() if group in family}
    share, silence = sum(targets.values()), groups.get("silence", 0.0)
    if figure and share >= max(FIGURE, silence + AHEAD):
        best = next(iter(targets))
        if targets[best] >= share / 2:
            return _best_label(shares, best, lore)
    elif silence >= DOUBT or share < TOGETHER:
        return ""
    whole = lore.of_kind("targets")
    return whole.id if whole else ""


def _pair(groups: Mapping[str, float]) -> str:
    """Return the second of two answers that share the votes, when silence has few of them."""
    (first, share), (second, other), *_ = [*groups.items(), ("", 0.0), ("", 0.0)]
    plain = all(g and g != "silence" and not g.startswith("intent.") for g in (first, second))
    quiet = groups.get("silence", 0.0) < DOUBT
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
    topic = lore.of_kind("deadline") if label == "intent.deadline" else lore.topic.get(label)
    if topic is None:
        return "silence" if label.startswith("no.") else _SAME.get(label, label)
    if topic.silent:
        return "silence"
    if topic.kind in ("targets", "target_list"):
        return "targets"
    return label if topic.kind in ("tasks", "tasks_compare") else topic.provisions[0]


def _best_topic(shares: Mapping[str, float], group: str, lore: Lore) -> str:
    """Return the likeliest topic of an answer; a countdown is told as the deadline."""
    label = _best_label(shares, group, lore)
    deadline = lore.of_kind("deadline")
    return deadline.id if deadline and label not in lore.topic else label


def _best_label(shares: Mapping[str, float], group: str, lore: Lore) -> str:
    return next(label for label in shares if group_of(label, lore) == group)
