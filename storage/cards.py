"""A person's card (name, position, phone, consent) and accounts: begun, changed, ended, erased."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, or_, select, update

from storage import attempts
from storage.engine import Tx
from storage.people import forget_accounts
from storage.tables import identities, inbox, outbox, people, preferences


@dataclass(frozen=True)
class Card:
    """What a person told about themselves. Empty words: not told, or erased."""

    person: int
    name: str
    position: str
    phone: str
    consented_at: datetime | None
    erased_at: datetime | None


class NoSuchPersonError(LookupError):
    """There is no person of this id."""


def add(tx: Tx, now: datetime, **told: str) -> int:
    """Add a person; name, position and phone may follow later."""
    row = insert(people).values(
        name=told.get("name", ""),
        position=told.get("position", ""),
        phone=told.get("phone", ""),
        created_at=now,
    )
    return int(tx.execute(row.returning(people.c.id)).scalar_one())


def get(tx: Tx, person: int) -> Card:
    """Return a person's card. Raises NoSuchPersonError."""
    row = tx.execute(select(people).where(people.c.id == person)).first()
    if row is None:
        raise NoSuchPersonError(f"person {person}")
    return _card(row)


def all_of_them(tx: Tx) -> dict[int, Card]:
    """Return everybody's card by person, the erased left out."""
    rows = tx.execute(select(people).where(people.c.erased_at.is_(None)).order_by(people.c.id))
    return {row.id: _card(row) for row in rows}


def change(tx: Tx, person: int, **told: str) -> None:
    """Change name, position or phone."""
    tx.execute(update(people).where(people.c.id == person).values(**told))


def consent(tx: Tx, person: int, now: datetime) -> None:
    """Note that the person agreed to what the notice says."""
    tx.execute(update(people).where(people.c.id == person).values(consented_at=now))


def add_account(tx: Tx, person: int, channel: str, address: str, now: datetime) -> int:
    """Let an account speak for a person; whoever it spoke for before, it does not any more."""
    _end(tx, now, identities.c.channel == channel, identities.c.address == address)
    row = insert(identities).values(
        person_id=person, channel=channel, address=address, created_at=now, last_seen_at=now
    )
    added = int(tx.execute(row.returning(identities.c.id)).scalar_one())
    forget_accounts(tx)
    return added


def end_accounts(tx: Tx, person: int, now: datetime, **of: Any) -> int:
    """End a person's live accounts (those that match `of`: id, channel); return how many."""
    same = [identities.c[name] == value for name, value in of.items()]
    return _end(tx, now, identities.c.person_id == person, *same)


def erase(tx: Tx, person: int, now: datetime) -> None:
    """Blank name, position, phone and accounts; what the unit told stays.

    Lines to and from the accounts lose their words and addresses too, once they are settled.
    """
    blank = {"name": "", "position": "", "phone": "", "erased_at": now}
    tx.execute(update(people).where(people.c.id == person).values(**blank))
    query = select(identities.c.channel, identities.c.address)
    accounts = tx.execute(query.where(identities.c.person_id == person)).all()
    _end(tx, now, identities.c.person_id == person)
    for table, settled, words in (
        (inbox, inbox.c.done_at, {"body": None}),
        (outbox, outbox.c.settled_at, {"text": "", "choices": None, "about": None}),
    ):
        theirs = [
            (table.c.channel == a.channel) & (table.c.address == a.address) for a in accounts
        ]
        if theirs:
            tx.execute(
                update(table)
                .where(or_(*theirs), settled.is_not(None))
                .values(address=f"erased:{person}", **words)
            )
    for account in accounts:
        attempts.forget_account(tx, f"{account.channel}:{account.address}")
    tx.execute(
        update(identities)
        .where(identities.c.person_id == person)
        .values(address=f"erased:{person}")
    )
    tx.execute(update(preferences).where(preferences.c.person_id == person).values(value=None))


def _end(tx: Tx, now: datetime, *conditions: Any) -> int:
    done = tx.execute(
        update(identities)
        .where(identities.c.ended_at.is_(None), *conditions)
        .values(ended_at=now)
        .returning(identities.c.id)
    )
    forget_accounts(tx)
    return len(done.all())


def _card(row: Any) -> Card:
    return Card(row.id, row.name, row.position, row.phone, row.consented_at, row.erased_at)
