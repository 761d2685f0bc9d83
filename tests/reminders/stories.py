"""124 units and what happens to them in a season: told once as facts, once for the count by hand."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from plan.units import Role
from reminders.values import Contact, Press
from storage.moves import Move
from storage.rounds import Decision
from tests.reminders.by_hand import HANOI, NEVER, Spell, Told, at, expected

LONG_AGO = datetime(2025, 6, 1, 9, tzinfo=HANOI)


@dataclass
class Story:
    """One unit's season. Facts carry their moment; the driver shows those that have happened."""

    unit: str
    contacts: list[Contact] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    lost: dict[int, datetime] = field(default_factory=dict)  # accounts that become unreachable
    wanted: set = field(default_factory=set)


class Teller:
    """Makes the stories of one year; every unit's people have ids of their own."""

    def __init__(self, year: int, seed: int = 7):
        self.year = year
        self.round = str(year)
        self.random = random.Random(year * 1000 + seed)
        self.opening = date(year, 10, 1)
        self.before = date(year, 11, 30)
        self.closing = date(year + 1, 1, 15)
        self._ids = iter(range(1, 10**6))

    def stories(self, count: int = 124) -> list[Story]:
        kinds: list[Callable[[str], Story]] = [
            *(self.silent, self.silent, self.sends, self.sends, self.joins_late),
            *(self.returned, self.extended, self.nobody, self.excluded, self.signing),
            *(self.on_leave, self.own_hour, self.recalled, self.blocked),
        ]
        return [kinds[n % len(kinds)](f"u{n:03}") for n in range(count)]

    # --- kinds --------------------------------------------------------------------------------
    def silent(self, unit: str) -> Story:
        story, told = self._people(unit)
        return self._told(story, told, self._spell())

    def sends(self, unit: str) -> Story:
        story, told = self._people(unit)
        sent = self._some_moment()
        story.moves = [self._move(unit, "submitted", sent)]
        return self._told(story, told, self._spell(end=sent))

    def joins_late(self, unit: str) -> Story:
        joined = self._some_moment()
        story, told = self._people(unit, joined=joined)
        alone = expected(unit, [self._spell(end=joined)], Told(None), self.closing)
        self._told(story, told, self._spell())
        story.wanted |= alone
        return story

    def nobody(self, unit: str) -> Story:
        return self._told(Story(unit), Told(None), self._spell())

    def returned(self, unit: str) -> Story:
        story, told = self._people(unit)
        sent = self._some_moment(most=50)
        back = sent + timedelta(days=self.random.randint(1, 5), minutes=7)
        due = back.date() + timedelta(days=self.random.randint(3, 20))
        again = back + timedelta(days=self.random.randint(1, 40))
        number = self._next()
        story.moves = [
            self._move(unit, "submitted", sent),
            Move(number, unit, "returned", {"due": due.isoformat()}, 1, back),
            self._move(unit, "submitted", again),
        ]
        mending = Spell(back, again, due + timedelta(days=1), None, f"return-{number}")
        return self._told(story, told, self._spell(end=sent), mending)

    def extended(self, unit: str) -> Story:
        story, told = self._people(unit)
        number, granted = self._next(), at(self.before - timedelta(days=4), "10:10")
        until = self.before + timedelta(days=self.random.randint(5, 16))
        value = {"until": until.isoformat()}
        story.decisions = [Decision(number, "r", unit, "extend", value, "x", granted, 1)]
        later = Spell(granted, NEVER, until + timedelta(days=1), None, f"extension-{number}")
        return self._told(story, told, self._spell(end=granted), later)

    def excluded(self, unit: str) -> Story:
        story, told = self._people(unit)
        when = self._some_moment()
        story.decisions = [Decision(self._next(), "r", unit, "exclude", {}, "x", when, 1)]
        return self._told(story, told, self._spell(end=when))

    def recalled(self, unit: str) -> Story:
        story, told = self._people(unit)
        sent = self._some_moment(most=55)
        back = sent + timedelta(hours=self.random.randint(1, 90), minutes=3)
        story.moves = [self._move(unit, "submitted", sent), self._move(unit, "recalled", back)]
        return self._told(story, told, self._spell(end=sent), self._spell(start=back))

    def signing(self, unit: str) -> Story:
        story, told = self._people(unit, leaders=1)
        when = self._some_moment(most=50)
        story.presses = [Press(self.round, unit, told.main, "being_signed", when)]
        story.wanted = expected(unit, [self._spell()], told, self.closing, signing=when)
        return story

    def on_leave(self, unit: str) -> Story:
        story, told = self._people(unit, seconds=1)
        main, deputy = story.contacts
        last = self.before - timedelta(days=self.random.randint(3, 25))
        story.contacts[0] = Contact(
            main.person, Role.focal, LONG_AGO, paused_until=last, deputy=deputy.person
        )
        leave = [(date(2020, 1, 1), last, deputy.person)]
        story.wanted = expected(unit, [self._spell()], told, self.closing, deputies=leave)
        return story

    def own_hour(self, unit: str) -> Story:
        story, told = self._people(unit, hour=self.random.choice(["7:30", "10:15", "15:00"]))
        return self._told(story, told, self._spell())

    def blocked(self, unit: str) -> Story:
        """The main contact blocks the bot; the other one is used, also as the only one left."""
        story, told = self._people(unit, seconds=1)
        when = self._some_moment(most=50)
        second = told.others[0]
        story.lost = {told.main: when}
        before = expected(unit, [self._spell(end=when)], told, self.closing)
        after = expected(unit, [self._spell(start=when)], Told(second), self.closing)
        story.wanted = before | after
        return story

    # --- parts --------------------------------------------------------------------------------
    def _people(self, unit, *, joined=LONG_AGO, leaders=None, seconds=0, hour=None):
        leaders = self.random.randint(0, 1) if leaders is None and not seconds else leaders or 0
        main = Contact(
            self._next(),
            Role.focal,
            joined,
            hour=time.fromisoformat(f"{hour:0>5}") if hour else None,
        )
        others = [Contact(self._next(), Role.leader, joined) for _ in range(leaders)]
        others += [Contact(self._next(), Role.focal, joined) for _ in range(seconds)]
        told = Told(main.person, tuple(c.person for c in others), joined, hour)
        return Story(unit, [main, *others]), told

    def _spell(self, start=None, end=NEVER):
        start = start or at(self.opening, "0:00")
        return Spell(start, end, self.before, self.opening, "opening")

    def _told(self, story, told, *spells):
        story.wanted = expected(story.unit, spells, told, self.closing)
        return story

    def _some_moment(self, most=85):
        day = self.opening + timedelta(days=self.random.randint(0, most))
        return at(day, f"{self.random.randint(0, 23)}:{self.random.randint(1, 29)}")

    def _move(self, unit, what, moment):
        return Move(self._next(), unit, what, {}, 1, moment)

    def _next(self):
        return next(self._ids)
