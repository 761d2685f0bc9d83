"""Small rooms: what is seen at one glance is understood."""

import ast

import pytest

from tests.house.places import ROOT, sources, tracked

FILE_LINES, FUNCTION_LINES, NESTING = 300, 40, 4
BOXES = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match, ast.AsyncFor, ast.AsyncWith)


def functions(tree):
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def depth(node, level=0):
    """Return how deep blocks stand in each other; elif is no deeper than its if."""
    deepest = level
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        chained = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
        deeper = level + (isinstance(child, BOXES) and not chained)
        deepest = max(deepest, depth(child, deeper))
    return deepest


@pytest.mark.parametrize("file", sources(), ids=lambda f: str(f.relative_to(ROOT)))
def test_rooms_are_small(file):
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= FILE_LINES
    tree = ast.parse(text)
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions(tree)}
    assert {name: n for name, n in long.items() if n > FUNCTION_LINES} == {}
    deep = {f.name: depth(f) for f in functions(tree)}
    assert {name: n for name, n in deep.items() if n > NESTING} == {}
    assert ast.get_docstring(tree), "the first line of a file says what it is for"


def test_test_files_are_small_too():
    too_long = {
        str(file.relative_to(ROOT)): lines
        for file in tracked(".py")
        if file.relative_to(ROOT).parts[0] == "tests"
        and (lines := file.read_text(encoding="utf-8").count("\n")) > FILE_LINES
    }
    assert too_long == {}


def test_no_room_is_called_by_what_it_is_not():
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "core", "services", "manager"}
    assert [f for f in sources() if {p.removesuffix(".py") for p in f.parts} & vague] == []
