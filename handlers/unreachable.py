"""An account turned out to be unreachable: the coordinators are told whom to call."""

from datetime import datetime

from handlers.effects import Effect, Say
from handlers.house import House
from storage import cards, memberships
from storage.engine import Tx
from storage.lines import Line


def told(tx: Tx, house: House, line: Line, now: datetime) -> list[Effect]:
    """Return what the coordinators hear, once a day and account."""
    if line.person is None:
        return []
    card = cards.get(tx, line.person)
    units = dict.fromkeys(m.unit for m in memberships.of_person(tx, line.person))
    names = ", ".join(house.programme.units[unit].short_name for unit in units)
    slots = {"name": card.name, "units": names or "-", "phone": card.phone or "-"}
    return [
        Say("people.unreachable", slots, to=person, key=f"lost:{line.id}:{person}:{now:%Y-%m-%d}")
        for person in memberships.coordinators(tx)
        if person != line.person
    ]
