"""What a question asks beyond the plan: bodies it does not cover, other places, papers."""

from collections.abc import Mapping

from plan.answering.lore import Lore
from plan.answering.rank import Shares, ordered
from plan.answering.reading import Reading

# How much of an answer's share stays when the question names what the plan does not cover.
_LEFT = 0.3


def within(shares: Shares, reading: Reading, lore: Lore) -> tuple[Shares, str]:
    """Return shares with those of answers moved to silence where the question leaves the scope.

    Also returns the rule that spoke, for explaining.
    """
    for rule in lore.topics.beyond:
        named = any(m.kind in rule.mentions for m in reading.named.mentions)
        said = bool(reading.concepts & set(rule.concepts)) or _year_outside(rule.years, reading)
        within_reach = rule.unless_level and _covered(reading)
        excused = within_reach or reading.concepts & set(rule.unless)
        if (named or said) and not excused:
            kept = _moved(shares, rule.topics, f"no.{rule.silence}")
            if kept != shares:
                return ordered(kept), rule.silence
    return shares, ""


def _covered(reading: Reading) -> bool:
    """Return whether a level or body that the plan covers is named."""
    return bool(reading.named.levels or reading.named.of("agency", "unit"))


def _year_outside(years: tuple[int, ...], reading: Reading) -> bool:
    named = reading.named.years
    return bool(years and named) and not any(years[0] <= y <= years[1] for y in named)


def _moved(shares: Mapping[str, float], topics: tuple[str, ...], silence: str) -> Shares:
    moved, kept = 0.0, {}
    for label, share in shares.items():
        away = any(
            label == t or (label.startswith(t.removesuffix("*")) and t.endswith("*"))
            for t in topics
        )
        kept[label] = share * _LEFT if away else share
        moved += share - kept[label]
    kept[silence] = kept.get(silence, 0.0) + moved
    return kept
