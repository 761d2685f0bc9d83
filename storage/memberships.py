"""Who may act for which unit: roles that begin, are confirmed by the coordinator, and end once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from plan.units import Role
from storage.engine import Tx
from storage.prepared import Prepared
from storage.tables import memberships


@dataclass(frozen=True)
class Member:
    """One role of a person for a unit, as it stands."""

    id: int
    person: int
    unit: str
    role: Role
    began_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None

    @property
    def confirmed(self) -> bool:
        """Return whether the coordinator (or the way of joining) confirmed it."""
        return self.confirmed_at is not None


@dataclass(frozen=True)
class Seat:
    """A role in a unit that somebody takes: who, where, as what."""

    person: int
    unit: str
    role: Role


def of_person(tx: Tx, person: int) -> list[Member]:
    """Return the live roles of a person, oldest first."""
    return [_member(row) for row in _OF_PERSON.all(tx, person=person)]


def of_unit(tx: Tx, unit: str) -> list[Member]:
    """Return the live roles in a unit, oldest first."""
    return _live(tx, memberships.c.unit == unit)


def waiting(tx: Tx) -> list[Member]:
    """Return the live roles that wait for the coordinator's confirmation, oldest first."""
    return _live(tx, memberships.c.confirmed_at.is_(None))


def everybody(tx: Tx) -> list[Member]:
    """Return all live roles, oldest first."""
    return _live(tx)


def get(tx: Tx, member: int) -> Member | None:
    """Return one role by its id, also an ended one."""
    row = tx.execute(select(*_COLUMNS).where(memberships.c.id == member)).first()
    return _member(row) if row else None


def coordinators(tx: Tx) -> list[int]:
    """Return the confirmed coordinators' persons, each once, oldest first."""
    found = _live(
        tx, memberships.c.role == Role.coordinator, memberships.c.confirmed_at.is_not(None)
    )
    return list(dict.fromkeys(member.person for member in found))


def begin(
    tx: Tx, seat: Seat, now: datetime, *, confirmed: bool, by: int | None = None
) -> tuple[int, bool]:
    """Let a role begin; return its id and whether it is new (a live one is kept)."""
    for member in of_person(tx, seat.person):
        if (member.unit, member.role) == (seat.unit, seat.role):
            if confirmed:
                confirm(tx, member.id, by, now)
            return member.id, False
    row = insert(memberships).values(
        person_id=seat.person,
        unit=seat.unit,
        role=seat.role,
        began_at=now,
        confirmed_at=now if confirmed else None,
        confirmed_by=by if confirmed else None,
    )
    return int(tx.execute(row.returning(memberships.c.id)).scalar_one()), True


def confirm(tx: Tx, member: int, by: int | None, now: datetime) -> bool:
    """Confirm a live role; return False when it was confirmed or has ended already."""
    table = memberships
    done = tx.execute(
        update(table)
        .where(table.c.id == member, table.c.confirmed_at.is_(None), table.c.ended_at.is_(None))
        .values(confirmed_at=now, confirmed_by=by)
        .returning(table.c.id)
    )
    return done.first() is not None


def end(tx: Tx, why: str, now: datetime, **of: Any) -> list[Member]:
    """End the live roles that match all of `of` (id, person_id, unit, role); return them."""
    same = [memberships.c[name] == value for name, value in of.items()]
    ending = _live(tx, *same)
    tx.execute(
        update(memberships)
        .where(memberships.c.id.in_([member.id for member in ending]))
        .values(ended_at=now, ended_why=why)
    )
    return ending


def _live(tx: Tx, *conditions: Any) -> list[Member]:
    query = select(*_COLUMNS).where(memberships.c.ended_at.is_(None), *conditions)
    return [_member(row) for row in tx.execute(query.order_by(memberships.c.id))]


def _member(row: Any) -> Member:
    number, person, unit, role, *moments = row
    return Member(number, person, unit, Role(role), *moments)


_COLUMNS = (
    memberships.c.id,
    memberships.c.person_id,
    memberships.c.unit,
    memberships.c.role,
    memberships.c.began_at,
    memberships.c.confirmed_at,
    memberships.c.ended_at,
)
_OF_PERSON = Prepared(
    select(*_COLUMNS)
    .where(memberships.c.person_id == bindparam("person"), memberships.c.ended_at.is_(None))
    .order_by(memberships.c.id)
)
