"""Which person an account belongs to, and what they may do."""

from datetime import datetime

from handlers.inbound import Inbound
from handlers.who import Membership, Who
from storage import memberships, people, preferences
from storage.engine import Tx


def identify(tx: Tx, inbound: Inbound, now: datetime) -> Who:
    """Return who speaks. An account that was revoked, or never joined, is a stranger."""
    del now
    person = people.person_of(tx, inbound.channel, inbound.address)
    if person is None:
        return Who(None, inbound.sender_name)
    return known(tx, person)


def known(tx: Tx, person: int) -> Who:
    """Return a person with their live roles."""
    roles = tuple(
        Membership(member.unit, member.role, member.confirmed)
        for member in memberships.of_person(tx, person)
    )
    return Who(person, people.name_of(tx, person), roles, preferences.get(tx, person, "focus"))
