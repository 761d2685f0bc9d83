"""One line of explanation for each oddity that a cross-check found in a draft."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from storage.engine import Tx
from storage.prepared import Prepared
from storage.tables import explanations


@dataclass(frozen=True)
class Explanation:
    """Words for a check, good for the figures they were given for."""

    check: str
    figures: str
    text: str


def add(tx: Tx, report: tuple[str, str], words: Explanation, person: int, now: datetime) -> None:
    """Append an explanation to the report of (round, unit)."""
    tx.execute(
        insert(explanations).values(
            round=report[0],
            unit=report[1],
            check=words.check,
            figures=words.figures,
            text=words.text,
            person_id=person,
            at=now,
        )
    )


def current(tx: Tx, round_id: str, unit: str) -> dict[str, Explanation]:
    """Return the newest explanation of each check."""
    rows = _CURRENT.all(tx, round_=round_id, unit_=unit)
    return {row[0]: Explanation(*row) for row in rows}


_CURRENT = Prepared(
    select(explanations.c.check, explanations.c.figures, explanations.c.text)
    .where(explanations.c.round == bindparam("round_"), explanations.c.unit == bindparam("unit_"))
    .order_by(explanations.c.id)
)
