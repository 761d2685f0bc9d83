"""10,000 updates by chance: no handler breaks, nobody reaches another unit's data.

TROLY_FUZZ_SEED and TROLY_FUZZ_UPDATES choose others. A failure names the seed and the shortest
prefix of the updates that shows it.
"""

import os
import random
import traceback
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from structlog.testing import capture_logs

from plan.units import Role
from storage import invitations, memberships
from storage.engine import Tx
from storage.memberships import Seat
from storage.tables import identities, inbox, outbox
from tests.chaos.town import EVENING, Town, built, communes, coordinate, settle
from tests.fuzz.authority import trespasses
from tests.fuzz.house import Running, running
from tests.fuzz.updates import Actor, Json, Sender, actors

SEED = int(os.environ.get("TROLY_FUZZ_SEED", "1"))
UPDATES = int(os.environ.get("TROLY_FUZZ_UPDATES", "10000"))
BATCH = 100
FOCAL = [str(1000 + number) for number in range(8)]
LEADERS, COORDINATORS = ["2001", "2002"], ["3001", "3002"]
STRANGERS = [str(4000 + number) for number in range(6)]
GONE = "4005"
BEGINS = EVENING.replace(hour=8)


async def test_nothing_breaks_and_nobody_reaches_what_is_not_theirs(tmp_path: Path):
    town = built(tmp_path, now=BEGINS)
    people = _cast(town, random.Random(SEED))
    store = town.store()
    begins = BEGINS + timedelta(hours=1)
    with capture_logs() as log:
        async with running(store, town.programme, tmp_path, begins) as house:
            house.ear.gone.add(GONE)
            told = await _play(house, people)
    with store.read() as tx:
        broken = _incidents(tx, told)
        wrong = trespasses(tx, town.programme)
        unsaid = _unsaid(tx)
    store.close()
    errors = [_told(entry) for entry in log if entry["log_level"] in {"error", "critical"}]
    assert not broken, f"seed {SEED}: {broken[:3]}: {errors[:3]}"
    assert not errors, f"seed {SEED}: {errors[:3]}"
    assert not wrong, f"seed {SEED}: {[(each, _prefix(each.at)) for each in wrong[:5]]}"
    assert not unsaid, f"seed {SEED}: lines that were never said: {unsaid[:3]}"


def _told(entry: Mapping[str, Any]) -> str:
    """Return an entry of the log with the last steps of its traceback."""
    error = entry.get("exc_info")
    steps = traceback.format_exception(error)[-4:] if isinstance(error, Exception) else []
    return f"{entry['event']} {''.join(steps)}"


async def _play(house: Running, people: list[Actor]) -> dict[str, tuple[int, Json]]:
    """Send everything, batch by batch; return each update by its inbox key, with its place."""
    rng = random.Random(SEED)
    sender = Sender(rng, house.house.programme.form, house.ear.shown)
    told: dict[str, tuple[int, Json]] = {}
    for number in range(UPDATES // BATCH):
        sender.seconds = int(house.clock().timestamp())
        sender.today = house.clock().date()
        updates = [sender.update(rng.choice(people)) for _ in range(BATCH)]
        for place, update in enumerate(updates, number * BATCH + 1):
            told.setdefault(_key(update), (place, update))
        await house.hears(updates)
        house.clock.forward(60)
        if number % 10 == 9:
            await house.ticks()
            house.clock.forward(86_400 / 2)
    return told


def _prefix(at) -> str:
    batch = int((at - BEGINS).total_seconds() // 60) - 60
    return f"shows within {max(1, batch) * BATCH} updates or fewer"


def _key(update: Json) -> str:
    if query := update.get("callback_query"):
        return f"c:{query.get('id')}"
    message = update.get("message") or {}
    return f"m:{message.get('chat', {}).get('id')}:{message.get('message_id')}"


def _incidents(tx: Tx, told: dict[str, tuple[int, Json]]) -> list[str]:
    """Return what broke a handler: the prefix that shows it, and the update."""
    query = select(inbox.c.key, inbox.c.incident).where(inbox.c.incident.is_not(None))
    rows = tx.execute(query.order_by(inbox.c.id)).all()
    return [f"update {told.get(row.key)} is incident {row.incident}" for row in rows]


def _unsaid(tx: Tx) -> list[str]:
    """Return lines that failed for another reason than that their reader is gone."""
    gone = select(identities.c.address).where(identities.c.unreachable_since.is_not(None))
    query = select(outbox.c.id, outbox.c.failure).where(
        outbox.c.failure.is_not(None),
        outbox.c.failure.not_like("dropped:%"),
        outbox.c.address.not_in(gone),
        outbox.c.address != GONE,
    )
    return [f"{row.id}: {row.failure}" for row in tx.execute(query)]


def _cast(town: Town, rng: random.Random) -> list[Actor]:
    """Let everybody join: focal points, leaders, coordinators; strangers hold codes."""
    settle(town, FOCAL, now=BEGINS)
    settle(town, LEADERS, now=BEGINS)
    for address in COORDINATORS:
        coordinate(town, address, now=BEGINS)
    people = actors(rng, town.programme.phrases, [*FOCAL, *LEADERS, *COORDINATORS, *STRANGERS])
    store = town.store()
    with store.write() as tx:
        _further_roles(tx, town)
        for actor in people[-len(STRANGERS) :]:
            unit = communes(town.programme)[rng.randrange(12)].code
            new = invitations.New("join", BEGINS + timedelta(days=7), unit, Role.focal)
            actor.codes.append(invitations.issue(tx, new, BEGINS))
    store.close()
    return people


def _further_roles(tx: Tx, town: Town) -> None:
    """Somebody serves two units, two people one unit, and leaders lead."""
    first, second, third = (unit.code for unit in communes(town.programme)[:3])
    person = {
        row.address: row.person_id
        for row in tx.execute(select(identities.c.address, identities.c.person_id))
    }
    for address, unit, role in (
        (FOCAL[0], third, Role.focal),
        (FOCAL[7], first, Role.focal),
        (LEADERS[0], first, Role.leader),
        (LEADERS[1], second, Role.leader),
    ):
        memberships.begin(tx, Seat(person[address], unit, role), BEGINS, confirmed=True)
