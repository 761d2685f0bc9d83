"""What would be sent between two moments, by walking the planner through time; nothing is sent."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from reminders.planner import plan
from reminders.values import Fate, History, Key, Outcome, Owed, Season, Sent

_FATES = {
    Outcome.due: Fate.delivered,
    Outcome.collapsed: Fate.collapsed,
    Outcome.expired: Fate.expired,
}
# A plan that asks to be looked at again at once would never end; a clock has whole minutes.
_STEP = timedelta(minutes=1)


def simulate(
    seasons: Sequence[Season], history: History, start: datetime, end: datetime
) -> Iterator[tuple[datetime, Owed]]:
    """Yield each row with the moment it would be said, from `start` to before `end`.

    Every message counts as delivered at once; states stay as they are.
    """
    sent: dict[Key, Sent] = dict(history.sent)
    now = start
    while now < end:
        found = plan(seasons, replace(history, sent=sent), now)
        for row in found.owed:
            sent[row.key] = Sent(_FATES[row.outcome], now, row.message)
            yield now, row
        if found.next_at is None:
            return
        now = max(found.next_at, now + _STEP)
