"""The Bot API's methods and their parameters, compiled from the machine-readable specification."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from .refusals import malformed, not_found
from .values import Checker, TypeBook

Decoder: TypeAlias = Callable[[Any, str], Any]

FILE = Path(__file__).with_name("spec-10.1.json.gz")
_NUMBER = re.compile(r"-?\d{1,19}")
_FALSE = frozenset({"false", "no", "0"})
_TRUE = frozenset({"true", "yes", "1"})
_ABSENT = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
    "action": "wrong parameter action in request",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "file_id": "file_id not specified",
    "url": "",
    "commands": "",
}
"""How Telegram names a missing parameter; an empty word means: it does not mind."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart request."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Method:
    """One method: its canonical name, how to read each parameter, which must be there."""

    name: str
    decoders: Mapping[str, Decoder]
    required: tuple[str, ...]
    files: frozenset[str]

    def read(self, given: Mapping[str, Any], uploads: Mapping[str, Upload]) -> dict[str, Any]:
        """Return typed parameters, or refuse; empty values count as absent, as at Telegram."""
        values: dict[str, Any] = {}
        for name, raw in given.items():
            decoder = self.decoders.get(name)
            if decoder is None:
                raise malformed(f'unknown parameter "{name}" of {self.name}')
            if raw not in ("", None):
                values[name] = decoder(raw, name)
        for name, upload in uploads.items():
            if name in self.files:
                values[name] = upload
            elif not any(f"attach://{name}" in str(raw) for raw in given.values()):
                raise malformed(f'unknown file "{name}" of {self.name}')
        for name in self.required:
            if name not in values:
                words = _ABSENT.get(name, f'parameter "{name}" is required')
                if words:
                    raise malformed(words)
        for name in self.files & values.keys():
            values[name] = _attached(values[name], uploads)
        return values


class Specification:
    """All methods by name; names are read without regard to case, as Telegram does."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        book = TypeBook(document["types"])
        self.version: str = document["version"]
        self.update_kinds = frozenset(
            field for field, _, _ in document["types"]["Update"]["fields"] if field != "update_id"
        )
        self._methods = {
            name.lower(): _method(name, fields, book)
            for name, fields in document["methods"].items()
        }
        self._methods |= {method.name: method for method in self._methods.values()}

    def method(self, name: str) -> Method:
        """Return the method or refuse with Telegram's 404."""
        found = self._methods.get(name) or self._methods.get(name.lower())
        if found is None:
            raise not_found("method not found")
        return found


@lru_cache(maxsize=1)
def specification() -> Specification:
    """Load and compile the specification, once a process."""
    return Specification(json.loads(gzip.decompress(FILE.read_bytes())))


def _method(name: str, fields: list[tuple[str, list[str], bool]], book: TypeBook) -> Method:
    decoders = {field: _decoder(tuple(types), book) for field, types, _ in fields}
    required = tuple(field for field, _, needed in fields if needed)
    # Telegram looks at the text before it looks at the chat
    order = tuple(sorted(required, key=lambda field: field == "chat_id"))
    files = frozenset(field for field, types, _ in fields if "InputFile" in types)
    return Method(name, decoders, order, files)


def _decoder(types: tuple[str, ...], book: TypeBook) -> Decoder:
    simple: dict[tuple[str, ...], Decoder] = {
        ("Integer",): _integer,
        ("String",): _string,
        ("Boolean",): _boolean,
        ("Float",): _float,
        ("Integer", "String"): _integer_or_string,
        ("InputFile",): _string,
        ("InputFile", "String"): _string,
    }
    return simple.get(types) or _json(book.any_of(types))


def _attached(value: Any, uploads: Mapping[str, Upload]) -> Any:
    if isinstance(value, str) and value.startswith("attach://"):
        upload = uploads.get(value.removeprefix("attach://"))
        if upload is None:
            raise malformed(f'no file "{value}" in the request')
        return upload
    return value


def _integer(raw: Any, name: str) -> int:
    number = int(raw) if type(raw) is str and _NUMBER.fullmatch(raw) else raw
    if type(number) is int and abs(number) < 1 << 63:
        return number
    raise malformed(f'parameter "{name}" must be of type Integer')


def _string(raw: Any, name: str) -> str:
    if type(raw) is str:
        return raw
    raise malformed(f'parameter "{name}" must be of type String')


def _boolean(raw: Any, name: str) -> bool:
    if type(raw) is bool:
        return raw
    word = raw.lower() if type(raw) is str else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise malformed(f'parameter "{name}" must be of type Boolean')


def _float(raw: Any, name: str) -> float:
    try:
        if type(raw) in {int, float, str}:
            return float(raw)
    except ValueError:
        pass
    raise malformed(f'parameter "{name}" must be of type Float')


def _integer_or_string(raw: Any, name: str) -> int | str:
    if type(raw) is int:
        return raw
    word = _string(raw, name)
    return int(word) if _NUMBER.fullmatch(word) else word


def _json(check: Checker) -> Decoder:
    def decode(raw: Any, name: str) -> Any:
        value = raw
        if type(raw) is str:
            try:
                value = json.loads(raw)
            except ValueError as error:
                raise malformed(f"can't parse {name} JSON object") from error
        check(value, name)
        return value

    return decode
