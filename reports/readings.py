"""What reading typed words comes to besides a value: not understood, or understood with doubt."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.values import Value

Slots = Mapping[str, str | int]


@dataclass(frozen=True)
class Unclear:
    """The words make no value; the phrase says why and shows how."""

    phrase: str
    slots: Slots = field(default_factory=dict)


@dataclass(frozen=True)
class AskBack:
    """The words make this value if the person confirms it.

    The phrase has, beside these slots, one named `value`: the echo of the value (echo.words).
    """

    value: Value
    phrase: str
    slots: Slots = field(default_factory=dict)


@dataclass(frozen=True)
class NeedsReason:
    """The person says there is no figure yet: ask why, then store Unknown with the reason."""


Reading = Value | AskBack | Unclear | NeedsReason
