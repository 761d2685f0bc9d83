"""Who and what is named: units, agencies, the asker's own unit, levels, figures, other papers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from plan.answering.language import phrases, read
from plan.answering.lore import Agency, Lore
from plan.answering.normalise import Short, normalise
from plan.answering.phrase_index import Found, PhraseIndex
from plan.answering.words import Word, spell, word, words_of
from plan.units import Unit, Units

_YEAR = re.compile(r"^(19|20)\d\d$")
_PERCENT = re.compile(r"^(\d+(?:[.,]\d+)?)%$")
_DATE = re.compile(r"^\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?$")
# So many words behind a percentage may tell what it is a share of.
_BEHIND = 4
# A unit's name of so many words ("the department of education") is known even misspelt.
_LONG = 3
_NUMBER = re.compile(r"^\d[\d.,]*$")


@dataclass(frozen=True)
class Mention:
    """One thing that is named: `kind` is own, agency, unit, other, place, person, paper."""

    start: int
    end: int
    kind: str
    agency: str = ""
    unit: str = ""
    former: str = ""


@dataclass(frozen=True)
class Recognised:
    """What a message names."""

    mentions: tuple[Mention, ...]
    percents: tuple[str, ...]
    # The words behind each percentage, folded: what it is taken for a share of.
    shares_of: tuple[str, ...]
    years: tuple[int, ...]
    levels: tuple[str, ...]

    def of(self, *kinds: str) -> list[Mention]:
        """Return the mentions of some kinds, in order."""
        return [m for m in self.mentions if m.kind in kinds]


class Recogniser:
    """Finds what a pack's agencies, units and levels are called."""

    def __init__(self, lore: Lore, units: Units) -> None:
        self._lore = lore
        self._units = units
        general = read("recognise")
        self._pronouns = [words_of(p) for p in phrases(general["own"]["pronouns"])]
        kinds = f"{general['own']['kinds']}, {lore.agencies.own_kinds}"
        self._index: PhraseIndex[Mention] = PhraseIndex()
        self._alone = {_one(p).folded for p in phrases(lore.agencies.only_behind.names)}
        self._behind = {
            w.folded for p in phrases(lore.agencies.only_behind.words) for w in words_of(p)
        }
        self._fill(kinds, general)
        levels = [(p, level.id) for level in lore.targets.level for p in phrases(level.words)]
        levels += [(p, "") for p in phrases(lore.targets.no_level)]
        self._levels = PhraseIndex(
            (form, id_) for p, id_ in levels for form in as_typed(p, lore.short)
        )

    def agency_of(self, unit: Unit) -> Agency | None:
        """Return the agency that a unit belongs to."""
        return self._lore.agencies.of(unit)

    def recognise(self, words: Sequence[Word]) -> Recognised:
        """Return everything that these words name."""
        hits = self._index.longest(words, by_sound=True)
        shares = [(at, m.group(1)) for at, w in enumerate(words) if (m := _PERCENT.match(w.text))]
        mentions = [self._placed(hit) for hit in hits if self._stands(words, hit)]
        return Recognised(
            mentions=tuple(sorted(_once(mentions), key=lambda m: m.start)),
            percents=tuple(percent for _, percent in shares),
            shares_of=tuple(_folded(words[at + 1 : at + 1 + _BEHIND]) for at, _ in shares),
            years=tuple(int(w.text) for w in words if _YEAR.match(w.text)),
            levels=self._levels_in(words, mentions),
        )

    def _levels_in(self, words: Sequence[Word], mentions: Sequence[Mention]) -> tuple[str, ...]:
        """Return the levels named: not within a body's name, nor where no level is meant."""
        hits = self._levels.longest(words)
        hidden = {hit.start for hit in hits if not hit.value}
        names = (m for m in mentions if m.kind in ("agency", "unit", "other"))
        hidden |= {at for m in names for at in range(m.start, m.end)}
        return tuple(dict.fromkeys(hit.value for hit in hits if hit.start not in hidden))

    def _fill(self, kinds: str, general: dict[str, dict[str, str]]) -> None:
        for phrase, mention in self._names(kinds, general):
            # A unit's name is no short form; reading thousands of them so would only take time.
            forms = {phrase} if mention.unit else as_typed(phrase, self._lore.short)
            for form in forms:
                self._index.add(form, mention)

    def _names(
        self, kinds: str, general: dict[str, dict[str, str]]
    ) -> Iterator[tuple[str, Mention]]:
        for kind in phrases(kinds):
            for pronoun in phrases(general["own"]["pronouns"]):
                yield f"{kind} {pronoun}", Mention(0, 0, "own")
        for alone in phrases(general["own"]["alone"]):
            yield alone, Mention(0, 0, "own")
        yield from self._bodies()
        for unit in self._units:
            yield from self._unit_names(unit)
        yield from self._names_by_code()
        for name in phrases(general["places"]["names"]):
            yield name, Mention(0, 0, "place")
        for name in phrases(general["papers"]["names"]):
            yield name, Mention(0, 0, "paper")

    def _names_by_code(self) -> Iterator[tuple[str, Mention]]:
        """Yield what agencies.toml calls units by: former names, and fields."""
        for code, line in self._lore.agencies.former_units.items():
            successor = self.agency_of(self._units[code])
            id_ = successor.id if successor is not None else ""
            for name in phrases(line):
                yield name, Mention(0, 0, "agency", id_, code, name)
        fields = self._lore.agencies.fields
        for code, line in fields.names.items():
            mention = self._mention(self._units[code])
            for field, before in product(phrases(line), phrases(fields.behind)):
                yield f"{before} {field}", mention

    def _bodies(self) -> Iterator[tuple[str, Mention]]:
        for agency in self._lore.agencies.agency:
            for name in phrases(agency.aliases):
                yield name, Mention(0, 0, "agency", agency.id)
            for name in phrases(agency.former):
                yield name, Mention(0, 0, "agency", agency.id, former=name)
        for name in phrases(self._lore.agencies.others.get("names", "")):
            yield name, Mention(0, 0, "other")

    def _unit_names(self, unit: Unit) -> Iterator[tuple[str, Mention]]:
        mention = self._mention(unit)
        for name in self._units.names(unit):
            yield name, mention
        for old in unit.former_units:
            yield old, replace(mention, former=old)

    def _mention(self, unit: Unit) -> Mention:
        agency = self.agency_of(unit)
        kind = "agency" if agency and unit.code in agency.units else "unit"
        return Mention(0, 0, kind, agency.id if agency else "", unit.code)

    def _placed(self, hit: Found[Mention]) -> Mention:
        m = hit.value
        return Mention(hit.start, hit.end, m.kind, m.agency, m.unit, m.former)

    def _stands(self, words: Sequence[Word], hit: Found[Mention]) -> bool:
        """Refuse names that say too much alone, and short ones that are only heard, not read.

        Five pairs of communes are a letter apart, and "thanh tra" is also an inspection.
        """
        if not hit.exact and not self._surely_heard(hit):
            return False
        if hit.end - hit.start == 1 and hit.value.kind in ("unit", "place"):
            return not words[hit.start].plain or len(words[hit.start].folded) > 5
        name = " ".join(w.folded for w in words[hit.start : hit.end])
        if name not in self._alone:
            return True
        before = words[hit.start - 1].folded if hit.start else ""
        return before in self._behind

    @staticmethod
    def _surely_heard(hit: Found[Mention]) -> bool:
        """Return whether a misspelt name can be no other: a body's, or a unit's long one."""
        long = hit.end - hit.start >= _LONG
        return hit.value.kind == "agency" or (long and hit.value.kind == "unit")


def _once(mentions: Sequence[Mention]) -> list[Mention]:
    """Return one mention a place: of a body and its only unit, the unit says more."""
    best: dict[tuple[int, int, str, str], Mention] = {}
    for m in mentions:
        key = (m.start, m.end, m.kind, m.agency)
        if key not in best or (m.unit and not best[key].unit):
            best[key] = m
    return list(best.values())


def as_typed(phrase: str, short: Short) -> set[str]:
    """Return a phrase of the data as it stands and as a question that says it is read."""
    return {phrase, spell(normalise(phrase, short).words)}


def _folded(words: Sequence[Word]) -> str:
    return " ".join(w.folded for w in words)


def _one(phrase: str) -> Word:
    return word(" ".join(w.folded for w in words_of(phrase)))
