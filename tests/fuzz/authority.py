"""Who may write what, judged afterwards from the rows alone: nobody touched another unit's data."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from plan.programme import Programme
from plan.units import Role
from storage import tables as t
from storage.engine import Tx

_FOCAL, _LEADER = frozenset({Role.focal}), frozenset({Role.leader})
_COORDINATOR = frozenset({Role.coordinator})
_MOVES = {
    "leader_approved": _LEADER,
    "leader_returned": _LEADER,
    "opened": _COORDINATOR,
    "returned": _COORDINATOR,
    "accepted": _COORDINATOR,
    "consolidated": _COORDINATOR,
    "reopen_refused": _COORDINATOR,
}
# Who decided for the whole province, by the column that names them.
_BY_COORDINATOR = ((t.decisions, "by"), (t.settings, "by"), (t.replies, "person_id"))


@dataclass(frozen=True)
class Trespass:
    """Something that somebody did or saw without the right to it, and when."""

    what: str
    person: int | None
    unit: str
    at: datetime


def trespasses(tx: Tx, programme: Programme, prepared: Collection[int]) -> list[Trespass]:
    """Return every row that its writer (or reader) had no right to at that moment.

    `prepared`: ids of the roles that began before the play, by nobody's act.
    """
    seats = _Seats(tx)
    found = [*_written(tx, seats), *_moved(tx, seats), *_decided(tx, seats)]
    return [*found, *_told(tx, seats, programme), *_seated(tx, seats, prepared)]


class _Seats:
    """All roles that anybody ever had, with their times."""

    def __init__(self, tx: Tx) -> None:
        self.rows = tx.execute(select(t.memberships)).all()
        self._agencies = {row.unit for row in self.rows if row.role == Role.coordinator}

    def had(
        self, person: int | None, unit: str | None, roles: frozenset[Role], at: datetime
    ) -> bool:
        """Return whether a person had one of the roles then (unit None: for any unit)."""
        return any(
            row.person_id == person
            and row.role in roles
            and unit in {None, row.unit}
            and row.began_at <= at
            and (row.ended_at is None or row.ended_at >= at)
            for row in self.rows
        )


def _written(tx: Tx, seats: _Seats) -> Iterator[Trespass]:
    """Answers, parts, explanations, files: by focal points of that very unit."""
    for table in (t.answers, t.pieces, t.explanations, t.files, t.submissions):
        roles = _FOCAL | _LEADER if table is t.submissions else _FOCAL
        for row in _rows(tx, table):
            on_behalf = getattr(row, "on_behalf", False) and seats.had(
                row.person_id, None, _COORDINATOR, row.at
            )
            if not on_behalf and not seats.had(row.person_id, row.unit, roles, row.at):
                yield Trespass(f"{table.name} {row.id}", row.person_id, row.unit, row.at)


def _moved(tx: Tx, seats: _Seats) -> Iterator[Trespass]:
    for row in _rows(tx, t.moves):
        roles = _MOVES.get(row.what, _FOCAL)
        unit = None if roles is _COORDINATOR else row.unit
        if not seats.had(row.person_id, unit, roles, row.at):
            yield Trespass(f"move {row.what} {row.id}", row.person_id, row.unit, row.at)


def _decided(tx: Tx, seats: _Seats) -> Iterator[Trespass]:
    for table, column in _BY_COORDINATOR:
        for row in _rows(tx, table):
            person = getattr(row, column)
            if not seats.had(person, None, _COORDINATOR, row.at):
                yield Trespass(f"{table.name} {row.id}", person, "*", row.at)


def _told(tx: Tx, seats: _Seats, programme: Programme) -> Iterator[Trespass]:
    """Screens of a report were shown to those who may read it."""
    header = re.compile(r"<b>([^<]+)</b> · ")
    names = {unit.short_name: unit.code for unit in programme.units}
    for row in _rows(tx, t.outbox):
        subject = (row.subject or "").split(":")
        units = {subject[2]} if subject[0] == "report" and len(subject) > 2 else set()
        units |= {names[name] for name in header.findall(row.text) if name in names}
        for unit in units:
            may = seats.had(row.person_id, unit, frozenset(Role), row.promised_at)
            if not may and not seats.had(row.person_id, None, _COORDINATOR, row.promised_at):
                yield Trespass(f"line {row.id}", row.person_id, unit, row.promised_at)


def _seated(tx: Tx, seats: _Seats, prepared: Collection[int]) -> Iterator[Trespass]:
    """Roles begin by a code that was used, a request that a coordinator granted, or a hand-over."""
    codes = {(row.used_by, row.unit, row.role) for row in _rows(tx, t.invitations) if row.used_by}
    asked = {
        (row.person_id, row.unit, row.role)
        for row in _rows(tx, t.join_requests)
        if row.approved and seats.had(row.decided_by, None, _COORDINATOR, row.decided_at)
    }
    for row in seats.rows:
        if row.id not in prepared and (row.person_id, row.unit, row.role) not in codes | asked:
            yield Trespass(f"role {row.role}", row.person_id, row.unit, row.began_at)
        by = row.confirmed_by
        if by is not None and not seats.had(by, None, _COORDINATOR, row.confirmed_at):
            yield Trespass(f"confirmed {row.role}", by, row.unit, row.confirmed_at)


def _rows(tx: Tx, table: Table) -> list[Any]:
    return list(tx.execute(select(table).order_by(table.c.id)).all())
