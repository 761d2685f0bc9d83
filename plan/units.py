"""The units of the programme, and how people find theirs by what they type."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict, field_validator
from rapidfuzz import fuzz, process

from plan.names import compare_key, fold, sort_key

# Folded words that begin a district or the province behind a name.
_DISTRICT = {"huyen", "h", "h.", "tp", "tp.", "tx", "tx.", "tinh"}
_DISTRICT_OF_TWO = {("thi", "xa"), ("thanh", "pho")}
# Fewer names of a level show no habit.
_SEVERAL = 3
_KIND_WORDS = re.compile(r"^(?:ubnd|uy ban nhan dan|xa|phuong|thi tran|x\.?|p\.?|tt\.?)\s+")


class Role(StrEnum):
    """What a person may do for a unit."""

    focal = "focal"
    leader = "leader"
    coordinator = "coordinator"
    viewer = "viewer"


class Unit(BaseModel):
    """One row of units.csv. `question_set` decides which questions of the form concern it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    kind: str
    official_name: str
    short_name: str
    abbreviations: tuple[str, ...] = ()
    level: str
    question_set: str
    sort_order: int
    former_district: str = ""
    former_units: tuple[str, ...] = ()
    dtts_hint: str = ""
    source: str = ""
    status: str = "confirmed"

    @field_validator("abbreviations", "former_units", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part for part in value.split("|") if part) if isinstance(value, str) else value
        )

    @property
    def reports(self) -> bool:
        """Return whether this unit owes a report at all (recipients only get copies)."""
        return self.question_set != "recipient"


@dataclass(frozen=True)
class Match:
    """A unit found by a typed name. `exact` False: a fuzzy hit, to be offered as a button only."""

    unit: Unit
    exact: bool
    by_former: str = ""


class Units:
    """All units by code, in official order, and the search by typed name."""

    def __init__(self, units: Iterable[Unit]) -> None:
        given = sorted(units, key=lambda unit: unit.sort_order)
        # Every code as it was given: a pack that uses one twice is told so.
        self.codes = tuple(unit.code for unit in given)
        self._by_code = {unit.code: unit for unit in given}

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Unit:
        """Return the unit of a code. Raises KeyError when there is none."""
        return self._by_code[code]

    def reporting(self) -> list[Unit]:
        """Return the units that owe a report, in official order."""
        return [unit for unit in self if unit.reports]

    def alphabetical(self) -> list[Unit]:
        """Return the units in Vietnamese dictionary order, for pickers."""
        return sorted(self, key=lambda unit: sort_key(unit.short_name))

    def names(self, unit: Unit) -> tuple[str, ...]:
        """Return everything that a unit is called now, each once.

        Also the official name without the place that most names of its level end with: nobody
        says the province behind "the department of health".
        """
        given = (unit.official_name, unit.short_name, *unit.abbreviations)
        endings = self._endings.get(unit.level, ())
        shorter = [unit.official_name.removesuffix(f" {ending}") for ending in endings]
        return tuple(dict.fromkeys((*given, *shorter)))

    @cached_property
    def _endings(self) -> dict[str, list[str]]:
        names: dict[str, list[list[str]]] = {}
        for unit in self:
            names.setdefault(unit.level, []).append(unit.official_name.split())
        return {level: _shared_endings(of_level) for level, of_level in names.items()}

    def find(self, typed: str, most: int = 6) -> list[Match]:
        """Return units that a typed name may mean, best first.

        Exact hits (accented first, then folded, then former names) are returned alone; otherwise
        fuzzy hits, never to be accepted without asking (five pairs of names are a letter apart).
        A district or the province typed behind the name is dropped where nothing is called so.
        """
        names = [(compare_key(typed), ""), *_without_district(compare_key(typed))]
        for name, district in names:
            if hits := self._called(name):
                near = [hit for hit in hits if district and district in _folded_district(hit.unit)]
                return (near or hits)[:most]
        return self._fuzzy(fold(names[-1][0]), most)

    def _called(self, key: str) -> list[Match]:
        folded = fold(key).replace(" & ", " va ")
        return self._exact(key, accented=True) or self._exact(folded, accented=False)

    def _exact(self, key: str, accented: bool) -> list[Match]:
        own, former = self._keys_accented if accented else self._keys_folded
        bare = key if accented else _strip_kind(key)
        hits = own.get(key) or own.get(bare) or []
        if hits:
            return [Match(self[code], exact=True) for code in hits]
        olds = former.get(key) or former.get(bare) or []
        return [Match(self[code], exact=True, by_former=old) for code, old in olds]

    def _fuzzy(self, key: str, most: int) -> list[Match]:
        bare = _strip_kind(key)
        hits = process.extract(
            bare, self._choices, scorer=fuzz.ratio, limit=most * 3, score_cutoff=72
        )
        codes = dict.fromkeys(self._choice_codes[index] for _, _, index in hits)
        return [Match(self[code], exact=False) for code in list(codes)[:most]]

    @cached_property
    def _choices(self) -> list[str]:
        return [name for name, _ in self._folded_names]

    @cached_property
    def _choice_codes(self) -> list[str]:
        return [code for _, code in self._folded_names]

    @cached_property
    def _folded_names(self) -> list[tuple[str, str]]:
        named = (
            (_strip_kind(fold(compare_key(name))), unit.code)
            for unit in self
            for name in (*self.names(unit), *unit.former_units)
        )
        return list(dict.fromkeys(named))

    @cached_property
    def _keys_accented(self) -> tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]]]:
        return self._index(folded=False)

    @cached_property
    def _keys_folded(self) -> tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]]]:
        return self._index(folded=True)

    def _index(
        self, *, folded: bool
    ) -> tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]]]:
        own: dict[str, list[str]] = {}
        former: dict[str, list[tuple[str, str]]] = {}
        for unit in self:
            names = (unit.code, *self.names(unit))
            for key in {k for name in names for k in _keys(name, folded)}:
                own.setdefault(key, []).append(unit.code)
            for old in unit.former_units:
                for key in _keys(old, folded):
                    former.setdefault(key, []).append((unit.code, old))
        return own, former


def read_units(text: str) -> list[dict[str, str]]:
    """Return the rows of a units.csv, to be validated as Unit."""
    return list(csv.DictReader(text.splitlines()))


def _shared_endings(names: list[list[str]]) -> list[str]:
    """Return what more than half of several names, given as words, end with."""
    if len(names) < _SEVERAL:
        return []
    found = Counter(" ".join(name[-size:]) for name in names for size in range(2, len(name)))
    return [ending for ending, count in found.items() if 2 * count > len(names)]


def _folded_district(unit: Unit) -> str:
    return fold(compare_key(unit.former_district))


def _without_district(key: str) -> Iterator[tuple[str, str]]:
    """Yield a typed name without what stands behind it, and that, folded; the longest first."""
    words = key.replace(",", " ").split()
    folded = fold(" ".join(words)).split()
    for at in range(len(folded) - 1, 0, -1):
        if folded[at] in _DISTRICT or tuple(folded[at : at + 2]) in _DISTRICT_OF_TWO:
            yield " ".join(words[:at]), " ".join(folded[at:])


def _keys(name: str, folded: bool) -> set[str]:
    key = compare_key(name)
    if not folded:
        return {key}
    key = fold(key)
    return {key, _strip_kind(key)}


def _strip_kind(key: str) -> str:
    bare = key
    while (shorter := _KIND_WORDS.sub("", bare)) != bare:
        bare = shorter
    return bare
