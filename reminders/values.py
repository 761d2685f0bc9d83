"""What the planner reads and what it says: plain frozen values, no storage, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Literal, NamedTuple

from plan.days import Calendar
from plan.ladder import Ladder
from plan.units import Role

MAIN_CYCLE = "opening"


class State(StrEnum):
    """What a reminder says about a unit. The first four still owe."""

    not_started = "not_started"
    draft = "draft"
    waiting_leader = "waiting_leader"
    returned = "returned"
    submitted = "submitted"
    accepted = "accepted"
    excluded = "excluded"

    @property
    def owes(self) -> bool:
        """Return whether a unit in this state may be reminded."""
        return self in _OWING


_OWING = {State.not_started, State.draft, State.waiting_leader, State.returned}


@dataclass(frozen=True)
class RoundFacts:
    """One round.

    `before` is exclusive; `closes` is the last day of reminding; `began` the moment from which
    its steps exist; `closed_at` when the coordinator closed it for good.
    """

    id: str
    opens: date
    before: date
    closes: date
    began: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Cycle:
    """A run of the ladder toward one deadline: the opening's, an extension's or a return's.

    `id` is "opening", "extension-<decision>" or "return-<move>".
    """

    id: str
    began: datetime
    before: date

    @property
    def kind(self) -> Literal["opening", "extension", "return"]:
        """Return what began this cycle."""
        word = self.id.partition("-")[0]
        return "extension" if word == "extension" else "return" if word == "return" else "opening"


@dataclass(frozen=True)
class Contact:
    """A confirmed person of a unit, as reminders see them; `joined_at` when that began."""

    person: int
    role: Role
    joined_at: datetime
    reachable: bool = True
    hour: time | None = None
    paused_until: date | None = None  # the last day of leave
    deputy: int | None = None
    muted: bool = False  # one of their accounts was lost: what is left may not push

    def on_leave(self, day: date) -> bool:
        """Return whether this person asked for silence on a day."""
        return self.paused_until is not None and day <= self.paused_until


@dataclass(frozen=True)
class Changes:
    """Steps of the ladder moved to another day, or skipped, by the coordinator."""

    moved: Mapping[str, date] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()


@dataclass(frozen=True)
class UnitState:
    """One unit in one round.

    `cycle` is the newest one. A unit that owes again (recalled, included again) owes since
    `owing_since`: earlier steps do not exist. `settled_at`: since when it owes nothing.
    `sent_back_at`: when its leader last gave it back unsigned. Contacts stand oldest first.
    """

    unit: str
    state: State
    cycle: Cycle
    contacts: tuple[Contact, ...] = ()
    owing_since: datetime | None = None
    settled_at: datetime | None = None
    sent_back_at: datetime | None = None
    changes: Changes = Changes()


PressKind = Literal["acknowledged", "being_signed", "snoozed", "not_mine"]


@dataclass(frozen=True)
class Press:
    """A button of a reminder that a contact pressed."""

    round: str
    unit: str
    person: int
    what: PressKind
    at: datetime


class Key(NamedTuple):
    """What a step is remembered by, for ever. `contact` None: nobody could be told."""

    round: str
    unit: str
    contact: int | None
    cycle: str
    step: str


class Fate(StrEnum):
    """What became of a remembered step."""

    promised = "promised"  # in the outbox, not yet delivered
    delivered = "delivered"
    lost = "lost"  # could not be delivered, or was dropped before: it may be said by another
    collapsed = "collapsed"
    expired = "expired"


@dataclass(frozen=True)
class Sent:
    """One remembered step: its fate, its message, and when that was promised or delivered."""

    fate: Fate
    at: datetime
    message: str | None = None


@dataclass(frozen=True)
class Season:
    """A round with its ladder, calendar and units: what decides when somebody is owed a word."""

    round: RoundFacts
    ladder: Ladder
    calendar: Calendar
    units: tuple[UnitState, ...]


@dataclass(frozen=True)
class History:
    """What was done before: steps remembered and buttons pressed (oldest first)."""

    sent: Mapping[Key, Sent] = field(default_factory=dict)
    presses: tuple[Press, ...] = ()


class Outcome(StrEnum):
    """What the planner decides about a reached step."""

    due = "due"
    collapsed = "collapsed"
    expired = "expired"


Why = Literal[
    "owed",  # the reason holds: say it
    "missed",  # said in a later message instead
    "overtaken",  # a later step fell on the same day
    "settled",  # the unit sent its report before it could be said
    "no_contact",  # nobody to tell
    "no_longer",  # the round closed, or a new cycle began
]


@dataclass(frozen=True)
class Owed:
    """One row of the plan.

    Rows of one message share `message`; `missed` are the steps it makes good, oldest first.
    """

    key: Key
    due_at: datetime
    outcome: Outcome
    why: Why
    message: str | None = None
    missed: tuple[str, ...] = ()
