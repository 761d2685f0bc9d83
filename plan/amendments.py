"""What changed between the plan as it was last announced and as it stands: only the words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from plan.answering.lore import Lore
from plan.provisions import PlanText
from plan.units import Unit

# Words of the sentence shown on either side of a change, so that it can be found.
_AROUND = 4


@dataclass(frozen=True)
class Change:
    """One place where words changed, with a few words around; either side may be empty."""

    before: str
    after: str


@dataclass(frozen=True)
class Amendment:
    """A provision whose words changed; `before` None: it is new, `after` None: it is gone."""

    provision: str
    before: str | None
    after: str | None

    @property
    def changes(self) -> tuple[Change, ...]:
        """Return the changed words, in order."""
        return tuple(_changes((self.before or "").split(), (self.after or "").split()))


def amendments(plan: PlanText, announced: Mapping[str, str]) -> list[Amendment]:
    """Return what differs from the texts announced last, in the plan's order, the gone last."""
    leaves = {p.id: p.text for p in plan if p.kind == "leaf"}
    found = [
        Amendment(id_, announced.get(id_), text)
        for id_, text in leaves.items()
        if announced.get(id_) != text
    ]
    gone = [id_ for id_ in announced if id_ not in leaves]
    return found + [Amendment(id_, announced[id_], None) for id_ in gone]


def concerned(lore: Lore, unit: Unit, provision: str) -> bool:
    """Return whether a provision holds a target or a task of this unit."""
    agency = lore.agencies.of(unit)
    if agency is None:
        return False
    if any(_covers(task, provision) for task in agency.tasks):
        return True
    targets = [t for t in lore.targets.target if _covers(t.provision, provision)]
    levels = {level for t in targets for figure in t.figures for level in figure.levels}
    levels |= {level for t in targets for level in t.levels}
    return agency.level in levels


def _covers(named: str, provision: str) -> bool:
    return provision == named or provision.startswith(f"{named}.")


def _changes(before: list[str], after: list[str]) -> Iterator[Change]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Change(_shown(before, a, b), _shown(after, c, d))


def _shown(words: list[str], start: int, end: int) -> str:
    if start == end:
        return ""
    first, last = max(0, start - _AROUND), min(len(words), end + _AROUND)
    shown = " ".join(words[first:last])
    return f"{'… ' if first else ''}{shown}{' …' if last < len(words) else ''}"
