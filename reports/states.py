"""The life of a report as one table: from which state which move leads where, and by whom.

After a ministry's reporting system: a draft is sent and locked, opened, returned or accepted,
consolidated, closed. The state is never kept: it follows from the moves that were appended.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from plan.deadlines import Deadline
from plan.units import Role
from reports.flow import Returned


class State(StrEnum):
    """Where one unit's report of one round stands."""

    not_started = "not_started"
    draft = "draft"
    waiting_leader = "waiting_leader"
    submitted = "submitted"
    opened = "opened"
    returned = "returned"
    accepted = "accepted"
    consolidated = "consolidated"
    closed = "closed"


class What(StrEnum):
    """A move in the life of a report, as it is appended."""

    to_leader = "to_leader"
    leader_approved = "leader_approved"
    leader_returned = "leader_returned"
    submitted = "submitted"
    recalled = "recalled"
    opened = "opened"
    reopen_asked = "reopen_asked"
    reopen_refused = "reopen_refused"
    returned = "returned"
    accepted = "accepted"
    consolidated = "consolidated"
    number = "number"
    paper = "paper"


class Step(Protocol):
    """A move as it was stored. The value of a return: {"questions": [...], "reason": "..."}."""

    @property
    def what(self) -> str:
        """Return the move's name (What)."""

    @property
    def value(self) -> Mapping[str, Any]:
        """Return its words or choices."""

    @property
    def at(self) -> datetime:
        """Return when it was made."""


class NotAllowedError(Exception):
    """A move is not allowed from where the report stands, or not to this person."""

    def __init__(self, move: What, state: State, roles: Collection[Role]) -> None:
        self.move = move
        self.state = state
        self.roles = frozenset(roles)
        by = ", ".join(sorted(roles)) or "nobody"
        super().__init__(f"{move} is not allowed to {by} while the report is {state}")


@dataclass(frozen=True)
class Life:
    """What follows from a report's moves. `reopen_asked`: the unit waits for an answer."""

    state: State
    reopen_asked: bool = False

    @property
    def editable(self) -> bool:
        """Return whether the unit may change answers now."""
        return self.state in _OPEN

    @property
    def owed(self) -> bool:
        """Return whether the unit still owes the report (nothing sent, recalled, or returned)."""
        return self.state in _OPEN or self.state is State.waiting_leader

    @property
    def sent(self) -> bool:
        """Return whether a version stands with the coordinating agency."""
        return not self.owed


_OPEN = frozenset({State.not_started, State.draft, State.returned})
_UNIT = frozenset({Role.focal, Role.coordinator})  # the coordinator enters on a unit's behalf
_LEADER = frozenset({Role.leader})
_COORDINATOR = frozenset({Role.coordinator})
_Row = dict[What, tuple[State, frozenset[Role]]]

_WRITING: _Row = {
    What.to_leader: (State.waiting_leader, _UNIT),
    What.submitted: (State.submitted, _UNIT | _LEADER),
}
_REVIEW: _Row = {
    What.returned: (State.returned, _COORDINATOR),
    What.accepted: (State.accepted, _COORDINATOR),
}
# One row a state; number and paper are always welcome once a version was sent (_AFTER).
TABLE: dict[State, _Row] = {
    State.not_started: _WRITING,
    State.draft: _WRITING,
    State.returned: _WRITING,
    State.waiting_leader: {
        What.leader_approved: (State.waiting_leader, _LEADER),
        What.leader_returned: (State.draft, _LEADER),
        What.submitted: (State.submitted, _LEADER),
        What.recalled: (State.draft, _UNIT),
    },
    State.submitted: {
        **_REVIEW,
        What.recalled: (State.draft, _UNIT),
        What.opened: (State.opened, _COORDINATOR),
    },
    State.opened: {
        **_REVIEW,
        What.reopen_asked: (State.opened, _UNIT),
        What.reopen_refused: (State.opened, _COORDINATOR),
    },
    State.accepted: {
        What.reopen_asked: (State.accepted, _UNIT),
        What.reopen_refused: (State.accepted, _COORDINATOR),
        What.returned: (State.returned, _COORDINATOR),
        What.consolidated: (State.consolidated, _COORDINATOR),
    },
    State.consolidated: {
        What.reopen_asked: (State.consolidated, _UNIT),
        What.reopen_refused: (State.consolidated, _COORDINATOR),
        What.returned: (State.returned, _COORDINATOR),
    },
    State.closed: {},
}
_AFTER = frozenset({What.number, What.paper})
_KNOWN = frozenset(What)


def life(steps: Iterable[Step], *, answers: bool, closed: bool = False) -> Life:
    """Return where a report stands, from its moves oldest first.

    `answers`: whether anything was answered; `closed`: whether its round is closed. A stored move
    that does not fit its state is passed over: reading never fails on old facts.
    """
    state, asked = State.draft if answers else State.not_started, False
    for step in steps:
        row = TABLE[state].get(What(step.what)) if step.what in _KNOWN else None
        if row is not None:
            state, asked = row[0], step.what == What.reopen_asked
    if closed and state in {State.accepted, State.consolidated}:
        state = State.closed
    return Life(state, asked)


def allowed(
    life_: Life, roles: Collection[Role], *, leader_first: bool = False, closed: bool = False
) -> frozenset[What]:
    """Return the moves that somebody with these roles for the unit may make now.

    `leader_first`: the programme wants the unit's leader to see it and the unit has one;
    `closed`: the round is closed, after which only papers may be added.
    """
    mine = frozenset(roles)
    moves = set() if closed else {m for m, (_, by) in TABLE[life_.state].items() if by & mine}
    if life_.state in _OPEN:
        moves -= _not_on_this_way(mine, leader_first=leader_first)
    if not life_.reopen_asked:
        moves.discard(What.reopen_refused)
    else:
        moves.discard(What.reopen_asked)
    if life_.sent and mine & (_UNIT | _LEADER):
        moves |= _AFTER
    return frozenset(moves)


def require(
    move: What,
    life_: Life,
    roles: Collection[Role],
    *,
    leader_first: bool = False,
    closed: bool = False,
) -> None:
    """Raise NotAllowedError unless somebody with these roles may make this move now."""
    if move not in allowed(life_, roles, leader_first=leader_first, closed=closed):
        raise NotAllowedError(move, life_.state, roles)


def returned(steps: Iterable[Step], answered_at: Mapping[str, datetime]) -> Returned | None:
    """Return what the newest return names and what was answered since, while it is mended."""
    known = list(steps)
    if life(known, answers=True).state is not State.returned:
        return None
    back = next(step for step in reversed(known) if step.what == What.returned)
    named = frozenset(map(str, back.value.get("questions", ())))
    mended = frozenset(q for q in named if q in answered_at and answered_at[q] > back.at)
    return Returned(named, mended)


def on_time(at: datetime, deadline: Deadline) -> bool:
    """Return whether a version sent at this moment came in time."""
    return not deadline.is_late(at)


def receipt_code(round_id: str, unit: str, version: int) -> str:
    """Return the code of a sent version, with two check letters ("2026-07615-1-K7")."""
    told = "-".join(part.replace("-", "").upper() for part in (round_id, unit, str(version)))
    digest = hashlib.sha256(told.encode()).digest()
    return f"{told}-{_letter(digest[0])}{_letter(digest[1])}"


def _letter(byte: int) -> str:
    """Return one of 32 signs that are not mistaken for each other when read aloud."""
    return "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte % 32]


def _not_on_this_way(mine: frozenset[Role], *, leader_first: bool) -> set[What]:
    if not leader_first:
        return {What.to_leader}
    return set() if Role.leader in mine or Role.coordinator in mine else {What.submitted}
