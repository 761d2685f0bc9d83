"""The words of each provision as people were last told them."""

from datetime import datetime

from sqlalchemy import func, insert, select

from storage.engine import Tx
from storage.tables import announced


def latest(tx: Tx) -> dict[str, str]:
    """Return the newest announced text of each provision; one that is gone is left out."""
    newest = select(func.max(announced.c.id)).group_by(announced.c.provision)
    rows = tx.execute(
        select(announced.c.provision, announced.c.text)
        .where(announced.c.id.in_(newest))
        .order_by(announced.c.id)
    )
    return {row.provision: row.text for row in rows if row.text}


def put(tx: Tx, provision: str, text: str, now: datetime) -> None:
    """Note what is announced from now on; an empty text: the provision is gone."""
    tx.execute(insert(announced).values(provision=provision, text=text, at=now))
