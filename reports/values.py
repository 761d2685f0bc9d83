"""What an answer may be: numbers, words, or one of the kinds of nothing, never confused."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Frozen = ConfigDict(frozen=True, extra="forbid")


class Numbers(BaseModel):
    """Counts (or whole dong) by box code; zero is a number."""

    model_config = Frozen

    kind: Literal["numbers"] = "numbers"
    boxes: dict[str, int]


class Percent(BaseModel):
    """A share typed by the unit, 0-100."""

    model_config = Frozen

    kind: Literal["percent"] = "percent"
    value: Decimal


class YesNo(BaseModel):
    """Yes or no."""

    model_config = Frozen

    kind: Literal["yes_no"] = "yes_no"
    yes: bool


class Chosen(BaseModel):
    """One option of a choice question, by key."""

    model_config = Frozen

    kind: Literal["chosen"] = "chosen"
    option: str


class Narrative(BaseModel):
    """The unit's own words; line breaks kept."""

    model_config = Frozen

    kind: Literal["narrative"] = "narrative"
    text: str


class Document(BaseModel):
    """An official paper's number and sign, and its date (None when not told)."""

    model_config = Frozen

    kind: Literal["document"] = "document"
    number: str
    day: date | None = None


class Unknown(BaseModel):
    """There is no figure yet, for a reason. Not zero."""

    model_config = Frozen

    kind: Literal["unknown"] = "unknown"
    reason: str


class NotApplicable(BaseModel):
    """The question does not concern the unit. Not zero, not unknown."""

    model_config = Frozen

    kind: Literal["not_applicable"] = "not_applicable"


class Skipped(BaseModel):
    """An optional question passed over. It may be answered later."""

    model_config = Frozen

    kind: Literal["skipped"] = "skipped"


Value = Annotated[
    Numbers | Percent | YesNo | Chosen | Narrative | Document | Unknown | NotApplicable | Skipped,
    Field(discriminator="kind"),
]
Answers = dict[str, Value]  # by question id

_ADAPTER: TypeAdapter[Value] = TypeAdapter(Value)
# Longer texts are narratives: rare, and not worth the memory.
_SHORT = 200


def to_json(value: Value) -> str:
    """Return a value as it is stored."""
    return value.model_dump_json()


def from_json(text: str) -> Value:
    """Return a stored value. Raises pydantic.ValidationError when the row is damaged."""
    return _short(text) if len(text) <= _SHORT else _ADAPTER.validate_json(text)


@lru_cache(maxsize=4096)
def _short(text: str) -> Value:
    """Read a short value once: a report's answers are read again at each of its questions."""
    return _ADAPTER.validate_json(text)
