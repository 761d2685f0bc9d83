"""One unit's report of one round as it stands: read from facts, each kind once, when needed."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from handlers.house import House
from plan.deadlines import Deadline
from plan.form import Form, Question
from plan.units import Unit
from reports import echo, flow, states
from reports.flow import Draft, OptionalPart, Position, Returned
from reports.states import Life, State, What
from reports.values import Answers, Value, from_json
from storage import answers, explanations, moves, rounds, submissions
from storage.answers import Given
from storage.engine import Tx
from storage.explanations import Explanation
from storage.moves import Move
from storage.rounds import Round
from storage.submissions import Submission

# The move that keeps what the unit said to the optional part: {"how": fill | choose | skip}.
OPTIONAL = "optional"
# What an answer leaves as it was.
_KEPT = ("form", "sets", "moves", "versions", "explanations", "last_year", "deadline")


class Report:
    """A report by (round, unit). It lives for one turn; `fresh` reads the facts again."""

    def __init__(self, tx: Tx, house: House, round_: Round, unit: Unit, today: date) -> None:
        self.tx = tx
        self.house = house
        self.round = round_
        self.unit = unit
        self.today = today

    @property
    def key(self) -> tuple[str, str]:
        """Return (round, unit), as storage names a report."""
        return self.round.id, self.unit.code

    @property
    def subject(self) -> str:
        """Return the subject of lines that ask for this report."""
        return f"report:{self.round.id}:{self.unit.code}"

    @property
    def chain(self) -> str:
        """Return the name of this report's audit chain."""
        return self.subject

    @property
    def round_name(self) -> str:
        """Return the round's name for screens with little room."""
        rule, round_ = self.house.programme.manifest.rounds, self.round
        own = rule.title.format(year=round_.year) != round_.title
        return round_.title if own else (rule.short or rule.title).format(year=round_.year)

    def fresh(self) -> "Report":
        """Return the report as it stands after something was written."""
        return Report(self.tx, self.house, self.round, self.unit, self.today)

    def after(self, given: Given) -> "Report":
        """Return the report as it stands after this answer, without reading again."""
        later = self.fresh()
        kept = {name: self.__dict__[name] for name in _KEPT if name in self.__dict__}
        later.__dict__.update(kept)
        later.given = {**self.given, given.question: given}
        later.answers = {**self.answers, given.question: from_json(given.value)}
        return later

    @cached_property
    def form(self) -> Form:
        """Return the form version that the round was opened with."""
        return self.house.programme.forms[self.round.form_version]

    @cached_property
    def sets(self) -> frozenset[str]:
        """Return the question sets of the unit."""
        return self.form.sets_of(self.unit.question_set)

    @cached_property
    def given(self) -> Mapping[str, Given]:
        """Return the newest stored answer of each question."""
        return answers.current(self.tx, *self.key)

    @cached_property
    def answers(self) -> Answers:
        """Return the values of the draft by question id."""
        return {question: from_json(given.value) for question, given in self.given.items()}

    @cached_property
    def moves(self) -> list[Move]:
        """Return the moves of its life, oldest first."""
        return moves.of_report(self.tx, *self.key)

    @cached_property
    def versions(self) -> list[Submission]:
        """Return what was sent, oldest first."""
        return submissions.versions(self.tx, *self.key)

    @cached_property
    def explanations(self) -> Mapping[str, Explanation]:
        """Return the newest explanation of each check."""
        return explanations.current(self.tx, *self.key)

    @cached_property
    def draft(self) -> Draft:
        """Return the draft as the rules see it."""
        return Draft(self.form, self.unit.question_set, self.answers, self.optional, self.returned)

    def draft_of(self, version: Submission) -> Draft:
        """Return a sent version as the rules see it, on the form version it was sent with."""
        form = self.house.programme.forms.get(version.form_version, self.form)
        told = {question: from_json(stored) for question, stored in version.answers.items()}
        return Draft(form, self.unit.question_set, told)

    @property
    def position(self) -> Position:
        """Return where the report stands."""
        return flow.position(self.draft)

    @property
    def optional(self) -> OptionalPart:
        """Return what the unit said to the optional part, newest word first."""
        said = next((m for m in reversed(self.moves) if m.what == OPTIONAL), None)
        return OptionalPart(said.value["how"]) if said else OptionalPart.unasked

    @cached_property
    def life(self) -> Life:
        """Return what follows from its moves."""
        closed = self.round.closed_at is not None
        return states.life(self.moves, answers=bool(self.given), closed=closed)

    @property
    def is_draft(self) -> bool:
        """Return whether answers may change now; a returned one also after the last day."""
        is_open = self.round.is_open(self.today)
        mending = self.life.state is State.returned and self.round.closed_at is None
        return self.life.editable and (is_open or mending)

    @property
    def return_move(self) -> Move | None:
        """Return the return that is to be mended now, or None."""
        if self.life.state is not State.returned:
            return None
        return next((m for m in reversed(self.moves) if m.what == What.returned), None)

    @property
    def returned(self) -> Returned | None:
        """Return which questions are to be mended, and which were answered again since.

        The move remembers the revision of each question, so that no clock decides.
        """
        move = self.return_move
        if move is None:
            return None
        named: dict[str, int] = move.value.get("revisions", {})
        mended = (question for question, was in named.items() if self.revision(question) > was)
        return Returned(frozenset(named), frozenset(mended))

    @cached_property
    def last_year(self) -> Submission | None:
        """Return the accepted report of the newest earlier year."""
        return submissions.accepted_before(self.tx, self.unit.code, self.round.year)

    def last_year_value(self, question: Question) -> Value | None:
        """Return last year's value of a question, where it may simply be carried over."""
        if not question.carry or self.last_year is None:
            return None
        stored = self.last_year.answers.get(question.id)
        value = from_json(stored) if stored else None
        return value if value and flow.fits(question, value) else None

    @cached_property
    def deadline(self) -> Deadline:
        """Return the unit's deadline in this round, an extension included."""
        return rounds.deadline_of(self.tx, self.house.programme, self.round, self.unit.code)

    def revision(self, question: str) -> int:
        """Return the revision that stands of a question; 0 while it has none."""
        return self.given[question].revision if question in self.given else 0

    def in_words(self, question: Question, value: Value) -> str:
        """Return a value in plain words."""
        return echo.words(self.house.programme.phrases, question, value)
