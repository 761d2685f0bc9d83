"""People without a code who ask to join a unit; each request is decided once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from plan.units import Role
from storage.engine import Tx
from storage.tables import join_requests


@dataclass(frozen=True)
class JoinRequest:
    """Who asked for which role in which unit, and what became of it."""

    id: int
    person: int
    unit: str
    role: Role
    asked_at: datetime
    decided_at: datetime | None
    decided_by: int | None
    approved: bool | None


def ask(tx: Tx, person: int, unit: str, role: Role, now: datetime) -> int:
    """Write down a request, or return the one that is open already."""
    for request in waiting(tx):
        if (request.person, request.unit, request.role) == (person, unit, role):
            return request.id
    row = insert(join_requests).values(person_id=person, unit=unit, role=role, asked_at=now)
    return int(tx.execute(row.returning(join_requests.c.id)).scalar_one())


def get(tx: Tx, request: int) -> JoinRequest | None:
    """Return a request by its id."""
    row = tx.execute(select(join_requests).where(join_requests.c.id == request)).first()
    return _request(row) if row else None


def waiting(tx: Tx) -> list[JoinRequest]:
    """Return the requests nobody has decided, oldest first."""
    table = join_requests
    query = select(table).where(table.c.decided_at.is_(None)).order_by(table.c.id)
    return [_request(row) for row in tx.execute(query)]


def of_person(tx: Tx, person: int) -> list[JoinRequest]:
    """Return a person's open requests, oldest first."""
    return [request for request in waiting(tx) if request.person == person]


def decide(tx: Tx, request: int, by: int, now: datetime, *, approved: bool) -> bool:
    """Decide a request; return False when somebody was first."""
    table = join_requests
    done = tx.execute(
        update(table)
        .where(table.c.id == request, table.c.decided_at.is_(None))
        .values(decided_at=now, decided_by=by, approved=approved)
        .returning(table.c.id)
    )
    return done.first() is not None


def withdraw(tx: Tx, person: int, now: datetime) -> None:
    """Take back all open requests of a person (they leave)."""
    tx.execute(
        update(join_requests)
        .where(join_requests.c.person_id == person, join_requests.c.decided_at.is_(None))
        .values(decided_at=now, approved=False)
    )


def _request(row: Any) -> JoinRequest:
    return JoinRequest(
        row.id,
        row.person_id,
        row.unit,
        Role(row.role),
        row.asked_at,
        row.decided_at,
        row.decided_by,
        row.approved,
    )
