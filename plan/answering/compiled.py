"""What is learnt from a pack's question bank, kept beside it so that starting is quick."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from plan.answering.bank import spread
from plan.answering.classifier import Classifier, Example
from plan.answering.language import FOLDER, read
from plan.answering.lore import BankLine, Lore, concept_phrases
from plan.answering.mend import Mender
from plan.answering.neighbours import Neighbours
from plan.answering.normalise import normalise
from plan.answering.reading import Reader, sign
from plan.answering.words import Word, words_of
from plan.provisions import PlanText
from plan.units import Units

NAME = "bank.learnt"
# Tables of the language that change how a formulation is read.
_READ_BY = ("recognise", "typing")


@dataclass(frozen=True)
class Learnt:
    """The voters of one pack and the fingerprint of the data they were taught from."""

    fingerprint: str
    classifier: Classifier
    neighbours: Neighbours
    mender: Mender


def fingerprint(lore: Lore) -> str:
    """Return a mark of all data that is taught from; another mark means: teach again."""
    digest = hashlib.sha256()
    texts = [f"{line.label}\t{line.text}" for line in lore.bank()]
    texts += [f"{phrase}\t{concept}" for phrase, concept in concept_phrases(lore)]
    texts += [f"{form}\t{words}" for form, words in lore.topics.short.items()]
    texts += [lore.agencies.model_dump_json(), lore.targets.no_level]
    texts += [f"{level.id}\t{level.words}" for level in lore.targets.level]
    texts += [(FOLDER / f"{name}.toml").read_text("utf-8") for name in _READ_BY]
    texts += [read("openers")["phrases"]]
    for text in texts:
        digest.update(text.encode() + b"\n")
    return digest.hexdigest()


def examples(lore: Lore) -> Iterator[tuple[str, list[Word]]]:
    """Return every formulation of the bank with its label, names replaced by placeholders."""
    stand_ins = read("recognise")["stand_ins"]
    stand_ins["unit"] += lore.agencies.own_names
    for line in lore.bank():
        for turn, text in enumerate(spread(line.text, 1 if line.once else 8)):
            yield line.label, _words(_filled(text, turn, stand_ins), lore)


def learn(lore: Lore, units: Units, plan: PlanText) -> Learnt:
    """Return the voters taught from the pack's bank. Takes a minute or more; see `load`."""
    from plan.answering.teaching import teach  # needs numpy, which answering does not

    reader = Reader(lore, units)
    lines = list(examples(lore))
    taught: list[Example] = []
    plain: list[Example] = []
    for label, words in lines:
        full = reader.read_words(words).features
        taught.append((label, full))
        plain.append((label, reader.read_words(words, folded=True).features))
    texts = [words for _, words in lines] + [list(words_of(p.text)) for p in plan]
    texts += [list(words_of(phrase)) for phrase, _ in concept_phrases(lore)]
    texts += [list(words_of(n)) for u in units for n in (u.official_name, *u.former_units)]
    return Learnt(
        fingerprint(lore),
        teach(taught + plain),
        Neighbours.of(taught),
        Mender.of(texts),
    )


def save(learnt: Learnt, folder: Path) -> Path:
    """Write what was learnt beside the bank."""
    tree = {
        "fingerprint": learnt.fingerprint,
        "classifier": _packed(learnt.classifier),
        "neighbours": learnt.neighbours.tree(),
        "mender": learnt.mender.tree(),
    }
    path = folder / NAME
    packed = json.dumps(tree, ensure_ascii=False).encode()
    path.write_bytes(gzip.compress(packed, 9, mtime=0))
    return path


def load(lore: Lore) -> Learnt | None:
    """Return what was learnt from exactly this bank, or None when it must be taught again."""
    path = lore.folder / NAME
    if not path.is_file():
        return None
    tree = json.loads(gzip.decompress(path.read_bytes()))
    if "classifier" not in tree:  # learnt by an earlier version
        return None
    return Learnt(
        tree["fingerprint"],
        _unpacked(tree["classifier"]),
        Neighbours.from_tree(tree["neighbours"]),
        Mender.from_tree(tree["mender"]),
    )


def is_fresh(learnt: Learnt, lore: Lore) -> bool:
    """Return whether what was learnt comes from the bank as it stands."""
    return learnt.fingerprint == fingerprint(lore)


def _words(text: str, lore: Lore) -> list[Word]:
    """Return a formulation as words, read by the same eyes as a question."""
    words: list[Word] = []
    for part in _signs().split(text):
        words += [sign(part)] if part.startswith("@") else normalise(part, lore.short).words
    return words


def _filled(text: str, turn: int, stand_ins: dict[str, list[str]]) -> str:
    for name, options in stand_ins.items():
        text = text.replace(f"{{{name}}}", f" {options[turn % len(options)]} ")
    return text


@cache
def _signs() -> re.Pattern[str]:
    options = {o for names in read("recognise")["stand_ins"].values() for o in names}
    return re.compile(f"({'|'.join(sorted(o for o in options if o.startswith('@')))})")


def _packed(classifier: Classifier) -> dict[str, Any]:
    """Return a classifier as plain data: an array is its kind and its bytes."""
    values = {f.name: getattr(classifier, f.name) for f in fields(classifier)}
    return {
        name: [v.typecode, base64.b64encode(v).decode()] if isinstance(v, array) else v
        for name, v in values.items()
    }


def _unpacked(tree: dict[str, Any]) -> Classifier:
    values: dict[str, Any] = {
        name: value if name in ("labels", "width") else array(value[0], base64.b64decode(value[1]))
        for name, value in tree.items()
    }
    return Classifier(**values)


def line_of(label: str, text: str) -> BankLine:
    """Return an approved formulation as a bank line."""
    return BankLine(label, text)
