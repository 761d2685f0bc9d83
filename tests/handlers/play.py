"""Handlers played without channels: say, tap, hear; every line of it over a real database."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from bot.engine.promise import Promiser
from handlers.house import House
from handlers.inbound import FileSent, Inbound, Kind
from handlers.turn import turn
from plan.deadlines import ZONE
from plan.phrasebook import strip_markup
from plan.programme import Programme
from plan.units import Role
from storage import cards, memberships, rounds
from storage.engine import Store
from storage.memberships import Seat
from storage.tables import outbox

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Heard:
    """A line somebody got: its words, its buttons by label, the file that came with it."""

    text: str
    buttons: dict[str, str]
    actions: dict[str, str]
    copies: dict[str, str]
    about: dict
    asks: str | None
    row: int
    card: str | None

    def __contains__(self, words: str) -> bool:
        return words in self.text


@dataclass
class Play:
    """A small office: people with accounts, a clock, and what everybody heard."""

    store: Store
    programme: Programme
    house: House = None
    now: datetime = START
    people: dict[str, int] = field(default_factory=dict)
    heard: dict[str, list[Heard]] = field(default_factory=dict)
    acts: int = 0
    step: timedelta = timedelta(seconds=5)

    def __post_init__(self):
        self.house = self.house or House(self.programme)
        with self.store.write() as tx:
            rounds.ensure_annual_rounds(tx, self.programme, self.now)

    def joins(self, name: str, unit: str, role: Role = Role.focal, *, confirmed=True) -> int:
        with self.store.write() as tx:
            person = self.people.get(name)
            if person is None:
                person = cards.add(
                    tx, self.now, name=f"Nguyễn Thị {name.title()}", position="", phone=""
                )
                cards.consent(tx, person, self.now)
                cards.add_account(tx, person, "console", name, self.now)
                self.people[name] = person
            memberships.begin(tx, Seat(person, unit, role), self.now, confirmed=confirmed)
        return person

    def leaves(self, name: str, unit: str) -> None:
        """End somebody's roles in a unit."""
        with self.store.write() as tx:
            memberships.end(tx, "left", self.now, person_id=self.people[name], unit=unit)

    def at(self, local: str) -> None:
        self.now = datetime.fromisoformat(local).replace(tzinfo=ZONE).astimezone(UTC)

    def say(self, name: str, text: str) -> list[Heard]:
        return self._turn(name, kind=Kind.text, text=text)

    def tap(self, name: str, label: str, *, line: Heard | None = None) -> list[Heard]:
        line = line or next(h for h in reversed(self.heard[name]) if label in h.buttons)
        return self._turn(name, kind=Kind.choice, choice=line.buttons[label], tap="tap")

    def press(self, name: str, choice: str) -> list[Heard]:
        return self._turn(name, kind=Kind.choice, choice=choice, tap="tap")

    def last(self, name: str) -> Heard:
        return self.heard[name][-1]

    def trains(self) -> None:
        """Make this a training house with its own round."""
        self.house = replace(self.house, training=True)
        with self.store.write() as tx:
            rounds.ensure_training_round(tx, self.programme, self.now)

    def spoken(self, name: str, text: str) -> Inbound:
        """Return words as they are said now, to be taken later."""
        return self._inbound(name, kind=Kind.text, text=text)

    def sends(self, name: str, file: FileSent, caption: str = "") -> list[Heard]:
        return self._turn(name, kind=Kind.file, file=file, text=caption)

    def _turn(self, name: str, **spoken) -> list[Heard]:
        self.now += self.step
        return self.take(self._inbound(name, **spoken))

    def _inbound(self, name: str, **spoken) -> Inbound:
        self.acts += 1
        return Inbound(
            channel="console", address=name, key=str(self.acts), sent_at=self.now, **spoken
        )

    def take(self, inbound: Inbound) -> list[Heard]:
        with self.store.write() as tx:
            effects = turn(tx, self.house, inbound, self.now)
            Promiser(self.programme.phrases, pushing=()).keep(tx, effects, self.now, inbound)
            new = self._deliver(tx)
        return new.get(inbound.address, [])

    def _deliver(self, tx) -> dict[str, list[Heard]]:
        waiting = outbox.c.first_attempt_at.is_(None)
        new: dict[str, list[Heard]] = {}
        for row in tx.execute(select(outbox).where(waiting).order_by(outbox.c.id)):
            choices = row.choices or []
            buttons = {c["label"]: f"{row.token}.{n}" for n, c in enumerate(choices)}
            actions = {c["label"]: c["action"] for c in choices}
            text = strip_markup(row.text)
            copies = {c["label"]: c["copy"] for c in choices if c.get("copy")}
            rest = (row.about or {}, row.asks, row.id, row.card)
            line = Heard(text, buttons, actions, copies, *rest)
            new.setdefault(row.address, []).append(line)
            self.heard.setdefault(row.address, []).append(line)
        tx.execute(
            update(outbox).where(waiting).values(first_attempt_at=self.now, delivered_at=self.now)
        )
        return new
