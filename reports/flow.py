"""Where a report stands: from the form and the answers alone to the question to ask now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from plan.form import Form, Question, Section, When
from reports.values import (
    Answers,
    Chosen,
    Document,
    Narrative,
    NotApplicable,
    Numbers,
    Percent,
    Skipped,
    Unknown,
    Value,
    YesNo,
)


class OptionalPart(StrEnum):
    """What the unit said to the one screen that offers the optional questions."""

    unasked = "unasked"
    fill = "fill"
    choose = "choose"
    skip = "skip"


@dataclass(frozen=True)
class Returned:
    """The newest return: the questions it names, and those of them answered again since."""

    questions: frozenset[str]
    mended: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Draft:
    """One unit's report as facts. Answers off the path stay here and simply do not count."""

    form: Form
    question_set: str
    answers: Answers = field(default_factory=dict)
    optional: OptionalPart = OptionalPart.unasked
    returned: Returned | None = None

    @cached_property
    def sets(self) -> frozenset[str]:
        """Return the unit's question set with those that it includes."""
        return self.form.sets_of(self.question_set)

    @cached_property
    def _walk(self) -> tuple[tuple[Question, bool], ...]:
        walk = self.form.walk(self.question_set)
        return tuple(step for step in walk if step[0].when is None or _holds(self, step[0].when))

    @cached_property
    def path(self) -> tuple[Question, ...]:
        """Return every question put to this unit now, in the form's order."""
        return tuple(question for question, _ in self._walk)

    @cached_property
    def required_path(self) -> tuple[Question, ...]:
        """Return the questions of the path that must be answered."""
        return tuple(question for question, required in self._walk if required)

    @cached_property
    def optional_path(self) -> tuple[Question, ...]:
        """Return the questions of the path that may be skipped."""
        return tuple(question for question, required in self._walk if not required)


@dataclass(frozen=True)
class Asking:
    """Ask this question: the `number`-th of `total` in its part (required, optional, returned)."""

    question: Question
    number: int
    total: int
    section: Section
    required: bool


@dataclass(frozen=True)
class OptionalOffer:
    """The required part is done: offer the rest once, as one screen."""

    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Choosing:
    """Show the optional questions still open as a list; the unit picks, or is done with it."""

    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Reviewing:
    """Nothing is left to ask: show the summary. `total` questions stand on the path."""

    total: int


Position = Asking | OptionalOffer | Choosing | Reviewing


@dataclass(frozen=True)
class SectionProgress:
    """How far one section is; `missing` counts required questions without an answer."""

    section: Section
    answered: int
    total: int
    missing: int


def position(draft: Draft) -> Position:
    """Return where the report stands. Reading never writes; a changed form version just works."""
    if draft.returned is not None:
        return _mending(draft, draft.returned)
    required = required_path(draft)
    if (gap := _first_open(draft, required)) is not None:
        return asking(draft, gap.id)
    left = tuple(q for q in optional_path(draft) if not answered(draft, q))
    if not left or draft.optional is OptionalPart.skip:
        return Reviewing(len(path(draft)))
    if draft.optional is OptionalPart.unasked:
        return OptionalOffer(left)
    if draft.optional is OptionalPart.choose:
        return Choosing(left)
    return asking(draft, left[0].id)


def path(draft: Draft) -> tuple[Question, ...]:
    """Return every question put to this unit now, in the form's order."""
    return draft.path


def required_path(draft: Draft) -> tuple[Question, ...]:
    """Return the questions of the path that must be answered."""
    return draft.required_path


def optional_path(draft: Draft) -> tuple[Question, ...]:
    """Return the questions of the path that may be skipped."""
    return draft.optional_path


def after_sending(draft: Draft) -> tuple[Question, ...]:
    """Return the questions asked once the report is sent (official number), open or not."""
    sets = draft.sets
    after = (s for s in draft.form.sections if s.after)
    return tuple(q for section in after for q in section.questions if q.concerns(sets))


def asking(draft: Draft, question_id: str) -> Asking:
    """Return the screen of one question, wherever the report stands (jump, back, correct).

    Raises KeyError when the form has no such question.
    """
    question = draft.form.question(question_id)
    required = question.required_of(draft.sets)
    peers = required_path(draft) if required else optional_path(draft)
    if draft.returned is not None and question_id in draft.returned.questions:
        peers = tuple(q for q in path(draft) if q.id in draft.returned.questions)
    ids = [q.id for q in peers]
    number = ids.index(question_id) + 1 if question_id in ids else 1
    section = draft.form.section_of(question_id)
    return Asking(question, number, max(len(ids), 1), section, required)


def previous(draft: Draft, question_id: str) -> Question | None:
    """Return the question before this one as it is walked, or None at the beginning."""
    walked = _walk(draft)
    at = _index(walked, question_id)
    return walked[at - 1] if at else None


def following(draft: Draft, question_id: str) -> Question | None:
    """Return the question after this one as it is walked, or None at the end."""
    walked = _walk(draft)
    at = _index(walked, question_id)
    return walked[at + 1] if at is not None and at + 1 < len(walked) else None


def answered(draft: Draft, question: Question) -> bool:
    """Return whether a question has an answer that this version of the form can use."""
    value = draft.answers.get(question.id)
    if value is None or not fits(question, value):
        return False
    return not (isinstance(value, Skipped) and question.required_of(draft.sets))


def counted(draft: Draft) -> Answers:
    """Return the answers that count: on the path, and usable by this version of the form."""
    asked = [question for question in path(draft) if answered(draft, question)]
    return {question.id: draft.answers[question.id] for question in asked}


def missing(draft: Draft) -> tuple[Question, ...]:
    """Return the required questions without an answer, in order."""
    return tuple(q for q in required_path(draft) if not answered(draft, q))


def progress(draft: Draft) -> list[SectionProgress]:
    """Return how far each section with questions for this unit is."""
    asked = {question.id for question in path(draft)}
    open_ids = {question.id for question in missing(draft)}
    found = []
    for section in draft.form.sections:
        mine = [q for q in section.questions if q.id in asked]
        if mine:
            done = sum(answered(draft, q) for q in mine)
            gaps = sum(q.id in open_ids for q in mine)
            found.append(SectionProgress(section, done, len(mine), gaps))
    return found


def done_of_required(draft: Draft) -> tuple[int, int]:
    """Return how many required questions are answered, and how many there are."""
    required = required_path(draft)
    return sum(answered(draft, q) for q in required), len(required)


def fits(question: Question, value: Value) -> bool:
    """Return whether a stored value can be an answer to this question of this form version."""
    match value:
        case Unknown() | NotApplicable() | Skipped():
            return True
        case Numbers():
            return question.numeric and set(value.boxes) == set(question.codes)
        case Chosen():
            return value.option in {option.key for option in question.options}
        case Percent() | YesNo() | Narrative() | Document():
            return question.kind == value.kind
    return False


def numbers(answers: Answers) -> dict[str, int]:
    """Return every number told, by code; unknown and skipped ones are simply absent."""
    values = (value for value in answers.values() if isinstance(value, Numbers))
    return {code: count for value in values for code, count in value.boxes.items()}


def _mending(draft: Draft, returned: Returned) -> Position:
    named = [q for q in path(draft) if q.id in returned.questions and q.id not in returned.mended]
    if named:
        return asking(draft, named[0].id)
    if (gap := _first_open(draft, required_path(draft))) is not None:
        return asking(draft, gap.id)  # an answer mended opened a new question
    return Reviewing(len(path(draft)))


def _first_open(draft: Draft, questions: Iterable[Question]) -> Question | None:
    return next((q for q in questions if not answered(draft, q)), None)


def _walk(draft: Draft) -> list[Question]:
    optional = draft.optional in {OptionalPart.fill, OptionalPart.choose}
    return [*required_path(draft), *(optional_path(draft) if optional else ())]


def _index(walked: list[Question], question_id: str) -> int | None:
    return next((at for at, q in enumerate(walked) if q.id == question_id), None)


def _holds(draft: Draft, when: When | None) -> bool:
    if when is None:
        return True
    asked = draft.form.holder(when.code)
    if not asked.concerns(draft.sets):
        return True
    if not _holds(draft, asked.when):
        return False
    value = draft.answers.get(asked.id)
    return value is not None and _word(value, when.code) in when.is_


def _word(value: Value, code: str) -> str:
    """Return a value as a word of conditions: yes, no, zero, some, or an option's key."""
    match value:
        case YesNo():
            return "yes" if value.yes else "no"
        case Chosen():
            return value.option
        case Numbers() if code in value.boxes:
            return "some" if value.boxes[code] else "zero"
    return ""
