"""Walks the planner through a season as facts happen, minute marks and all."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from plan.days import Calendar
from plan.ladder import Ladder
from reminders.cycles import Life, unit_state
from reminders.planner import plan
from reminders.values import Fate, History, Outcome, RoundFacts, Season, Sent
from tests.reminders.by_hand import HANOI


class Walk:
    """The planner over one season of stories; every message counts as delivered at once."""

    def __init__(self, stories, year: int, ladder: Ladder, calendar: Calendar):
        self.stories, self.ladder, self.calendar = stories, ladder, calendar
        opens = date(year, 10, 1)
        began = datetime.combine(opens, time(), HANOI)
        self.round = RoundFacts(str(year), opens, date(year, 11, 30), date(year + 1, 1, 15), began)
        self.sent, self.rows = {}, []

    def run(self, start: datetime, end: datetime) -> None:
        """Look at every moment the planner asks for, and whenever something happens."""
        happenings = sorted({m for story in self.stories for m in moments_of(story)})
        now = start
        while now < end:
            found = plan([self.season(now)], History(self.sent, self.presses(now)), now)
            for row in found.owed:
                self.note(row, now)
            later = [m for m in (found.next_at, *(h for h in happenings if h > now)) if m]
            now = max(min(later, default=end), now + timedelta(seconds=1))

    def note(self, row, now):
        fates = {
            Outcome.due: Fate.delivered,
            Outcome.collapsed: Fate.collapsed,
            Outcome.expired: Fate.expired,
        }
        assert row.key not in self.sent, f"{row.key} twice"
        self.sent[row.key] = Sent(fates[row.outcome], now, row.message)
        self.rows.append((now, row))

    def season(self, now) -> Season:
        states = tuple(
            unit_state(life_of(story, now), self.round, self.ladder, self.calendar)
            for story in self.stories
        )
        return Season(self.round, self.ladder, self.calendar, states)

    def presses(self, now):
        found = [press for story in self.stories for press in story.presses if press.at <= now]
        return tuple(sorted(found, key=lambda press: press.at))

    def said(self):
        """Return what was said, in the shape of the count by hand."""
        return [
            (row.due_at, row.key.unit, row.key.contact, row.key.cycle, row.key.step)
            for _, row in self.rows
            if row.outcome is Outcome.due
        ]


def life_of(story, now) -> Life:
    contacts = tuple(
        replace(c, reachable=story.lost.get(c.person, now + timedelta(1)) > now)
        for c in story.contacts
        if c.joined_at <= now
    )
    moves = [move for move in story.moves if move.at <= now]
    return Life(
        story.unit, contacts, moves, bool(moves), [d for d in story.decisions if d.at <= now]
    )


def moments_of(story):
    """Return the moments of news that may make a step due earlier than the planner said."""
    yield from (move.at for move in story.moves if move.what in ("returned", "recalled"))
    yield from (decision.at for decision in story.decisions if decision.what == "extend")
    yield from (press.at for press in story.presses)
    yield from story.lost.values()
