"""Who is who: people and their accounts. Live means: not ended."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from storage.engine import ACCOUNTS, Tx
from storage.prepared import Prepared
from storage.tables import identities, people


class Identity(NamedTuple):
    """One live account of a person at a channel."""

    id: int
    person: int
    channel: str
    address: str
    unreachable_since: datetime | None
    last_seen_at: datetime | None


def by_account(tx: Tx, channel: str, address: str) -> Identity | None:
    """Return the live identity of an account; None for a stranger.

    A turn asks again and again: within a write transaction it is looked up once, until somebody's
    accounts change (`forget_accounts`).
    """
    known: dict[tuple[str, str], Identity | None] | None = tx.info.get(ACCOUNTS)
    if known is None:
        return _by_account(tx, channel, address)
    if (channel, address) not in known:
        known[channel, address] = _by_account(tx, channel, address)
    return known[channel, address]


def _by_account(tx: Tx, channel: str, address: str) -> Identity | None:
    row = _BY_ACCOUNT.first(tx, channel_=channel, address_=address)
    return None if row is None else Identity(*row)


def forget_accounts(tx: Tx) -> None:
    """Look accounts up anew from now on: some of them changed, or a change was taken back."""
    tx.info.get(ACCOUNTS, {}).clear()


def person_of(tx: Tx, channel: str, address: str) -> int | None:
    """Return the person behind an account; None for a stranger."""
    found = by_account(tx, channel, address)
    return found.person if found else None


def identities_of(tx: Tx, person: int) -> list[Identity]:
    """Return a person's live accounts, oldest first."""
    return [Identity(*row) for row in _BY_PERSON.all(tx, person=person)]


def addresses(tx: Tx, channel: str) -> list[tuple[int, str]]:
    """Return (person, address) of every live account at a channel."""
    live = (identities.c.channel == channel, identities.c.ended_at.is_(None))
    rows = tx.execute(select(identities.c.person_id, identities.c.address).where(*live))
    return [(row.person_id, row.address) for row in rows]


def preferred(tx: Tx, person: int, pushing: Collection[str] = ("telegram",)) -> Identity | None:
    """Return the account to speak to first; None when the person has no live account.

    Reachable ones before others, then channels that push, then the one last heard from.
    """
    found = identities_of(tx, person)
    return max(found, key=lambda who: _preference(who, pushing)) if found else None


def _preference(who: Identity, pushing: Collection[str]) -> tuple[bool, bool, float, int]:
    seen = who.last_seen_at.timestamp() if who.last_seen_at else 0.0
    return who.unreachable_since is None, who.channel in pushing, seen, who.id


def saw(tx: Tx, identity: Identity, now: datetime) -> None:
    """Note that we heard from an account: it is reachable. At most once a minute is written."""
    seen = identity.last_seen_at
    if identity.unreachable_since is None and seen and (now - seen).total_seconds() < 60:
        return
    _SAW.run(tx, row=identity.id, last_seen_at=now, unreachable_since=None, unreachable_why=None)
    forget_accounts(tx)


def lost(tx: Tx, channel: str, address: str, why: str, now: datetime) -> Identity | None:
    """Mark an account as unreachable; return it when it was reachable until now."""
    found = by_account(tx, channel, address)
    if found is None or found.unreachable_since is not None:
        return None
    change = {"unreachable_since": now, "unreachable_why": why}
    tx.execute(update(identities).where(identities.c.id == found.id).values(**change))
    forget_accounts(tx)
    return found


def name_of(tx: Tx, person: int) -> str:
    """Return a person's name; empty when it was not told or is erased."""
    row = _NAME.first(tx, person=person)
    return "" if row is None else str(row[0])


_COLUMNS = (
    identities.c.id,
    identities.c.person_id,
    identities.c.channel,
    identities.c.address,
    identities.c.unreachable_since,
    identities.c.last_seen_at,
)
_live = select(*_COLUMNS).where(identities.c.ended_at.is_(None))
_BY_ACCOUNT = Prepared(
    _live.where(
        identities.c.channel == bindparam("channel_"),
        identities.c.address == bindparam("address_"),
    ).order_by(identities.c.id.desc())
)
_BY_PERSON = Prepared(
    _live.where(identities.c.person_id == bindparam("person")).order_by(identities.c.id)
)
_SAW = Prepared(
    update(identities).where(identities.c.id == bindparam("row")),
    *("last_seen_at", "unreachable_since", "unreachable_why"),
)
_NAME = Prepared(select(people.c.name).where(people.c.id == bindparam("person")))
