"""The form of a report: versioned data. Ids are for ever; references point back only."""

from collections import Counter
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from plan.faults import Flawed
from plan.measures import Check, Indicator

Frozen = ConfigDict(frozen=True, extra="forbid")

QuestionKind = Literal[
    "numbers",  # one or more named boxes, each a count: "31 12", "12/31"
    "money",  # one amount of dong
    "percent",  # 0-100 with one decimal
    "yes_no",
    "choice",
    "narrative",  # several messages until done
    "document",  # number and sign of an official paper, and its date
]
_Flaw = tuple[str, dict[str, str]]
NothingKind = Literal["zero", "unknown", "not_applicable", "skip"]


class Box(BaseModel):
    """One number of a question: its code stands in exports for ever."""

    model_config = Frozen

    code: str
    name: str
    unit: str = ""
    # Words beside a typed number that mean this box (total, women).
    words: tuple[str, ...] = ()
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
    words: tuple[str, ...] = ()


class When(BaseModel):
    """Ask only if an earlier value (of a question or a box) is one of these.

    The words are yes, no, zero, some, or the key of an option. A value that this unit is never
    asked for does not hold the question back.
    """

    model_config = Frozen

    code: str
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
    unit: str = ""
    boxes: tuple[Box, ...] = ()
    options: tuple[Option, ...] = ()
    required: bool = False
    sets: tuple[str, ...] = ()
    optional_sets: tuple[str, ...] = ()
    when: When | None = None
    provision: str = ""
    provision_by_set: dict[str, str] = {}
    nothings: tuple[NothingKind, ...] = ()
    max_length: int | None = None
    # The second box is a part of the first: refused above it, shown as a share.
    share: bool = False
    # Each box is at most the next one (this year, since the beginning).
    rises: bool = False
    # The same, but only asked back: a few activities, many people.
    usually_rises: bool = False
    confirm_above: Decimal | None = None
    confirm_below: Decimal | None = None
    prefill: Literal["dtts_hint"] | None = None
    carry: bool = True
    # The word for "no" where plain "no" reads badly (not yet).
    negative: str = ""
    sensitive: bool = False

    def concerns(self, sets: Collection[str]) -> bool:
        """Return whether the question is put to units of these sets (Form.sets_of) at all."""
        return not self._concerned.isdisjoint(sets)

    @cached_property
    def _concerned(self) -> frozenset[str]:
        return frozenset((*self.sets, *self.optional_sets))

    def required_of(self, sets: Collection[str]) -> bool:
        """Return whether units of these sets must answer it (unknown with a reason counts)."""
        return self.required and not self._set_names.isdisjoint(sets)

    @cached_property
    def _set_names(self) -> frozenset[str]:
        return frozenset(self.sets)

    def provision_of(self, sets: Collection[str]) -> str:
        """Return the id of the plan's provision it serves, for units of these sets."""
        own = (self.provision_by_set[name] for name in self.provision_by_set if name in sets)
        return next(own, self.provision)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the values this question yields."""
        return tuple(box.code for box in self.boxes) or (self.id,)

    @property
    def numeric(self) -> bool:
        """Return whether its answer is a set of numbers by code."""
        return self.kind in {"numbers", "money"}

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        wrong = {
            "form_boxes": (self.kind == "numbers") != bool(self.boxes),
            "form_first_box": bool(self.boxes) and self.boxes[0].code != self.id,
            "form_options": (self.kind == "choice") != bool(self.options),
            "form_two_boxes": (self.share or self.rises) and len(self.boxes) != 2,
            "form_no_sets": self.required and not self.sets,
        }
        if any(wrong.values()):
            raise Flawed((flaw, {}) for flaw, found in wrong.items() if found)
        return self


class Part(BaseModel):
    """One Roman-numbered heading of the written report."""

    model_config = Frozen

    id: str
    title: str


class Section(BaseModel):
    """A group of questions in the conversation; `part` is the heading it is written under."""

    model_config = Frozen

    id: str
    title: str
    part: str
    # Asked after sending, never in the way of it (official number, signed paper).
    after: bool = False
    questions: tuple[Question, ...]


class Form(BaseModel):
    """One version of the form. An open draft stays on the version it began with."""

    model_config = Frozen

    version: str
    title: str
    # Said beside every share: whose targets these are and for which year.
    frame: str = ""
    set_names: dict[str, str] = {}
    # A set may include another's questions: {"so_noi_vu": ["department"]}.
    set_includes: dict[str, tuple[str, ...]] = {}
    parts: tuple[Part, ...] = ()
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    indicators: tuple[Indicator, ...] = ()

    def __iter__(self) -> Iterator[Question]:  # type: ignore[override]
        return (question for section in self.sections for question in section.questions)

    def question(self, question_id: str) -> Question:
        """Return a question by its id. Raises KeyError when this version has none."""
        return self._by_id[question_id]

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self}

    def holder(self, code: str) -> Question:
        """Return the question that yields a value's code. Raises KeyError."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> dict[str, Question]:
        return {code: question for question in self for code in question.codes}

    def box(self, code: str) -> Box | None:
        """Return the box of a code, or None when the question is its own value."""
        return next((box for box in self.holder(code).boxes if box.code == code), None)

    def section_of(self, question_id: str) -> Section:
        """Return the section that a question stands in. Raises KeyError."""
        return self._sections[question_id]

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {q.id: section for section in self.sections for q in section.questions}

    def sets_of(self, question_set: str) -> frozenset[str]:
        """Return a unit's question set together with the sets that it includes."""
        return frozenset((question_set, *self.set_includes.get(question_set, ())))

    def asked_of(self, question_set: str) -> tuple[Question, ...]:
        """Return every question that concerns units of a set, conditions aside, in order."""
        if question_set not in self._asked:
            sets = self.sets_of(question_set)
            self._asked[question_set] = tuple(q for q in self if q.concerns(sets))
        return self._asked[question_set]

    @cached_property
    def _asked(self) -> dict[str, tuple[Question, ...]]:
        return {}

    def walk(self, question_set: str) -> tuple[tuple[Question, bool], ...]:
        """Return what units of a set answer before sending, conditions aside, in order.

        Each with whether it must be answered.
        """
        if question_set not in self._walks:
            sets = self.sets_of(question_set)
            asked = (q for q in self.asked_of(question_set) if not self.section_of(q.id).after)
            self._walks[question_set] = tuple((q, q.required_of(sets)) for q in asked)
        return self._walks[question_set]

    @cached_property
    def _walks(self) -> dict[str, tuple[tuple[Question, bool], ...]]:
        return {}

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        faults = [*_repeated(self), *_loose_ends(self), *_forward_references(self)]
        if faults:
            raise Flawed(faults)
        return self


def _repeated(form: Form) -> list[_Flaw]:
    counted = Counter(code for question in form for code in question.codes)
    return [("form_code_twice", {"code": code}) for code, n in counted.items() if n > 1]


def _loose_ends(form: Form) -> list[_Flaw]:
    codes = {code for question in form for code in question.codes}
    parts = {part.id for part in form.parts}
    named = [(rule.id, code) for rule in form.checks for code in rule.codes]
    named += [(rule.id, code) for rule in form.indicators for code in rule.codes]
    sets = {name for q in form for name in (*q.sets, *q.optional_sets, *q.provision_by_set)}
    sets |= {name for included in form.set_includes.values() for name in included}
    return [
        *(("form_no_code", {"rule": rule, "code": c}) for rule, c in named if c not in codes),
        *(
            ("form_no_part", {"section": section.id, "part": section.part})
            for section in form.sections
            if section.part not in parts
        ),
        *(("form_set_unnamed", {"set": name}) for name in sorted(sets - set(form.set_names))),
    ]


def _forward_references(form: Form) -> list[_Flaw]:
    seen: set[str] = set()
    faults: list[_Flaw] = []
    for question in form:
        if question.when and question.when.code not in seen:
            faults.append(("form_forward", {"question": question.id, "code": question.when.code}))
        seen |= set(question.codes)
    return faults
