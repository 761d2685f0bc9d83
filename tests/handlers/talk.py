"""Talking to the desks without an engine: one turn, its lines promised and shown at once."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.engine.promise import Promiser
from handlers.house import House
from handlers.inbound import Inbound, Kind
from handlers.turn import turn
from plan.programme import Programme
from plan.units import Role
from storage import cards, deliveries, memberships, people
from storage.engine import Store, Tx
from storage.lines import LINE_COLUMNS, Line
from storage.memberships import Seat
from storage.tables import metadata, outbox

LUC_NGAN, SON_DONG, JUSTICE, AFFAIRS = "07582", "07615", "STP", "SNV"


@dataclass
class Talk:
    """A house to talk to, at a moment that moves on a little with each line."""

    store: Store
    programme: Programme
    now: datetime = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
    training: bool = False
    keys: Any = field(default_factory=itertools.count)

    @property
    def house(self) -> House:
        return House(self.programme, self.training, "https://baocao.example", "troly_bot")

    def somebody(
        self, address: str, unit: str, role: Role = Role.focal, *, confirmed: bool = True
    ) -> int:
        """Let a person be there who joined long ago."""
        with self.store.write() as tx:
            person = cards.add(tx, self.now, name=f"Người {address}", position="Công chức")
            cards.consent(tx, person, self.now)
            cards.add_account(tx, person, "test", address, self.now)
            memberships.begin(tx, Seat(person, unit, role), self.now, confirmed=confirmed)
        return person

    def says(self, address: str, text: str, **more: Any) -> list[Line]:
        """Type, and return all lines that anybody gets because of it."""
        return self.hears(address, kind=Kind.text, text=text, **more)

    def taps(self, address: str, label: str) -> list[Line]:
        """Tap the newest button with a label that was shown to this account."""
        return self.presses(address, self.button(address, label))

    def presses(self, address: str, choice: str) -> list[Line]:
        """Send the opaque id of a button, whosever it is."""
        return self.hears(address, kind=Kind.choice, choice=choice)

    def hears(self, address: str, **fields: Any) -> list[Line]:
        """Bring anything to the desks."""
        self.now += timedelta(seconds=20)
        key = f"k{next(self.keys)}"
        inbound = Inbound(channel="test", address=address, key=key, sent_at=self.now, **fields)
        with self.store.write() as tx:
            before = self._lines(tx)
            effects = turn(tx, self.house, inbound, self.now)
            Promiser(self.programme.phrases).keep(tx, effects, self.now, inbound)
            new = [line for line in self._lines(tx) if line not in before]
            deliveries.attempted(tx, [line.id for line in new], self.now)
        return new

    def button(self, address: str, label: str) -> str:
        """Return the opaque id of the newest button with a label, as shown to an account."""
        with self.store.read() as tx:
            for line in reversed(self._lines(tx)):
                for number, choice in enumerate(line.choices or []):
                    if line.address == address and choice["label"] == label:
                        return f"{line.token}.{number}"
        raise LookupError(label)

    def roles(self, person: int) -> set[tuple[str, str, bool]]:
        """Return (unit, role, confirmed) of a person's live roles."""
        with self.store.read() as tx:
            found = memberships.of_person(tx, person)
        return {(member.unit, str(member.role), member.confirmed) for member in found}

    def person(self, address: str) -> int:
        """Return the person behind an account."""
        with self.store.read() as tx:
            found = people.person_of(tx, "test", address)
        assert found is not None
        return found

    def also(self, person: int, unit: str, role: Role = Role.focal) -> None:
        """Give a person a further role, confirmed."""
        with self.store.write() as tx:
            memberships.begin(tx, Seat(person, unit, role), self.now, confirmed=True)

    def settle(self) -> None:
        """Let all that was said have been delivered."""
        with self.store.write() as tx:
            rows = [(line.id, "-") for line in self._lines(tx)]
            deliveries.delivered(tx, rows, self.now)

    def end_roles(self, person: int) -> None:
        """End all roles of a person, as a revocation does."""
        with self.store.write() as tx:
            memberships.end(tx, "test", self.now, person_id=person)

    def last(self, address: str) -> Line:
        """Return the newest line said to an account."""
        with self.store.read() as tx:
            return [line for line in self._lines(tx) if line.address == address][-1]

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        with self.store.read() as tx:
            query = select(func.count()).select_from(metadata.tables[table])
            return int(tx.execute(query).scalar_one())

    def _lines(self, tx: Tx) -> list[Line]:
        rows = tx.execute(select(*LINE_COLUMNS).order_by(outbox.c.id))
        return [Line(*row) for row in rows]


def phrases(lines: list[Line], address: str | None = None) -> list[str]:
    """Return which phrases were said, to one account or to anybody."""
    return [line.phrase for line in lines if address in {None, line.address}]
