"""The trial: a database of its own, a training round, three people, three links to walk in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.opening import Opened
from plan.units import Role
from storage import cards, invitations, marks, memberships, rounds
from storage.engine import Tx
from storage.memberships import Seat

FOLDER = "tap-huan"
_MARK = "demo_people"
_LINK_HOURS = 12


@dataclass(frozen=True)
class Part:
    """One of the three parts that a newcomer may play, with the code that opens the chat."""

    role: Role
    unit: str
    code: str


def database_of(data_dir: Path) -> Path:
    """Return the folder of the trial, apart from the real data."""
    return data_dir / FOLDER


def prepare(opened: Opened, now: datetime) -> list[Part]:
    """Make sure the training round and the three people exist; return a fresh code for each."""
    unit = opened.programme.manifest.training_unit
    coordinator = opened.programme.manifest.coordinator
    parts = ((Role.focal, unit), (Role.leader, unit), (Role.coordinator, coordinator))
    with opened.store.write() as tx:
        if opened.programme.collects:
            rounds.ensure_training_round(tx, opened.programme, now)
        known: dict[str, int] = marks.get(tx, _MARK) or {}
        for role, where in parts:
            if role not in known:
                known[role] = _join(tx, opened, Seat(0, where, role), now)
        marks.put(tx, _MARK, known, now)
        return [Part(role, where, _code(tx, known[role], now)) for role, where in parts]


def _join(tx: Tx, opened: Opened, seat: Seat, now: datetime) -> int:
    book = opened.programme.phrases
    person = cards.add(
        tx,
        now,
        name=book.plain(f"demo.name_{seat.role}"),
        position=book.plain(f"demo.position_{seat.role}"),
    )
    cards.consent(tx, person, now)
    memberships.begin(tx, Seat(person, seat.unit, seat.role), now, confirmed=True)
    return person


def _code(tx: Tx, person: int, now: datetime) -> str:
    invitations.revoke(tx, now, purpose="web", person_id=person)
    expires = now + timedelta(hours=_LINK_HOURS)
    return invitations.issue(tx, invitations.New("web", expires, person=person), now)
