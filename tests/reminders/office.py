"""A small province on a real database: people join, the clock moves, lines go out or cannot."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from handlers.house import House
from plan.phrasebook import strip_markup
from plan.programme import PACKS, load_programme
from plan.units import Role
from reminders.recheck import Drop, Wait, recheck
from reminders.tick import Ticked, tick
from reports.values import Narrative, to_json
from storage import answers, cards, deliveries, memberships, moves, people, reminders, rounds
from storage.engine import Store
from storage.lines import Line
from storage.memberships import Seat
from storage.reminders import Response
from storage.rounds import Decision
from tests.reminders.by_hand import HANOI

PROGRAMME = load_programme(PACKS / "bac-ninh-2282")


@dataclass(frozen=True)
class Mail:
    """A line that arrived: when, to whom, its words, its buttons."""

    at: datetime
    person: int
    text: str
    labels: tuple[str, ...]
    line: int


@dataclass
class Office:
    """Drives tick and recheck as the ticker and the courier do."""

    store: Store
    now: datetime
    house: House = field(default_factory=lambda: House(PROGRAMME))
    mail: list[Mail] = field(default_factory=list)
    telegram: bool = True

    def __post_init__(self):
        with self.store.write() as tx:
            rounds.ensure_annual_rounds(tx, PROGRAMME, self.now)

    # --- people and what they do ----------------------------------------------------------------
    def joins(self, unit: str, role: Role = Role.focal, name: str = "", phone: str = "") -> int:
        with self.store.write() as tx:
            person = cards.add(tx, self.now, name=name or f"Người {unit}", phone=phone)
            cards.add_account(tx, person, "telegram", str(person), self.now)
            memberships.begin(tx, Seat(person, unit, role), self.now, confirmed=True)
        return person

    def serves(self, person: int, unit: str, role: Role = Role.focal) -> None:
        with self.store.write() as tx:
            memberships.begin(tx, Seat(person, unit, role), self.now, confirmed=True)

    def answers(self, unit: str, person: int, question: str, value: str | None = None) -> None:
        given = value or to_json(Narrative(text="x"))
        new = answers.NewAnswer("2026", unit, question, given, person, "telegram")
        with self.store.write() as tx:
            answers.put(tx, new, 0, self.now)

    def move(self, unit: str, what: str, person: int | None = None, **value) -> int:
        with self.store.write() as tx:
            return moves.add(tx, ("2026", unit), what, person, self.now, **value)

    def decide(self, unit: str, what: str, **value) -> int:
        new = Decision(0, "2026", unit, what, value, "lý do", self.now, None)
        with self.store.write() as tx:
            return rounds.decide(tx, new)

    def press(self, unit: str, person: int, what: str) -> None:
        with self.store.write() as tx:
            reminders.respond(tx, Response("2026", unit, person, what, {}, self.now))

    def blocks(self, person: int) -> None:
        with self.store.write() as tx:
            people.lost(tx, "telegram", str(person), "blocked", self.now)

    # --- time -------------------------------------------------------------------------------------
    def tick(self) -> Ticked:
        with self.store.write() as tx:
            return tick(tx, self.house, self.now)

    def on(self, local: str) -> None:
        """Move to a local moment without a tick."""
        self.now = datetime.fromisoformat(local).replace(tzinfo=HANOI).astimezone(UTC)

    def at(self, local: str) -> Ticked:
        """Move to a local moment, tick, and let the courier run."""
        self.on(local)
        done = self.tick()
        self.courier()
        return done

    def walk(self, first: str, last: str, hours=("08:00", "09:00", "14:30")) -> None:
        """Tick at these hours of every working day, the last one included, and once on others."""
        day, end = date.fromisoformat(first), date.fromisoformat(last)
        while day <= end:
            for hour in hours if PROGRAMME.calendar.is_working_day(day) else hours[:1]:
                self.at(f"{day} {hour}")
            day += timedelta(days=1)

    def courier(self) -> None:
        """Say what is open and due, as far as Telegram answers."""
        with self.store.write() as tx:
            for line in deliveries.open_lines(tx):
                if self.telegram and (line.not_before or self.now) <= self.now:
                    self._say(tx, line)

    def _say(self, tx, line: Line) -> None:
        match recheck(tx, self.house, line, self.now):
            case Drop(why):
                deliveries.dropped(tx, line.id, why, self.now)
            case Wait(until):
                assert until > self.now
                deliveries.postponed(tx, line.id, until)
            case words:
                deliveries.attempted(tx, [line.id], self.now)
                deliveries.reworded(tx, line.id, str(words.text), None)
                deliveries.delivered(tx, [(line.id, "ref")], self.now)
                labels = tuple(choice.label for choice in words.choices)
                text = strip_markup(words.text)
                self.mail.append(Mail(self.now, line.person, text, labels, line.id))

    # --- what came of it ----------------------------------------------------------------------------
    def new_mail(self) -> list[Mail]:
        found, self.mail = self.mail, []
        return found

    def steps(self, unit: str | None = None) -> list[tuple[str, str, int | None]]:
        """Return (step, outcome, person) of what is remembered, oldest first."""
        with self.store.read() as tx:
            rows = reminders.of_rounds(tx, ["2026"])
        return [(r.step, r.outcome, r.person) for r in rows if unit in (None, r.unit)]
