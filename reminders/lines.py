"""One unit at one moment: the steps it has reached, for whom, and the next one ahead."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from plan.deadlines import local_day
from reminders.ledger import Ledger, anyone_told, pending, taken
from reminders.manners import Hearer, Wishes, hearers, usable, wishes
from reminders.schedule import Course, Phase, Step, local, office_moment
from reminders.values import Contact, Key, Outcome, Owed, Season, UnitState, Why

MIDNIGHT = time()


@dataclass(frozen=True)
class Line:
    """A step that is to be said to one contact; `past` are the rows it makes good or overtakes.

    `release_at` is the earliest moment to say it, `message` the message it travels in.
    """

    key: Key
    step: Step
    due_at: datetime
    release_at: datetime
    season: Season
    past: tuple[Owed, ...] = ()
    message: str | None = None

    @property
    def repeats(self) -> bool:
        """Return whether this is a second word on the last working day."""
        return self.step.phase is Phase.last_day and self.step.name != "T-0a"

    def rows(self) -> list[Owed]:
        """Return the rows it leaves behind and the row to say."""
        missed = tuple(row.key.step for row in self.past if row.outcome is Outcome.collapsed)
        why: Why = "owed" if self.key.contact is not None else "no_contact"
        said = Owed(self.key, self.due_at, Outcome.due, why, self.message, missed)
        return [*(replace(row, message=self.message) for row in self.past), said]


class UnitPlan:
    """The plan of one unit in one round at one moment; derived from facts, nothing is kept."""

    def __init__(self, course: Course, state: UnitState, ledger: Ledger, now: datetime) -> None:
        self.season, self.state, self.now = course.season, state, now
        self.today = local_day(now)
        self._course = course
        self._records = ledger.of(self.season.round.id, state.unit, state.cycle.id)
        self._presses = ledger.presses(self.season.round.id, state.unit)
        self._wakes: list[datetime] = []
        self._lines = sorted(self._scan(), key=_order)

    # --- what it says -------------------------------------------------------------------------
    def reached(self) -> list[Line]:
        """Return, for each contact, the newest step reached and not yet said."""
        newest = {line.key.contact: line for line in self._past} if self._owes else {}
        return [self._sayable(line) for line in newest.values()]

    def later_today(self) -> list[Line]:
        """Return today's first lines still ahead, ready to ride in an earlier message."""
        return [self._made_good(line) for line in self._later.values()] if self._owes else []

    def expired(self) -> Iterator[Owed]:
        """Return the steps that were owed once and could not be said before the reason ended."""
        if self._owes:
            return
        settled = min(self.state.settled_at or self._end, self._end)
        why: Why = "no_longer" if self.state.state.owes else "settled"
        for line in self._past:
            if line.due_at < settled and line.key.contact is not None:
                yield Owed(line.key, line.due_at, Outcome.expired, why)

    @property
    def next_at(self) -> datetime | None:
        """Return the next moment at which a step of this unit falls due, if there is one."""
        ahead = [line.due_at for line in self._lines if line.due_at > self.now]
        return min([*ahead, *self._wakes], default=None) if self._owes else None

    @property
    def being_signed(self) -> bool:
        """Return whether a contact said that the report is with its leader for signing."""
        return self._wishes.signing_since is not None

    # --- what holds ---------------------------------------------------------------------------
    @property
    def _owes(self) -> bool:
        return self.state.state.owes and self.now < self._end

    @cached_property
    def _end(self) -> datetime:
        closes = max(self.season.round.closes, self.state.cycle.before)
        end = local(closes + timedelta(days=1), MIDNIGHT)
        return min(end, self.season.round.closed_at or end)

    @cached_property
    def _begun(self) -> datetime:
        """Return when the present spell of owing began."""
        began = self.state.cycle.began
        return max(began, self.state.owing_since or began)

    @cached_property
    def _since(self) -> datetime:
        """Return the moment from which steps exist; a later cycle has its own notice first."""
        cycle = self.state.cycle
        if cycle.kind == "opening":
            return self._begun
        return max(self._begun, local(local_day(cycle.began) + timedelta(days=1), MIDNIGHT))

    @cached_property
    def _wishes(self) -> Wishes:
        return wishes(self._presses, self._begun, self.state.sent_back_at)

    @cached_property
    def _hearing(self) -> set[int]:
        """Return the contacts that can be told today."""
        known = self.state.contacts
        return {c.person for c in known if usable(c, self._wishes, self.today)}

    # --- lines --------------------------------------------------------------------------------
    def _scan(self) -> Iterator[Line]:
        """Return unsaid lines up to the first day ahead that has one."""
        horizon = None if self._owes else self.today
        for step in self._course.steps(self.state, self._snoozed()):
            if horizon and step.day > horizon:
                return
            if step.day < self.today and anyone_told(self._records, step.name, self._hearing):
                continue
            lines = list(self._of_step(step))
            if lines and step.day > self.today:
                horizon = step.day
            yield from lines

    def _of_step(self, step: Step) -> Iterator[Line]:
        day = max(step.day, self.today)
        told = self._hearers(step, day)
        if not told:
            self._wakes.append(self._next_working_morning(day))
        for hearer in told:
            due = step.due_at(self._hour(hearer.contact))
            person = hearer.contact.person if hearer.contact else None
            cycle = self.state.cycle.id
            key = Key(self.season.round.id, self.state.unit, person, cycle, step.name)
            alone = step.phase is Phase.before and not step.snooze
            if due >= hearer.since and not taken(self._records, key, self._hearing, alone=alone):
                yield Line(key, step, due, self._release(step, due, hearer.contact), self.season)

    def _hearers(self, step: Step, day: date) -> list[Hearer]:
        if step.snooze is None:
            return hearers(self.state, step.phase, self._wishes, day, self._since)
        own = (c for c in self.state.contacts if c.person == step.snooze)
        told = (c for c in own if usable(c, self._wishes, day))
        return [Hearer(c, max(self._begun, c.joined_at)) for c in told]

    def _snoozed(self) -> list[Step]:
        """Return the mornings that contacts asked to be reminded on."""
        ladder, calendar = self.season.ladder, self.season.calendar
        days = {
            (person, calendar.next_working_day(local_day(at) + timedelta(days=1)))
            for person, at in self._wishes.snoozed
        }
        return [
            Step(f"S-{day:%Y%m%d}", day, ladder.at, Phase.before, snooze=person)
            for person, day in sorted(days)
        ]

    def _hour(self, contact: Contact | None) -> time | None:
        """Return the hour a contact chose, as long as it lies within office hours."""
        chosen = contact.hour if contact else None
        return chosen if chosen and self.season.ladder.hours.cover(chosen) else None

    def _release(self, step: Step, due: datetime, contact: Contact | None) -> datetime:
        """Return when a line may be said: a step of an earlier day waits for today's hour."""
        if step.day >= self.today:
            return due
        return local(self.today, self._hour(contact) or self.season.ladder.at)

    def _next_working_morning(self, day: date) -> datetime:
        tomorrow = local(day + timedelta(days=1), MIDNIGHT)
        return office_moment(tomorrow, self.season.ladder, self.season.calendar)

    # --- what a line makes good ---------------------------------------------------------------
    @cached_property
    def _past(self) -> list[Line]:
        return [line for line in self._lines if line.due_at <= self.now]

    @cached_property
    def _later(self) -> dict[int | None, Line]:
        """Return the next line of each contact that is due later today."""
        later: dict[int | None, Line] = {}
        for line in self._lines:
            if self.now < line.due_at and line.step.day == self.today and not line.repeats:
                later.setdefault(line.key.contact, line)
        return later

    def _sayable(self, line: Line) -> Line:
        """Return a reached line with its past; a step later today takes it over."""
        next_ = self._later.get(line.key.contact)
        release = max(line.release_at, next_.due_at) if next_ else line.release_at
        return self._made_good(replace(line, release_at=release))

    def _made_good(self, line: Line) -> Line:
        older = [
            other
            for other in self._past
            if other.key.contact == line.key.contact and other.key != line.key
        ]
        late = [
            Owed(line.key._replace(step=name), line.due_at, Outcome.collapsed, "missed")
            for name in pending(self._records, line.key.contact)
        ]
        return replace(line, past=(*late, *(_overtaken(other, line) for other in older)))


def _overtaken(older: Line, by: Line) -> Owed:
    """Return what becomes of a step that a later one replaces: its day decides."""
    same_day = older.step.day == by.step.day and not by.repeats
    if same_day:
        return Owed(older.key, older.due_at, Outcome.expired, "overtaken")
    return Owed(older.key, older.due_at, Outcome.collapsed, "missed")


def _order(line: Line) -> tuple[datetime, bool]:
    """Order lines by moment; a step of the ladder outranks a wished one of the same moment."""
    return line.due_at, line.step.snooze is None
