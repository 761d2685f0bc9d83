"""What a reminder says: to whom, the deadline, the state of this unit, and its buttons."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from plan.actions import Action, Choice
from plan.days import Calendar
from plan.deadlines import deadline_before
from plan.form import Question
from plan.phrasebook import Markup, Phrasebook, join
from plan.programme import Programme
from plan.units import Role, Unit
from reminders.days import day_words, left_words, short_day
from reminders.progress import Progress
from reminders.values import Cycle, State

# Names of open questions a message spells out.
_NAMED = 4


@dataclass(frozen=True)
class Told:
    """One unit of one round as a message tells it. `missed`: due days of steps it makes good."""

    round: str
    title: str
    before: date  # of the round itself
    unit: Unit
    cycle: Cycle
    step: str
    state: State
    progress: Progress = field(default_factory=Progress)
    signing: bool = False
    missed: tuple[date, ...] = ()

    @property
    def last_day(self) -> bool:
        """Return whether this is said on the last working day."""
        return self.step.startswith("T-0")


@dataclass(frozen=True)
class Addressee:
    """Whom a message speaks to."""

    name: str
    role: Role


@dataclass(frozen=True)
class Words:
    """A message in words, with its buttons."""

    text: Markup
    choices: tuple[Choice, ...] = ()


class Wording:
    """Says reminders in the words of a programme."""

    def __init__(self, programme: Programme, calendar: Calendar, *, training: bool) -> None:
        self._programme = programme
        self._book: Phrasebook = programme.phrases
        self._calendar = calendar
        self._training = training

    def message(
        self, to: Addressee, units: Sequence[Told], today: date, line: int | None = None
    ) -> Words:
        """Return one message about one or several units; `line` is the outbox row it is."""
        book = self._book
        text = book.render(
            "remind.message",
            training=book.render("remind.training") if self._training else Markup(""),
            greeting=self._greeting(to, units),
            body=join([self._bodies(units, today), *self._missed(units)], "\n\n"),
        )
        return Words(text, tuple(self._choices(to, units, line)))

    def deadline(self, told: Told, today: date) -> Markup:
        """Return the sentence with the legal deadline, the last working day and what is left."""
        deadline = deadline_before(told.cycle.before, self._calendar)
        slots: dict[str, object] = {
            "title": told.title,
            "agency": self._programme.coordinator.short_name,
            "before": short_day(deadline.before),
            "last": day_words(self._book, deadline.last_working_day),
            "left": left_words(self._book, deadline, self._calendar, today),
        }
        late = today > deadline.legal
        if told.cycle.kind == "return":
            slots["legal"] = short_day(told.before)
            key = "remind.deadline_returned_late" if late else "remind.deadline_returned"
        elif late:
            key = "remind.deadline_late"
        else:
            extended = told.cycle.kind == "extension"
            key = "remind.deadline_extended" if extended else "remind.deadline"
        return self._book.render(key, **slots)

    def state(self, told: Told) -> Markup:
        """Return the sentence about the state of this unit."""
        progress = told.progress
        match told.state:
            case State.draft if not progress.missing:
                said = self._book.render("remind.state_draft_full", total=progress.total)
            case State.draft:
                said = self._book.render(
                    "remind.state_draft",
                    done=progress.done,
                    total=progress.total,
                    missing=self._names(progress.missing),
                )
            case State.waiting_leader:
                slots = {"done": progress.done, "total": progress.total}
                said = self._book.render("remind.state_waiting_leader", **slots)
            case State.returned:
                said = self._returned(progress)
            case other:
                said = self._book.render(f"remind.state_{other}")
        if told.signing and told.state is not State.waiting_leader:
            return join([said, self._book.render("remind.signing")], " ")
        return said

    def unit_name(self, unit: Unit) -> Markup:
        """Return a unit as letters address it."""
        if unit.level == "commune":
            return self._book.render("remind.commune", unit=unit.short_name)
        return join([unit.short_name])

    # --- parts --------------------------------------------------------------------------------
    def _greeting(self, to: Addressee, units: Sequence[Told]) -> Markup:
        slots: dict[str, object] = {"name": to.name} if to.name else {}
        nameless = "" if to.name else "_nameless"
        if len({told.unit.code for told in units}) > 1:
            slots["count"] = len({told.unit.code for told in units})
            return self._book.render(f"remind.greeting_many{nameless}", **slots)
        role = "leader" if to.role is Role.leader else "focal"
        slots["unit"] = self.unit_name(units[0].unit)
        return self._book.render(f"remind.greeting_{role}{nameless}", **slots)

    def _bodies(self, units: Sequence[Told], today: date) -> Markup:
        bodies = [self._body(told, today) for told in units]
        if len(units) == 1:
            return bodies[0]
        blocks = (
            self._book.render("remind.block", unit=self.unit_name(told.unit), body=body)
            for told, body in zip(units, bodies, strict=True)
        )
        return join(blocks, "\n\n")

    def _body(self, told: Told, today: date) -> Markup:
        opening = self._book.render("remind.opening") if told.step == "opening" else Markup("")
        deadline = self.deadline(told, today)
        return self._book.render(
            "remind.body", opening=opening, deadline=deadline, state=self.state(told)
        )

    def _returned(self, progress: Progress) -> Markup:
        missing = Markup("")
        if progress.to_mend:
            names = self._names(progress.to_mend)
            missing = self._book.render("remind.state_returned_missing", missing=names)
        return self._book.render(
            "remind.state_returned",
            agency=self._programme.coordinator.short_name,
            reason=progress.reason,
            missing=missing,
        )

    def _names(self, questions: Sequence[Question]) -> Markup:
        items = join((question.short for question in questions[:_NAMED]), "; ")
        if len(questions) <= _NAMED:
            return items
        more = len(questions) - _NAMED
        return self._book.render("remind.missing_more", items=items, count=more)

    def _missed(self, units: Sequence[Told]) -> list[Markup]:
        days = sorted({day for told in units for day in told.missed})
        if not days:
            return []
        said = ", ".join(map(short_day, days))
        return [self._book.render("remind.missed", count=len(days), days=said)]

    def _choices(self, to: Addressee, units: Sequence[Told], line: int | None) -> list[Choice]:
        args: dict[str, str | int | bool] = {"line": line or 0}
        focal = to.role is not Role.leader
        if len(units) == 1:
            found = [self._continue(units[0], focal)]
        else:
            found = [self._open(told) for told in units]
        found.append(Choice("remind.button_acknowledge", Action.acknowledge, args))
        if not focal:
            return found
        if not all(told.signing for told in units):
            found.append(Choice("remind.button_signing", Action.being_signed, args))
        if not any(told.last_day for told in units):
            found.append(Choice("remind.button_snooze", Action.snooze, args))
        found.append(Choice("remind.button_not_mine", Action.not_mine, args, own_row=True))
        return found

    def _open(self, told: Told) -> Choice:
        args: dict[str, str | int | bool] = {"round": told.round, "unit": told.unit.code}
        return Choice(told.unit.short_name, Action.report_open, args, own_row=True)

    def _continue(self, told: Told, focal: bool) -> Choice:
        args: dict[str, str | int | bool] = {"round": told.round, "unit": told.unit.code}
        gaps = told.progress.to_mend if told.state is State.returned else told.progress.missing
        if not focal:
            return Choice("remind.button_open", Action.report_open, args, own_row=True)
        if told.state is State.not_started:
            return Choice("remind.button_begin", Action.report_open, args, own_row=True)
        if not gaps:
            return Choice("remind.button_review", Action.report_open, args, own_row=True)
        label = "remind.button_mend" if told.state is State.returned else "remind.button_continue"
        slots: dict[str, str | int] = {"short": gaps[0].short}
        args |= {"question": gaps[0].id}
        return Choice(label, Action.report_open, args, slots, own_row=True)
