"""What people type about themselves: a name, a position, a phone number. None: ask again."""

import re
from collections.abc import Callable

from plan.names import clean

_LETTER = re.compile(r"[^\W\d_]")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'\-])*")
_NUMBER = re.compile(r"(?:\+?84|0)(\d{9,10})")
_BETWEEN = re.compile(r"[\s.\-()]+")
LONGEST_NAME, LONGEST_POSITION = 60, 120


def name(typed: str) -> str | None:
    """Return a person's name; all capitals or all small letters are put right."""
    words = " ".join(clean(typed).split())
    if not 2 <= len(words) <= LONGEST_NAME or not _NAME.fullmatch(words):
        return None
    return words.title() if words in (words.upper(), words.lower()) else words


def position(typed: str) -> str | None:
    """Return a position, in the person's own words."""
    words = " ".join(clean(typed).split())
    enough = len(_LETTER.findall(words)) >= 2
    return words if enough and len(words) <= LONGEST_POSITION else None


def phone(typed: str) -> str | None:
    """Return a Vietnamese phone number as it is dialled at home ("0912345678")."""
    found = _NUMBER.fullmatch(_BETWEEN.sub("", clean(typed)))
    return f"0{found.group(1)}" if found else None


FIELDS: dict[str, Callable[[str], str | None]] = {"name": name, "position": position}
