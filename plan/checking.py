"""What a pack's files say of each other: every id that one names must stand in another."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from plan.answering.language import phrases, read
from plan.answering.lore import Agencies, Lore, Targets, Topics
from plan.faults import Fault, PackReader, ProgrammeError
from plan.phrasebook import product_phrases
from plan.programme import Programme, in_year, load_programme, read_phrases_of, read_toml

_AGENCIES, _TARGETS, _TOPICS = "agencies.toml", "targets.toml", "topics.toml"
_NO_REPORT = "recipient"  # the question set of units that owe none


def checked_programme(folder: Path) -> Programme:
    """Load a pack and check its files against each other and the plan's text.

    Raises ProgrammeError with every fault found. What only answering reads is checked here too.
    """
    programme = load_programme(folder)
    reader = PackReader(folder)
    agencies = reader.take(_AGENCIES, read_toml, Agencies)
    targets = reader.take(_TARGETS, read_toml, Targets)
    topics = reader.take(_TOPICS, read_toml, Topics)
    faults = [*reader.faults, *_of_programme(programme)]
    if agencies and targets and topics:
        lore = Lore(folder, agencies, targets, topics)
        for check in (_unit_levels, _agencies, _targets, _topics, _bank):
            faults += check(programme, lore)
    if faults:
        raise ProgrammeError(folder, faults)
    return programme


def _of_programme(programme: Programme) -> Iterator[Fault]:
    yield from _manifest(programme)
    yield from _plan_text(programme)
    yield from _units(programme)
    yield from _forms(programme)
    yield from _phrases(programme)


def _manifest(programme: Programme) -> Iterator[Fault]:
    file, manifest = "programme.toml", programme.manifest
    for key in ("coordinator", "training_unit"):
        yield from _unknown(file, key, [getattr(manifest, key)], programme.units.codes, "no_unit")
    rounds = manifest.rounds
    if not rounds.years:
        yield Fault(file=file, key="rounds.years", problem="several")
    for key in ("before", "cut_off", "closes"):
        for year in rounds.years[:1]:
            try:
                in_year(getattr(rounds, key), year)
            except ValueError:
                yield Fault(file=file, key=f"rounds.{key}", problem="no_such_day")
    yield from _unknown(
        file, "rounds.provision", [rounds.provision], programme.plan.ids, "no_provision"
    )


def _plan_text(programme: Programme) -> Iterator[Fault]:
    """Check that the provisions hang together, each verbatim in the plan's own text."""
    file, source = "provisions.json", programme.folder / "plan.txt"
    whole = _letters(source.read_text(encoding="utf-8")) if source.is_file() else None
    yield from _twice(file, programme.plan.ids)
    for one in programme.plan:
        if one.parent is not None and one.parent not in programme.plan:
            yield _fault(file, f"{one.id}.parent", "no_provision", id=one.parent)
        if whole is not None and one.kind == "leaf" and _letters(one.text) not in whole:
            yield _fault(file, f"{one.id}.text", "not_verbatim")


def _units(programme: Programme) -> Iterator[Fault]:
    file = "units.csv"
    yield from _twice(file, programme.units.codes)
    sets = {name for form in programme.forms.values() for name in form.set_names}
    if not sets:
        return
    for unit in programme.units:
        key = f"{unit.code}.question_set"
        yield from _unknown(file, key, [unit.question_set], sets | {_NO_REPORT}, "no_set")


def _forms(programme: Programme) -> Iterator[Fault]:
    for name, form in zip(programme.manifest.forms, programme.forms.values(), strict=False):
        for question in form:
            named = [question.provision, *question.provision_by_set.values()]
            key = f"{question.id}.provision"
            yield from _unknown(name, key, filter(None, named), programme.plan.ids, "no_provision")


def _phrases(programme: Programme) -> Iterator[Fault]:
    """Check that the pack words anew only what the product says, with the same slots."""
    product = product_phrases()
    for key in read_phrases_of(programme.folder):
        area, _, name = key.partition(".")
        file = f"phrases/{area}.toml"
        if key not in product:
            yield _fault(file, name, "no_phrase", id=key)
        elif product.slots(key) != programme.phrases.slots(key):
            slots = ", ".join(sorted(product.slots(key))) or "-"
            yield _fault(file, name, "other_slots", slots=slots)


def _agencies(programme: Programme, lore: Lore) -> Iterator[Fault]:
    agencies = lore.agencies
    ids = [agency.id for agency in agencies.agency]
    sets = {unit.question_set for unit in programme.units}
    yield from _twice(_AGENCIES, ids)
    for one in agencies.agency:
        named = [*one.tasks, *one.also]
        yield from _unknown(
            _AGENCIES, f"{one.id}.tasks", named, programme.plan.ids, "no_provision"
        )
        yield from _unknown(
            _AGENCIES, f"{one.id}.units", one.units, programme.units.codes, "no_unit"
        )
        key = f"{one.id}.question_sets"
        yield from _unknown(_AGENCIES, key, one.question_sets, sets, "no_set")
    known = {*ids, *programme.units.codes}
    yield from _unknown(_AGENCIES, "former_units", agencies.former_units, known, "no_agency")
    yield from _unknown(_AGENCIES, "fields.names", agencies.fields.names, known, "no_agency")
    others = set(agencies.others) - {"names"}
    yield from (_fault(_AGENCIES, f"others.{name}", "key_unknown") for name in sorted(others))


def _unit_levels(programme: Programme, lore: Lore) -> Iterator[Fault]:
    for unit in programme.units:
        yield from _unknown(
            "units.csv", f"{unit.code}.level", [unit.level], _levels(lore), "no_level"
        )


def _targets(programme: Programme, lore: Lore) -> Iterator[Fault]:
    levels = _levels(lore)
    yield from _twice(_TARGETS, [target.id for target in lore.targets.target])
    for one in lore.targets.target:
        named = [one.provision]
        yield from _unknown(
            _TARGETS, f"{one.id}.provision", named, programme.plan.ids, "no_provision"
        )
        used = [*one.levels, *(level for figure in one.figures for level in figure.levels)]
        yield from _unknown(_TARGETS, f"{one.id}.levels", used, levels, "no_level")


def _topics(programme: Programme, lore: Lore) -> Iterator[Fault]:
    topics, plan = lore.topics, programme.plan.ids
    slots = read("slots")["slot"]
    yield from _twice(_TOPICS, [topic.id for topic in topics.topic])
    yield from _unknown(_TOPICS, "next", topics.next, lore.topic, "no_topic")
    for one in topics.topic:
        named = [*one.provisions, *one.also]
        yield from _unknown(_TOPICS, f"{one.id}.provisions", named, plan, "no_provision")
        target = filter(None, [one.target])
        yield from _unknown(_TOPICS, f"{one.id}.target", target, lore.target, "no_target")
        yield from _unknown(_TOPICS, f"{one.id}.leads", one.leads, _levels(lore), "no_level")
        yield from _unknown(_TOPICS, f"{one.id}.slots", phrases(one.slots), slots, "no_slot")
    for name, silent in topics.silent.items():
        key = f"silent.{name}.provisions"
        yield from _unknown(_TOPICS, key, silent.provisions, plan, "no_provision")
    yield from _beyond(lore)


def _beyond(lore: Lore) -> Iterator[Fault]:
    topics = lore.topics
    concepts = {name for table in (*read("concepts").values(), topics.concepts) for name in table}
    for number, one in enumerate(topics.beyond, start=1):
        key = f"beyond.{number}"
        yield from _unknown(_TOPICS, f"{key}.silence", [one.silence], topics.silent, "no_silence")
        yield from _unknown(_TOPICS, f"{key}.concepts", one.concepts, concepts, "no_concept")
        for name in one.topics:
            family = name.removesuffix("*")
            if not any(known == name or known.startswith(family) for known in lore.topic):
                yield _fault(_TOPICS, f"{key}.topics", "no_topic", id=name)


def _bank(programme: Programme, lore: Lore) -> Iterator[Fault]:
    """Check that every formulation teaches something known, and every topic is taught."""
    del programme
    silent = {f"no.{name}" for name in lore.topics.silent}
    general = {
        f"{section}.{name}"
        for table in (read("beyond"), read("intents"))
        for section, entries in table.items()
        for name in entries
    }
    try:
        labels = Counter(line.label for line in lore.bank(named=False))
    except (AttributeError, ValueError) as error:
        yield _fault("bank/", "-", "file_unreadable", why=str(error))
        return
    yield from _unknown("bank/", "-", labels, {*lore.topic, *silent, *general}, "no_label")
    for topic in lore.topic:
        if topic not in labels:
            yield _fault("bank/", topic, "untaught", id=topic)


def _levels(lore: Lore) -> set[str]:
    own = {level.id for level in lore.targets.level}
    return own | {agency.level for agency in lore.agencies.agency}


def _unknown(
    file: str, key: str, named: Iterable[str], known: Container[str], problem: str
) -> Iterator[Fault]:
    """Yield a fault for each name that is not known."""
    for name in named:
        if name not in known:
            yield _fault(file, key, problem, id=name)


def _twice(file: str, ids: Iterable[str]) -> Iterator[Fault]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield _fault(file, name, "twice", id=name)


def _fault(file: str, key: str, problem: str, **slots: str) -> Fault:
    return Fault(file=file, key=key, problem=problem, slots=slots)


def _letters(text: str) -> str:
    """Return the words alone: line ends and marks of emphasis are the file's own."""
    return " ".join(text.replace("*", "").split())
