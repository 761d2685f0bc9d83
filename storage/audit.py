"""What happened, line after line, each bound to the one before it by a hash.

A chain is one report ("report:2026:07615") or "-" for the rest, so that writers of different
reports never wait for one row. The table refuses changes (storage/appendonly.py).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from storage.engine import Tx
from storage.prepared import Prepared
from storage.tables import audit

REST = "-"
_START = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a chain; `place` counts from 1. No names, phones or accounts stand in it."""

    chain: str
    place: int
    at: datetime
    person: int | None
    what: str
    detail: Any
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a chain does not hold: the first place that is missing or was changed."""

    chain: str
    place: int


def append(
    tx: Tx, chain: str, what: str, person: int | None, now: datetime, **detail: Any
) -> None:
    """Append a line to a chain, in the transaction of what it tells."""
    last = _LAST.first(tx, chain_=chain)
    place, previous = (last[0] + 1, last[1]) if last else (1, _START)
    entry = Entry(chain, place, now, person, what, detail or None, previous, "")
    _APPEND.run(
        tx,
        chain=chain,
        place=place,
        at=now,
        person_id=person,
        what=what,
        detail=entry.detail,
        previous=previous,
        hash=_hash(entry),
    )


def entries(tx: Tx, chain: str) -> list[Entry]:
    """Return the lines of a chain, oldest first."""
    return [Entry(*row) for row in _ENTRIES.all(tx, chain_=chain)]


def chains(tx: Tx) -> list[str]:
    """Return the names of all chains."""
    return list(tx.execute(select(audit.c.chain).distinct().order_by(audit.c.chain)).scalars())


def verify(tx: Tx) -> list[Broken]:
    """Return the chains that do not hold, each with its first broken place."""
    return [broken for chain in chains(tx) if (broken := verify_chain(tx, chain))]


def verify_chain(tx: Tx, chain: str) -> Broken | None:
    """Return the first broken place of a chain; None when it holds.

    A chain cut off at its end cannot be told from a shorter one: keep its newest hash elsewhere
    (the receipts do) where that matters.
    """
    previous = _START
    for place, entry in enumerate(entries(tx, chain), start=1):
        if (entry.place, entry.previous, entry.hash) != (place, previous, _hash(entry)):
            return Broken(chain, place)
        previous = entry.hash
    return None


def _hash(entry: Entry) -> str:
    told = [
        *(
            entry.chain,
            entry.place,
            entry.at.astimezone(UTC).isoformat(),
            entry.person,
            entry.what,
        ),
        *(entry.detail, entry.previous),
    ]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


_COLUMNS = (
    *(audit.c.chain, audit.c.place, audit.c.at, audit.c.person_id, audit.c.what),
    *(audit.c.detail, audit.c.previous, audit.c.hash),
)
_of_chain = audit.c.chain == bindparam("chain_")
_LAST = Prepared(
    select(audit.c.place, audit.c.hash).where(_of_chain).order_by(audit.c.place.desc()).limit(1)
)
_APPEND = Prepared(
    insert(audit),
    *("chain", "place", "at", "person_id", "what", "detail", "previous", "hash"),
)
_ENTRIES = Prepared(select(*_COLUMNS).where(_of_chain).order_by(audit.c.place))
