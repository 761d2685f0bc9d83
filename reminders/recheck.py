"""The last question before a reminder leaves: whether it is still owed, and its words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from plan.actions import Action, Choice
from plan.deadlines import local_day
from plan.phrasebook import Markup
from plan.units import Role
from reminders import digest, notices
from reminders.facts import House, ladder_of, unit_facts
from reminders.ledger import Ledger
from reminders.lines import Line as OwedLine
from reminders.lines import UnitPlan
from reminders.now import PREFIX
from reminders.progress import progress_of
from reminders.schedule import Course, local, office_moment
from reminders.values import Season, UnitState
from reminders.wording import Addressee, Told, Wording, Words
from storage import memberships, people, reminders, rounds
from storage.engine import Tx
from storage.lines import Line
from storage.reminders import Remembered

_NEXT_TICK = timedelta(minutes=1)


@dataclass(frozen=True)
class Drop:
    """Do not say it: its reason is gone."""

    why: str


@dataclass(frozen=True)
class Wait:
    """Not now, but then."""

    until: datetime


def recheck(tx: Tx, house: House, line: Line, now: datetime) -> Words | Drop | Wait:
    """Return what a promised reminder, digest or notice says now, or that it must not be said.

    Nothing is written.
    """
    if people.person_of(tx, line.channel, line.address) != line.person:
        return Drop("account_ended")
    if (until := _office(tx, house, now)) != now:
        return Wait(until)
    if line.phrase == notices.PHRASE:
        return _notice(line)
    if line.phrase == digest.PHRASE:
        return _digest(tx, house, line, now)
    return _ladder(tx, house, line, now)


def _office(tx: Tx, house: House, now: datetime) -> datetime:
    """Return now when we may speak first, else the next moment at which we may."""
    ladder = ladder_of(tx, house.programme, None)
    return office_moment(now, ladder, house.programme.calendar)


def _notice(line: Line) -> Words:
    args: dict[str, str | int | bool] = {"notice": str((line.about or {}).get("notice", ""))}
    button = Choice("remind.button_acknowledge", Action.acknowledge, args)
    return Words(Markup(line.text), (button,))


def _digest(tx: Tx, house: House, line: Line, now: datetime) -> Words | Drop:
    about = line.about or {}
    round_ = rounds.find_round(tx, str(about.get("round")))
    if round_ is None or about.get("day") != local_day(now).isoformat():
        return Drop("overtaken")
    if line.person not in memberships.coordinators(tx):
        return Drop("no_longer")
    return digest.digest_words(tx, house, round_, now)


def _ladder(tx: Tx, house: House, line: Line, now: datetime) -> Words | Drop | Wait:
    """Ask the planner once more, as if the message's steps had not been promised."""
    rows = reminders.of_line(tx, line.id)
    standing = [_standing(tx, house, row, now) for row in rows if row.outcome == "promised"]
    verdicts = [(one, _verdict(one, now)) for one in standing]
    said = [one for one, verdict in verdicts if verdict is None]
    if not said:
        return _softest([verdict for _, verdict in verdicts if verdict is not None])
    if until := _enough_for_today(tx, line, said, now):
        return Wait(until)
    missed = [row for row in rows if row.outcome == "collapsed"]
    return _words(tx, house, line, (said, missed), now)


@dataclass(frozen=True)
class _Standing:
    """A promised step with the facts of its unit as they are now."""

    row: Remembered
    round: rounds.Round
    plan: UnitPlan

    @property
    def season(self) -> Season:
        return self.plan.season

    @property
    def state(self) -> UnitState:
        return self.plan.state


def _standing(tx: Tx, house: House, row: Remembered, now: datetime) -> _Standing:
    """Return the plan of the step's unit as it would be if nobody had been promised the step."""
    round_ = rounds.round_of(tx, row.round)
    read = unit_facts(tx, house.programme, round_, row.unit)
    forgotten = {key: sent for key, sent in read.history.sent.items() if key.step != row.step}
    ledger = Ledger(replace(read.history, sent=forgotten))
    season = read.seasons[0]
    return _Standing(row, round_, UnitPlan(Course(season), season.units[0], ledger, now))


def _verdict(one: _Standing, now: datetime) -> Wait | Drop | None:
    """Return why a step must not be said now; None when it is right."""
    row = one.row
    if not one.state.state.owes:
        return Drop("settled")
    if one.state.cycle.id != row.cycle:
        return Drop("no_longer")
    if row.step.startswith(PREFIX):
        return None  # by the coordinator's word, not the ladder's
    reached = {line.step.name: line for line in one.plan.reached() if _theirs(line, row)}
    if row.step in reached:
        release = reached[row.step].release_at
        return Wait(release) if release > now else None
    riding = {line.step.name for line in one.plan.later_today() if _theirs(line, row)}
    if row.step in riding:
        return None  # it travels with another unit's step, that its person hears one message
    # A later step fell due and the tick has not yet made this one good by it: let it come.
    return Wait(now + _NEXT_TICK) if reached else Drop("no_longer")


def _theirs(line: OwedLine, row: Remembered) -> bool:
    return line.key.contact == row.person


def _softest(refused: Sequence[Wait | Drop]) -> Wait | Drop:
    """Return the earliest wait, or else the first reason to drop."""
    waits = [verdict for verdict in refused if isinstance(verdict, Wait)]
    drops = [verdict for verdict in refused if isinstance(verdict, Drop)]
    if waits:
        return min(waits, key=lambda wait: wait.until)
    return drops[0] if drops else Drop("overtaken")


def _enough_for_today(
    tx: Tx, line: Line, said: Sequence[_Standing], now: datetime
) -> datetime | None:
    """Return the next morning when this person has heard enough today, or None."""
    season = said[0].season
    today = local_day(now)
    heard = reminders.heard_by(tx, line.person or 0, local(today, time()))
    if all(one.row.step.startswith(PREFIX) for one in said):
        return None
    last_day = any(one.row.step.startswith("T-0") for one in said)
    cap = max(season.ladder.max_per_day, len(season.ladder.last_day) if last_day else 0)
    if len(set(heard) - {line.id}) < cap:
        return None
    tomorrow = local(today + timedelta(days=1), time())
    return office_moment(tomorrow, season.ladder, season.calendar)


def _words(
    tx: Tx,
    house: House,
    line: Line,
    rows: tuple[Sequence[_Standing], Sequence[Remembered]],
    now: datetime,
) -> Words:
    said, missed = rows
    person = line.person or 0
    roles = {c.role for one in said for c in one.state.contacts if c.person == person}
    to = Addressee(people.name_of(tx, person), Role.focal if Role.focal in roles else Role.leader)
    wording = Wording(house.programme, said[0].season.calendar, training=house.training)
    told = [_told(tx, house, one, missed) for one in said]
    return wording.message(to, told, local_day(now), line.id)


def _told(tx: Tx, house: House, one: _Standing, missed: Sequence[Remembered]) -> Told:
    mine = [row for row in missed if (row.round, row.unit) == (one.row.round, one.row.unit)]
    return Told(
        round=one.round.id,
        title=one.round.title,
        before=one.round.before,
        unit=house.programme.units[one.row.unit],
        cycle=one.state.cycle,
        step=one.row.step,
        state=one.state.state,
        progress=progress_of(tx, house.programme, one.round, one.row.unit),
        signing=one.plan.being_signed,
        missed=tuple(local_day(row.due_at) for row in mine),
    )
