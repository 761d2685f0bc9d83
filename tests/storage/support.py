"""People, lines and spoken words for the tests of the store."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, update

from storage import deliveries, post
from storage.engine import Tx
from storage.lines import NewLine
from storage.tables import identities, people, rounds

NOW = datetime(2026, 11, 3, 8, 0, 0, 250_000, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Words:
    """Somebody speaks."""

    address: str = "lan"
    sent_at: datetime = NOW
    choice: str | None = None
    channel: str = "telegram"


def person(tx: Tx, *accounts: tuple[str, str], name: str = "Lan") -> int:
    """A person with accounts (channel, address)."""
    row = tx.execute(insert(people).values(name=name, created_at=NOW).returning(people.c.id))
    found = int(row.scalar_one())
    for channel, address in accounts:
        values = {"channel": channel, "address": address, "created_at": NOW}
        tx.execute(insert(identities).values(person_id=found, **values))
    return found


def account(tx: Tx, address: str, **values: object) -> None:
    """Change what stands about an account."""
    tx.execute(update(identities).where(identities.c.address == address).values(**values))


def a_round(tx: Tx, name: str = "2026") -> None:
    """A round to hang answers on."""
    texts = dict.fromkeys(("title", "form_version", "before", "cut_off", "opens", "closes"), "")
    tx.execute(insert(rounds).values(id=name, kind="annual", year=2026, created_at=NOW, **texts))


def line(tx: Tx, attempted: datetime | None = None, **fields: object) -> int:
    """A promised line; `attempted` when the courier tried it."""
    plain = {"channel": "telegram", "address": "lan", "phrase": "p.q", "text": "?"}
    row = post.promise(tx, NewLine(**(plain | fields)), NOW)
    assert row is not None
    if attempted is not None:
        deliveries.attempted(tx, [row], attempted)
    return row
