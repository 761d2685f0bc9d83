"""The form of a report: versioned data. Ids are for ever; references point back only."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Frozen = ConfigDict(frozen=True, extra="forbid")

QuestionKind = Literal[
    "numbers",  # one or more named boxes, each a count (or dong): "31 12", "12/31"
    "money",  # one amount of dong
    "percent",  # 0-100 with one decimal
    "yes_no",
    "choice",
    "narrative",  # several messages until done
    "document",  # number and sign of an official paper, and its date
]
NothingKind = Literal["zero", "unknown", "not_applicable", "skip"]


class Box(BaseModel):
    """One number of a question: its code stands in exports for ever."""

    model_config = Frozen

    code: str
    name: str
    unit: str = ""
    least: int = 0
    most: int | None = None
    # Outside this range the value is asked back once, not refused.
    usual_least: int | None = None
    usual_most: int | None = None


class Option(BaseModel):
    """One answer of a choice question."""

    model_config = Frozen

    key: str
    label: str


class When(BaseModel):
    """Ask only if an earlier question has one of these values (yes, no, an option, zero, some)."""

    model_config = Frozen

    question: str
    is_: tuple[str, ...] = Field(alias="is")


class Question(BaseModel):
    """One question on one screen. `id` is the code of its first box or of itself."""

    model_config = Frozen

    id: str
    kind: QuestionKind
    text: str
    short: str
    help: str = ""
    example: str = ""
    boxes: tuple[Box, ...] = ()
    options: tuple[Option, ...] = ()
    required: bool = False
    sets: tuple[str, ...] = ()
    optional_sets: tuple[str, ...] = ()
    when: When | None = None
    provision: str = ""
    nothings: tuple[NothingKind, ...] = ()
    max_length: int | None = None
    share: bool = False
    confirm_above: Decimal | None = None
    confirm_below: Decimal | None = None
    prefill: Literal["dtts_hint"] | None = None
    carry: bool = True
    sensitive: bool = False

    def concerns(self, question_set: str) -> bool:
        """Return whether the question is put to units of this set at all."""
        return question_set in self.sets or question_set in self.optional_sets

    def required_of(self, question_set: str) -> bool:
        """Return whether units of this set must answer it (unknown with a reason counts)."""
        return self.required and question_set in self.sets

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the values this question yields."""
        return tuple(box.code for box in self.boxes) or (self.id,)


class Section(BaseModel):
    """A heading of the report with its questions, in order."""

    model_config = Frozen

    id: str
    title: str
    questions: tuple[Question, ...]


class Check(BaseModel):
    """A cross-check before sending: a named rule of reports/checks.py with its codes."""

    model_config = Frozen

    id: str
    rule: str
    codes: tuple[str, ...]
    level: Literal["error", "oddity"]
    text: str
    params: dict[str, int | str] = {}


class Indicator(BaseModel):
    """A share that is computed, never asked, shown beside a target."""

    model_config = Frozen

    id: str
    name: str
    rule: str
    codes: tuple[str, ...]
    target: str | None = None
    sets: tuple[str, ...] = ()


class Form(BaseModel):
    """One version of the form. An open draft stays on the version it began with."""

    model_config = Frozen

    version: str
    title: str
    set_names: dict[str, str] = {}
    # A set may include another's questions: {"so_noi_vu": ["department"]}.
    set_includes: dict[str, tuple[str, ...]] = {}
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    indicators: tuple[Indicator, ...] = ()

    def __iter__(self) -> Iterator[Question]:  # type: ignore[override]
        return (question for section in self.sections for question in section.questions)

    def question(self, question_id: str) -> Question:
        """Return a question by its id. Raises KeyError when this version has none."""
        for question in self:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def section_of(self, question_id: str) -> Section:
        """Return the section that a question stands in. Raises KeyError."""
        for section in self.sections:
            if any(question.id == question_id for question in section.questions):
                return section
        raise KeyError(question_id)
