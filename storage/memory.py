"""What a person was last told by certain phrases: a short memory that needs no state."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage.engine import Tx
from storage.people import person_of
from storage.post import Spoken
from storage.tables import outbox


def last_about(tx: Tx, spoken: Spoken, phrases: tuple[str, ...], since: datetime) -> Any:
    """Return what was kept with the newest line of these phrases, and when it was promised.

    None when there is none since the moment. A person's lines count on all their accounts.
    """
    person = person_of(tx, spoken.channel, spoken.address)
    account = (outbox.c.channel == spoken.channel, outbox.c.address == spoken.address)
    theirs = [outbox.c.person_id == person] if person else [*account, outbox.c.person_id.is_(None)]
    query = (
        select(outbox.c.about, outbox.c.promised_at)
        .where(*theirs, outbox.c.phrase.in_(phrases), outbox.c.promised_at >= since)
        .order_by(outbox.c.id.desc())
        .limit(1)
    )
    row = tx.execute(query).first()
    return None if row is None else (row.about or {}, row.promised_at)
