"""Lines of ours that let somebody in: a while after it was said, the link leaves the outbox."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from storage import marks
from storage.engine import Tx
from storage.tables import outbox

# A page of the web chat shows its history from these rows: time enough to read and forward.
SHOWN = timedelta(minutes=15)
_HIDDEN = "outbox:hidden"  # the mark: no such line up to this id holds its link any more


def hide(tx: Tx, lines: Mapping[str, str], now: datetime) -> int:
    """Put other words in the place of lines said a while ago; return how many.

    `lines`: the phrase of a line that holds a link, and the words that stand there afterwards.
    Its buttons stay where they were, without what they opened or copied.
    """
    after, last = marks.get(tx, _HIDDEN) or 0, tx.scalar(select(func.max(outbox.c.id))) or 0
    query = (
        select(outbox.c.id, outbox.c.phrase, outbox.c.settled_at, outbox.c.choices)
        .where(outbox.c.id > after, outbox.c.phrase.in_(list(lines)))
        .order_by(outbox.c.id)
    )
    count = 0
    for row, phrase, settled_at, choices in tx.execute(query).all():
        if settled_at is None or settled_at > now - SHOWN:
            last = row - 1
            break
        values = {"text": lines[phrase], "choices": _harmless(choices)}
        tx.execute(update(outbox).where(outbox.c.id == row).values(**values))
        count += 1
    if last > after:
        marks.put(tx, _HIDDEN, last, now)
    return count


def _harmless(choices: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    kept = [
        {name: value for name, value in choice.items() if name not in {"url", "copy"}}
        for choice in choices or ()
    ]
    return kept or None
