"""10,000 updates by chance: no handler breaks, nobody reaches another unit's data.

TROLY_FUZZ_SEED and TROLY_FUZZ_UPDATES choose others. A failure names the seed and the shortest
prefix of the updates that shows it.
"""

import os
import random
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from structlog.testing import capture_logs

from plan.deadlines import ZONE
from storage.engine import Tx
from storage.tables import inbox, memberships, outbox
from tests.chaos.town import Town, built
from tests.fuzz.authority import trespasses
from tests.fuzz.cast import WEIGHTS, cast
from tests.fuzz.house import Running, running
from tests.fuzz.updates import Actor, Json, Sender

SEED = int(os.environ.get("TROLY_FUZZ_SEED", "1"))
UPDATES = int(os.environ.get("TROLY_FUZZ_UPDATES", "10000"))
ACT, BATCH = 2000, 20  # people lose their seats on the way: each act has a new cast
_PAUSE = 280  # seconds between two batches: an act is a working day
BEGINS = datetime(2026, 11, 2, 8, 0, tzinfo=ZONE)


async def test_nothing_breaks_and_nobody_reaches_what_is_not_theirs(tmp_path: Path):
    town = built(tmp_path, now=BEGINS)
    store = town.store()
    with capture_logs() as log:
        async with running(store, town.programme, tmp_path, BEGINS) as house:
            prepared: set[int] = set()
            told = await play(house, town, prepared)
    with store.read() as tx:
        broken = incidents(tx, told)
        wrong = trespasses(tx, town.programme, prepared)
        unsaid = _unsaid(tx, house.ear.gone)
    store.close()
    errors = [_told(entry) for entry in log if entry["log_level"] in {"error", "critical"}]
    assert not broken, f"seed {SEED}: {broken[:3]}: {errors[:3]}"
    assert not errors, f"seed {SEED}: {errors[:3]}"
    assert not wrong, f"seed {SEED}: {[(each, _prefix(told, each.at)) for each in wrong[:5]]}"
    assert not unsaid, f"seed {SEED}: lines that were never said: {unsaid[:3]}"


@dataclass(frozen=True)
class Told:
    """An update that was sent: the how manieth, and when."""

    place: int
    at: datetime
    update: Json


async def play(house: Running, town: Town, prepared: set[int]) -> dict[str, Told]:
    """Send everything, act by act, batch by batch; return each update by its inbox key.

    The roles that a cast brings along are added to `prepared`.
    """
    rng = random.Random(SEED)
    sender = Sender(rng, town.programme.form, house.ear.shown)
    told: dict[str, Told] = {}
    for act in range(max(1, UPDATES // ACT)):
        house.ear.shown.clear()
        before = _seats(house)
        people = cast(town, rng, act, house.clock())
        prepared |= _seats(house) - before
        house.ear.gone.add(people[-1].address)
        for _ in range(min(ACT, UPDATES) // BATCH):
            await _batch(house, sender, rng.choices(people, WEIGHTS, k=BATCH), told)
        house.clock.forward(86_400 - ACT // BATCH * _PAUSE)
    return told


def _seats(house: Running) -> set[int]:
    with house.store.read() as tx:
        return set(tx.execute(select(memberships.c.id)).scalars())


async def _batch(house: Running, sender: Sender, who: list[Actor], told: dict[str, Told]) -> None:
    now = house.clock()
    sender.seconds, sender.today = int(now.timestamp()), now.date()
    updates = [sender.update(actor) for actor in who]
    for update in updates:
        told.setdefault(_key(update), Told(update["update_id"], now, update))
    await house.hears(updates)
    if updates[0]["update_id"] % (5 * BATCH) == 1:
        await house.ticks()
    house.clock.forward(_PAUSE)


def _told(entry: Mapping[str, Any]) -> str:
    """Return an entry of the log with the last steps of its traceback."""
    error = entry.get("exc_info")
    steps = traceback.format_exception(error)[-4:] if isinstance(error, Exception) else []
    return f"{entry['event']} {''.join(steps)}"


def _prefix(told: dict[str, Told], at: datetime) -> str:
    last = max((each.place for each in told.values() if each.at <= at), default=0)
    return f"shows within the first {last} updates"


def _key(update: Json) -> str:
    if query := update.get("callback_query"):
        return f"c:{query.get('id')}"
    message = update.get("message") or {}
    return f"m:{message.get('chat', {}).get('id')}:{message.get('message_id')}"


def incidents(tx: Tx, told: dict[str, Told]) -> list[str]:
    """Return what broke a handler: the prefix that shows it ends with the update told."""
    query = select(inbox.c.key, inbox.c.incident).where(inbox.c.incident.is_not(None))
    rows = tx.execute(query.order_by(inbox.c.id)).all()
    return [f"{told.get(row.key)} is incident {row.incident}" for row in rows]


def _unsaid(tx: Tx, gone: set[str]) -> list[str]:
    """Return lines that failed for another reason than that their reader is gone."""
    query = select(outbox.c.id, outbox.c.failure).where(
        outbox.c.failure.is_not(None),
        outbox.c.failure.not_like("dropped:%"),
        outbox.c.address.not_in(gone),
    )
    return [f"{row.id}: {row.failure}" for row in tx.execute(query)]
