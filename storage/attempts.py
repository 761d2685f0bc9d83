"""Things that count against a limit within a while, by account: wrong codes, questions."""

from datetime import datetime, timedelta

from sqlalchemy import func, insert, select

from storage.engine import Tx
from storage.tables import attempts


def note(tx: Tx, what: str, account: str, now: datetime) -> None:
    """Write down one more."""
    tx.execute(insert(attempts).values(what=what, account=account, at=now))


def moments(tx: Tx, what: str, account: str, since: datetime) -> list[datetime]:
    """Return when it happened after a moment, oldest first."""
    table = attempts
    query = select(table.c.at).where(
        table.c.what == what, table.c.account == account, table.c.at > since
    )
    return list(tx.execute(query.order_by(table.c.at)).scalars())


def free_again(
    tx: Tx, limit: tuple[str, int, timedelta], account: str, now: datetime
) -> datetime | None:
    """Return when an account that used up (what, most, within) may try again; None: now."""
    what, most, within = limit
    recent = moments(tx, what, account, now - within)
    return recent[-most] + within if len(recent) >= most else None


def count(tx: Tx, what: str, since: datetime) -> int:
    """Return how often something happened after a moment, by anybody."""
    table = attempts
    query = select(func.count()).where(table.c.what == what, table.c.at > since)
    return int(tx.execute(query).scalar_one())
