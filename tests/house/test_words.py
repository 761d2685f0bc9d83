"""Words stand apart from code: every sentence by name, every name used, with its slots."""

import ast
import re
import unicodedata

import pytest

from plan.phrasebook import product_phrases
from tests.house.places import ROOT, sources, tracked

BOOK = product_phrases()
KEY = re.compile(r"[a-z_]+\.[a-z0-9_.]+")
VIETNAMESE = re.compile("[\u0300-\u036f\u0111\u0110]")
# Calls that take a phrase key first, and keywords of theirs that are no slots.
SAYING = {"say", "Say", "render", "plain", "Toast", "Unclear", "Complaint"}
NOT_SLOTS = {"asks", "to", "card", "key", "choices", "slots", "phrase"}


def is_vietnamese(text):
    return bool(VIETNAMESE.search(unicodedata.normalize("NFD", text)))


@pytest.mark.parametrize("file", sources(), ids=lambda f: str(f.relative_to(ROOT)))
def test_no_vietnamese_letter_stands_in_code(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if is_vietnamese(line)] == []


def literal_keys():
    """Return every string of the code and of the data that may name a phrase, and patterns."""
    keys, patterns = set(), []
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                keys.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(v.value) if isinstance(v, ast.Constant) else r"[a-z0-9_.]+"
                    for v in node.values
                ]
                patterns.append(re.compile("".join(parts)))
    for file in tracked(".toml", ".html", ".js"):
        keys |= set(KEY.findall(file.read_text(encoding="utf-8")))
    return keys, patterns


def test_every_phrase_is_said_somewhere():
    keys, patterns = literal_keys()
    patterns = [p for p in patterns if len(p.pattern) > 4 and p.pattern[0] != "["]
    families = tuple(key for key in keys if re.fullmatch(r"[a-z_]+\.[a-z_.]+\.", key))
    unused = [
        key
        for key in BOOK
        if key not in keys
        and not key.startswith(families)
        and not (key.startswith("complaint.") and key.removeprefix("complaint.") in keys)
        and not any(p.fullmatch(key) for p in patterns)
    ]
    assert unused == []


def calls():
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in SAYING and isinstance(node.args[0].value, str):
                    key = node.args[0].value
                    yield file, name, key if name != "Complaint" else f"complaint.{key}", node


def test_everything_said_has_its_phrase_and_its_slots():
    wrong = []
    for file, name, key, node in calls():
        where = f"{file.relative_to(ROOT)}:{node.lineno} {key}"
        if not KEY.fullmatch(key):
            continue
        if key not in BOOK:
            wrong.append(f"{where}: no such phrase")
        elif all(word.arg for word in node.keywords) and len(node.args) == 1 and name != "Say":
            given = {word.arg for word in node.keywords} - (NOT_SLOTS - BOOK.slots(key))
            if given != BOOK.slots(key):
                wrong.append(f"{where}: slots {sorted(BOOK.slots(key))}, given {sorted(given)}")
    assert wrong == []


def test_the_tone_is_calm():
    loud = {
        key: text
        for key in BOOK
        if re.search(r"!(?!doctype|--)", text := BOOK.raw(key))
        or re.search(r"\bbạn\b", text.lower())
    }
    assert loud == {}
