"""The one door from code to Vietnamese: every sentence, button and word is said by name."""

import html
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

LANGUAGE = files("plan") / "language" / "vi"
_SLOT = re.compile(r"\{(\w+)\}")
_TAG = re.compile(r"</?(?:b|i|u|s|code|pre|blockquote|a)(?: [^>]*)?>")


class PhraseError(LookupError):
    """A phrase is missing, or it was said with other slots than it has."""


class Markup(str):
    """A slot value that is our own markup already (a rendered phrase): it is not escaped again."""

    __slots__ = ()


class Phrasebook:
    """Sentences by dotted key ("report.too_many"), slots in braces, a little HTML of our own.

    Allowed markup: b, i, u, s, code, pre, blockquote, a. Slots are escaped once, here.
    """

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._phrases = dict(phrases)
        self._split: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {}

    def render(self, key: str, /, **slots: Any) -> Markup:
        """Return the phrase with its slots filled and escaped.

        Raises PhraseError when the key is unknown or the slots are not exactly the phrase's.
        """
        wanted, parts = self._split.get(key) or self._parts(key)
        if wanted != slots.keys():
            raise PhraseError(f"{key}: has slots {sorted(wanted)}, was given {sorted(slots)}")
        if not wanted:
            return Markup(parts[0])
        filled = (escape(slots[part]) if at % 2 else part for at, part in enumerate(parts))
        return Markup("".join(filled))

    def _parts(self, key: str) -> tuple[frozenset[str], tuple[str, ...]]:
        """Return a phrase's slots, and its words and slots by turns. Raises PhraseError."""
        parts = tuple(_SLOT.split(self.raw(key)))
        self._split[key] = frozenset(parts[1::2]), parts
        return self._split[key]

    def plain(self, key: str, /, **slots: Any) -> str:
        """Return the phrase as plain text, for buttons, terminals and documents."""
        return strip_markup(self.render(key, **slots))

    def raw(self, key: str) -> str:
        """Return the phrase as it stands in the data. Raises PhraseError when it is unknown."""
        try:
            return self._phrases[key]
        except KeyError:
            raise PhraseError(f"no phrase {key!r}") from None

    def slots(self, key: str) -> frozenset[str]:
        """Return the names of the phrase's slots."""
        return frozenset(_SLOT.findall(self.raw(key)))

    def __contains__(self, key: str) -> bool:
        return key in self._phrases

    def __iter__(self) -> Iterator[str]:
        return iter(self._phrases)

    def overlaid(self, phrases: Mapping[str, str]) -> "Phrasebook":
        """Return a book in which the programme's own wording replaces ours by key."""
        return Phrasebook(self._phrases | dict(phrases))


def escape(value: Any) -> str:
    """Return a slot's value as safe markup; our own Markup passes as it is."""
    return value if isinstance(value, Markup) else html.escape(str(value), quote=False)


def strip_markup(text: str) -> str:
    """Return markup as plain text."""
    return html.unescape(_TAG.sub("", text))


def join(parts: Iterable[str], between: str = "\n") -> Markup:
    """Return several rendered parts as one piece of markup."""
    return Markup(between.join(escape(part) for part in parts))


def flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Return nested TOML tables as dotted keys. Only strings may stand in a phrase file."""
    flat: dict[str, str] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = str(value).strip("\n")
    return flat


def read_phrases(folder: Traversable | Path) -> dict[str, str]:
    """Return the phrases of a folder of TOML files; a file's name begins its keys."""
    found: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            tree = tomllib.loads(file.read_text(encoding="utf-8"))
            found |= flatten(tree, f"{file.name.removesuffix('.toml')}.")
    return found


def product_phrases() -> Phrasebook:
    """Return the product's own Vietnamese, loadable even when a programme pack is broken."""
    return Phrasebook(read_phrases(LANGUAGE / "phrases"))
