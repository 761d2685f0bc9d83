"""Things that count against a limit within a while, by account: wrong codes, questions."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

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


def forget(tx: Tx, before: datetime) -> int:
    """Remove what counts against no limit any more; return how many."""
    return tx.execute(delete(attempts).where(attempts.c.at < before)).rowcount


def forget_account(tx: Tx, account: str) -> None:
    """Remove all of one account: its person leaves."""
    tx.execute(delete(attempts).where(attempts.c.account == account))
