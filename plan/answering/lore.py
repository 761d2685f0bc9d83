"""What a programme pack knows for answering: topics, agencies, targets, the question bank."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from plan.answering.language import phrases, read
from plan.targets import Level, Target
from plan.units import Unit

_FORMS = 2
Frozen = ConfigDict(frozen=True, extra="forbid")


class Topic(BaseModel):
    """One thing that can be asked, the provisions that answer it and the fact said first."""

    model_config = Frozen

    id: str
    name: str
    provisions: tuple[str, ...]
    also: tuple[str, ...] = ()
    kind: str = "quote"
    target: str = ""
    lead: str = ""
    # What is said first instead to an audience of a level.
    leads: dict[str, str] = Field(default_factory=dict)
    silent: bool = False
    brief: bool = False
    things: str = ""
    slots: str = ""


class Silent(BaseModel):
    """A kind of fact that the plan leaves open, and the provisions that come nearest."""

    model_config = Frozen

    name: str
    provisions: tuple[str, ...] = ()
    # The question has nothing to do with the plan: it is not worth sending on.
    outside: bool = False


class Beyond(BaseModel):
    """What takes a question out of the plan's scope: things or concepts beside some topics."""

    model_config = Frozen

    silence: str
    topics: tuple[str, ...]
    mentions: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    # The rule is silent when a level or body that the plan covers is named beside it.
    unless_level: bool = False
    years: tuple[int, ...] = ()


class Agency(BaseModel):
    """One body (or kind of body) with its names, its level and its tasks."""

    model_config = Frozen

    id: str
    name: str
    level: str
    tasks: tuple[str, ...]
    also: tuple[str, ...] = ()
    summary: str = ""
    units: tuple[str, ...] = ()
    question_sets: tuple[str, ...] = ()
    aliases: str = ""
    former: str = ""
    # Which placeholder its units' names become in a question: {agency}, {commune}.
    stand_in: Literal["agency", "commune"] = "agency"


class OnlyBehind(BaseModel):
    """Names that name a body only behind one of the words."""

    model_config = Frozen

    words: str = ""
    names: str = ""


class Fields(BaseModel):
    """By which field people call a unit, behind one of some words ("the health people")."""

    model_config = Frozen

    behind: str = ""
    names: dict[str, str] = Field(default_factory=dict)


class Agencies(BaseModel):
    """agencies.toml."""

    model_config = Frozen

    own_kinds: str
    # Ways of calling the own unit that stand for {unit} in the bank, beside the general ones.
    own_names: tuple[str, ...] = ()
    only_behind: OnlyBehind = OnlyBehind()
    agency: tuple[Agency, ...]
    former_units: dict[str, str] = Field(default_factory=dict)
    fields: Fields = Fields()
    others: dict[str, str] = Field(default_factory=dict)

    def of(self, unit: Unit) -> Agency | None:
        """Return the body of the plan that a unit is: by its code, else by its question set."""
        by_code = (a for a in self.agency if unit.code in a.units)
        by_set = (a for a in self.agency if unit.question_set in a.question_sets)
        return next(by_code, None) or next(by_set, None)


class Targets(BaseModel):
    """targets.toml."""

    model_config = Frozen

    frame: str
    # Words in which the name of a level is none.
    no_level: str = ""
    level: tuple[Level, ...]
    target: tuple[Target, ...]


class Topics(BaseModel):
    """topics.toml."""

    model_config = Frozen

    fills: tuple[str, ...] = ()
    # What people ask next, offered as buttons in this order.
    next: tuple[str, ...] = ()
    # Short forms of the subject, each with what it stands for.
    short: dict[str, str] = Field(default_factory=dict)
    concepts: dict[str, str] = Field(default_factory=dict)
    topic: tuple[Topic, ...]
    silent: dict[str, Silent]
    beyond: tuple[Beyond, ...] = ()


@dataclass(frozen=True)
class BankLine:
    """One approved formulation and the label it teaches."""

    label: str
    text: str
    once: bool = False


@dataclass(frozen=True)
class Lore:
    """The answering data of one pack."""

    folder: Path
    agencies: Agencies
    targets: Targets
    topics: Topics

    @cached_property
    def topic(self) -> dict[str, Topic]:
        """Return the topics by id."""
        return {topic.id: topic for topic in self.topics.topic}

    @cached_property
    def short(self) -> dict[str, tuple[str, ...]]:
        """Return the subject's short forms as words."""
        return {form: tuple(words.split()) for form, words in self.topics.short.items()}

    @cached_property
    def target(self) -> dict[str, Target]:
        """Return the targets by id."""
        return {target.id: target for target in self.targets.target}

    def of_kind(self, kind: str) -> Topic | None:
        """Return the first topic of a kind, or None when the pack has none."""
        return next((topic for topic in self.topics.topic if topic.kind == kind), None)

    def bank(self, *, named: bool = True) -> Iterator[BankLine]:
        """Return the formulations of the pack, of the language's silences and of its intents.

        `named`: also those that ask for every topic by its name.
        """
        for file in sorted((self.folder / "bank").glob("*.toml")):
            yield from _lines(tomllib.loads(file.read_text(encoding="utf-8")))
        for line in _lines(read("beyond")):
            if line.label.removeprefix("no.") not in self.topics.fills:
                yield line
        yield from _lines(read("intents"))
        if named:
            yield from self._named_lines()
        yield from self._slot_lines()

    def _named_lines(self) -> Iterator[BankLine]:
        """Ask for every topic by its name, in the plainest frames."""
        for form in read("slots")["named"]["forms"].strip().split("\n"):
            for topic in self.topics.topic:
                yield BankLine(topic.id, form.replace("{x}", topic.name))

    def _slot_lines(self) -> Iterator[BankLine]:
        """Ask every slot of every thing: filled slots teach the topic, the others its silence."""
        slots = read("slots")["slot"]
        things = [(topic, thing) for topic in self.topics.topic for thing in phrases(topic.things)]
        asked = ((topic, thing, name) for topic, thing in things for name in slots)
        for turn, (topic, thing, name) in enumerate(asked, start=1):
            family = slots[name].get("family", name)
            filled = name in phrases(topic.slots)
            if filled or family in self.topics.silent:
                label = topic.id if filled else f"no.{family}"
                for form in _forms(slots[name]["forms"], turn, _FORMS * 3 if filled else _FORMS):
                    yield BankLine(label, form.replace("{x}", thing), once=True)


def _forms(text: str, turn: int, count: int) -> Iterator[str]:
    """Yield some ways of asking a slot, others at each turn."""
    forms = [form.strip() for form in text.split("\n") if form.strip()]
    for step in range(min(count, len(forms))):
        yield forms[(turn * 7 + step * 3) % len(forms)]


def load_lore(folder: Path) -> Lore:
    """Load the answering data of a pack folder. Raises pydantic's error when it is ill-formed."""
    return Lore(
        folder,
        Agencies.model_validate(_toml(folder / "agencies.toml")),
        Targets.model_validate(_toml(folder / "targets.toml")),
        Topics.model_validate(_toml(folder / "topics.toml")),
    )


def concept_phrases(lore: Lore) -> Iterator[tuple[str, str]]:
    """Return (phrase, concept) of the general language and of the pack."""
    tables = [*list(read("concepts").values()), lore.topics.concepts]
    for table in tables:
        for concept, line in table.items():
            for phrase in phrases(line):
                yield phrase, concept


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _lines(tree: dict[str, Any]) -> Iterator[BankLine]:
    for section, entries in tree.items():
        for name, block in entries.items():
            for line in block.splitlines():
                if line.strip():
                    yield BankLine(f"{section}.{name}", line.strip())
