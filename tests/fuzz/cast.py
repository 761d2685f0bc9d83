"""Who takes part in one act: focal points, leaders, coordinators, and strangers with codes."""

import random
from datetime import datetime, timedelta

from sqlalchemy import select

from plan.units import Role
from storage import invitations, memberships
from storage.engine import Tx
from storage.memberships import Seat
from storage.tables import identities
from tests.chaos.town import Town, communes, coordinate, settle
from tests.fuzz.updates import Actor, actors

_FOCAL, _LEADERS, _COORDINATORS, _STRANGERS = 8, 2, 2, 5
# How often each of them speaks; the last stranger has blocked us.
WEIGHTS = [6] * _FOCAL + [5] * _LEADERS + [7] * _COORDINATORS + [2] * _STRANGERS


def cast(town: Town, rng: random.Random, act: int, now: datetime) -> list[Actor]:
    """Let the people of an act join, each with a new account, in communes of their own."""
    focal, leaders, coordinators, strangers = _accounts(act)
    first = act * (_FOCAL + 1)
    settle(town, focal, now=now, first=first)
    settle(town, leaders, now=now, first=first)
    for account in coordinators:
        coordinate(town, account, now=now)
    people = actors(rng, town.programme.phrases, [*focal, *leaders, *coordinators, *strangers])
    units = communes(town.programme)[first : first + 4]
    store = town.store()
    with store.write() as tx:
        _further_roles(tx, [unit.code for unit in units], focal, leaders, now)
        for actor in people[-_STRANGERS:]:
            role = rng.choice([Role.focal, Role.leader])
            new = invitations.New("join", now + timedelta(days=7), rng.choice(units).code, role)
            actor.codes.append(invitations.issue(tx, new, now))
    store.close()
    return people


def _accounts(act: int) -> list[list[str]]:
    start, found = 10_000 * (act + 1), []
    for count in (_FOCAL, _LEADERS, _COORDINATORS, _STRANGERS):
        found.append([str(start + number) for number in range(count)])
        start += 1000
    return found


def _further_roles(
    tx: Tx, units: list[str], focal: list[str], leaders: list[str], now: datetime
) -> None:
    """Somebody serves two units, two people one unit, and leaders lead."""
    rows = tx.execute(select(identities.c.address, identities.c.person_id))
    person = {row.address: row.person_id for row in rows}
    for address, unit, role in (
        (focal[0], units[2], Role.focal),
        (focal[-1], units[0], Role.focal),
        (leaders[0], units[0], Role.leader),
        (leaders[1], units[1], Role.leader),
    ):
        memberships.begin(tx, Seat(person[address], unit, role), now, confirmed=True)
