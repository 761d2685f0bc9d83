"""Checkers compiled from the specification: one closure per type, made once, called often.

A checker takes a JSON value and the place where it stands, and returns nothing; it raises when
the value is not of the type. Nested values are judged exactly (a number in quotes is not a
number), which is stricter than Telegram and equal to its documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from .refusals import Refusal, malformed

Checker: TypeAlias = Callable[[Any, str], None]

_ARRAY = "Array of "
_INT64 = 1 << 63


def _integer(value: Any, where: str) -> None:
    if type(value) is not int or not -_INT64 <= value < _INT64:
        raise malformed(f'field "{where}" must be of type Integer')


def _string(value: Any, where: str) -> None:
    if type(value) is not str:
        raise malformed(f'field "{where}" must be of type String')


def _boolean(value: Any, where: str) -> None:
    if type(value) is not bool:
        raise malformed(f'field "{where}" must be of type Boolean')


def _float(value: Any, where: str) -> None:
    if type(value) not in {int, float}:
        raise malformed(f'field "{where}" must be of type Number')


def _never(value: Any, where: str) -> None:
    raise malformed(f'field "{where}" must be uploaded as a file')


_PRIMITIVES: dict[str, Checker] = {
    "Integer": _integer,
    "String": _string,
    "Boolean": _boolean,
    "Float": _float,
    "InputFile": _never,
}


class TypeBook:
    """All object types of the specification, as checkers, compiled on first use."""

    def __init__(self, types: Mapping[str, Mapping[str, Any]]) -> None:
        self._types = types
        self._made: dict[str, Checker] = {}

    def any_of(self, names: tuple[str, ...]) -> Checker:
        """Return the checker of a value that may be of several types."""
        if len(names) == 1:
            return self.one(names[0])
        if all(name in _PRIMITIVES for name in names):
            return _first_that_fits([self.one(name) for name in names], " or ".join(names))
        if all(name.startswith(_ARRAY) for name in names):
            return _array(self.any_of(tuple(name.removeprefix(_ARRAY) for name in names)))
        return self._object_of(names)

    def one(self, name: str) -> Checker:
        """Return the checker of one named type."""
        if name in _PRIMITIVES:
            return _PRIMITIVES[name]
        if name.startswith(_ARRAY):
            return _array(self.one(name.removeprefix(_ARRAY)))

        def late(value: Any, where: str) -> None:
            # types contain each other (a message replies to a message): look up when called
            (self._made.get(name) or self._compile(name))(value, where)

        return late

    def _compile(self, name: str) -> Checker:
        parts = self._types[name]["sub"]
        if name == "KeyboardButton":
            made = _text_or(self._plain_object(name))  # documented: a String is a simple button
        elif parts:
            made = self._object_of(tuple(parts))
        else:
            made = self._plain_object(name)
        self._made[name] = made
        return made

    def _plain_object(self, name: str) -> Checker:
        spec = self._types[name]
        fields = {field: self.any_of(tuple(types)) for field, types, _ in spec["fields"]}
        required = [field for field, _, needed in spec["fields"] if needed]
        constants: dict[str, str] = spec["const"]

        def check(value: Any, where: str) -> None:
            if type(value) is not dict:
                raise malformed(f'field "{where}" must be an Object ({name})')
            for field in required:
                if field not in value:
                    raise malformed(f'can\'t find field "{field}" in "{where}" ({name})')
            for field, item in value.items():
                checker = fields.get(field)
                if checker is None:
                    raise malformed(f'unknown field "{field}" in "{where}" ({name})')
                checker(item, f"{where}.{field}")
            for field, constant in constants.items():
                if value[field] != constant:
                    raise malformed(f'field "{where}.{field}" must be "{constant}"')

        return check

    def _object_of(self, names: tuple[str, ...]) -> Checker:
        leaves = [leaf for name in names for leaf in self._leaves(name)]
        tagged = {tuple(self._types[leaf]["const"].items()): self.one(leaf) for leaf in leaves}
        if len(tagged) == len(leaves):
            return _by_tag(tagged, names)
        keys = {
            leaf: [f for f, _, needed in self._types[leaf]["fields"] if needed] for leaf in leaves
        }
        return _by_keys([(keys[leaf], self.one(leaf)) for leaf in leaves], names)

    def _leaves(self, name: str) -> list[str]:
        parts: list[str] | None = self._types[name]["sub"]
        return [name] if not parts else [leaf for part in parts for leaf in self._leaves(part)]


def _array(item: Checker) -> Checker:
    def check(value: Any, where: str) -> None:
        if type(value) is not list:
            raise malformed(f'field "{where}" must be an Array')
        for number, element in enumerate(value):
            item(element, f"{where}[{number}]")

    return check


def _text_or(other: Checker) -> Checker:
    def check(value: Any, where: str) -> None:
        if type(value) is not str:
            other(value, where)

    return check


def _first_that_fits(checkers: list[Checker], names: str) -> Checker:
    def check(value: Any, where: str) -> None:
        for checker in checkers:
            try:
                checker(value, where)
            except Refusal:
                continue
            return
        raise malformed(f'field "{where}" must be of type {names}')

    return check


def _by_tag(tagged: dict[tuple[Any, ...], Checker], names: tuple[str, ...]) -> Checker:
    def check(value: Any, where: str) -> None:
        if type(value) is dict:
            for constants, checker in tagged.items():
                if all(value.get(field) == constant for field, constant in constants):
                    return checker(value, where)
        raise malformed(f'field "{where}" must be one of {", ".join(names)}')

    return check


def _by_keys(choices: list[tuple[list[str], Checker]], names: tuple[str, ...]) -> Checker:
    def check(value: Any, where: str) -> None:
        if type(value) is dict:
            for required, checker in choices:
                if all(field in value for field in required):
                    return checker(value, where)
        raise malformed(f'field "{where}" must be one of {", ".join(names)}')

    return check
