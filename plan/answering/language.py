"""The general language of questions: typing tables, concepts, polite words. Read once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from plan.names import fold
from plan.phrasebook import LANGUAGE

FOLDER = LANGUAGE / "asking"


@dataclass(frozen=True)
class Sounds:
    """Spellings that are heard alike, longest first."""

    onsets: tuple[tuple[str, str], ...]
    finals: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Reading:
    """One reading of an ambiguous short form, and the words beside it that speak for it."""

    words: str
    before: frozenset[str]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Language:
    """Tables of `plan/language/vi/asking/`."""

    onsets: frozenset[str]
    rhymes: frozenset[str]
    telex: dict[str, dict[str, str]]
    vni: dict[str, dict[str, str]]
    sounds: Sounds
    short: dict[str, tuple[str, ...]]
    english: dict[str, tuple[str, ...]]
    ambiguous: dict[str, tuple[Reading, ...]]
    numbers: dict[str, Any]
    letters_behind: frozenset[str]


def read(name: str) -> dict[str, Any]:
    """Return one file of the asking folder."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def language() -> Language:
    """Return the typing tables."""
    raw = read("typing")
    return Language(
        onsets=frozenset(raw["syllables"]["onsets"].split()),
        rhymes=frozenset(raw["syllables"]["rhymes"].split()),
        telex=raw["telex"],
        vni=raw["vni"],
        sounds=Sounds(_longest(raw["sounds"]["onsets"]), _longest(raw["sounds"]["finals"])),
        short={k: tuple(v.split()) for k, v in raw["short"].items()},
        english={k: tuple(v.split()) for k, v in raw["english"].items()},
        ambiguous={entry["form"]: _readings(entry) for entry in raw["ambiguous"]},
        numbers=raw["numbers"],
        letters_behind=frozenset(map(fold, phrases(raw["letters"]["behind"]))),
    )


def phrases(text: str) -> list[str]:
    """Return the comma-separated phrases of a data line."""
    return [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]


def _longest(table: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(table.items(), key=lambda pair: -len(pair[0])))


def _readings(entry: dict[str, Any]) -> tuple[Reading, ...]:
    return tuple(
        Reading(r["words"], frozenset(map(fold, r["before"])), tuple(map(fold, r["after"])))
        for r in entry["readings"]
    )
