"""From what is stored to what the planner reads: rounds, units, contacts, what was sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from plan.deadlines import ZONE, local_day
from plan.ladder import Ladder
from plan.programme import Programme
from plan.units import Role
from reminders.cycles import Life, unit_state
from reminders.schedule import local
from reminders.values import (
    Contact,
    Fate,
    History,
    Key,
    Press,
    RoundFacts,
    Season,
    Sent,
)
from storage import memberships, moves, people, preferences, reminders, rounds
from storage.engine import Tx
from storage.rounds import Round

# A closed round is looked at a little longer, so that what it left unsaid is logged.
_AFTERWARDS = timedelta(days=31)
# No round reminds longer than this after its deadline, whenever it closes.
_LONGEST = timedelta(days=400)
_ROLES = (Role.focal, Role.leader)


class House(Protocol):
    """What reminders must know besides the database."""

    @property
    def programme(self) -> Programme:
        """Return the programme."""

    @property
    def training(self) -> bool:
        """Return whether this is the training house, which has its own round."""


@dataclass(frozen=True)
class Facts:
    """What one tick reads."""

    seasons: tuple[Season, ...]
    history: History


def facts(tx: Tx, house: House, now: datetime) -> Facts:
    """Return everything that decides what is owed at a moment."""
    today = local_day(now)
    stored = (r for r in rounds.all_rounds(tx) if r.training == house.training)
    live = [round_ for round_ in stored if _matters(round_, today)]
    circles = contacts(tx)
    seasons = tuple(season(tx, house.programme, round_, circles) for round_ in live)
    return Facts(seasons, history(tx, [round_.id for round_ in live]))


def unit_facts(tx: Tx, programme: Programme, round_: Round, unit: str) -> Facts:
    """Return the facts of one unit in one round, read alone."""
    circles = {unit: contacts_of(tx, unit)}
    one = season(tx, programme, round_, circles, [unit])
    return Facts((one,), history(tx, [round_.id], unit))


def season(
    tx: Tx,
    programme: Programme,
    round_: Round,
    circles: Mapping[str, Sequence[Contact]],
    units: Iterable[str] | None = None,
) -> Season:
    """Return a round as the planner sees it; one that was not created yet has no facts."""
    decided = rounds.decisions_of(tx, round_.id)
    chosen = [unit.code for unit in programme.units.reporting()] if units is None else list(units)
    if units is None:
        moved = moves.of_round(tx, round_.id)
    else:
        moved = {unit: moves.of_report(tx, round_.id, unit) for unit in chosen}
    begun = reminders.begun(tx, round_.id, None if units is None else chosen)
    ladder = ladder_of(tx, programme, round_)
    facts_ = round_facts(round_)
    lives = (
        Life(unit, tuple(circles.get(unit, ())), moved.get(unit, []), unit in begun, decided)
        for unit in chosen
    )
    states = tuple(unit_state(life, facts_, ladder, programme.calendar) for life in lives)
    return Season(facts_, ladder, programme.calendar, states)


def ladder_of(tx: Tx, programme: Programme, round_: Round | None) -> Ladder:
    """Return the ladder as the programme, the coordinator and the round (if any) have it."""
    changed = preferences.setting(tx, "ladder", None)
    return programme.ladder.overridden(changed).overridden(round_.ladder if round_ else None)


def round_facts(round_: Round) -> RoundFacts:
    """Return a round's days; an annual one begins with its opening day, others when created."""
    opens = local(round_.opens, time())
    began = max(opens, round_.created_at.astimezone(ZONE)) if round_.created_at else opens
    closes = min(round_.closes, round_.before + _LONGEST)
    return RoundFacts(round_.id, round_.opens, round_.before, closes, began, round_.closed_at)


# --- people ----------------------------------------------------------------------------------
def contacts(tx: Tx) -> dict[str, list[Contact]]:
    """Return the confirmed focal points and leaders of every unit, oldest first."""
    wishes = {name: preferences.everybody(tx, name) for name in _WISHES}
    accounts = reminders.accounts(tx)
    found: dict[str, list[Contact]] = {}
    for member in memberships.everybody(tx):
        if member.role in _ROLES and member.confirmed_at:
            wish = {name: wishes[name].get(member.person) for name in _WISHES}
            lost = [since is not None for _, since, _ in accounts.get(member.person, ())]
            found.setdefault(member.unit, []).append(_contact(member, lost, wish))
    return found


def contacts_of(tx: Tx, unit: str) -> list[Contact]:
    """Return the confirmed focal points and leaders of one unit, oldest first."""
    return [
        _contact(
            member,
            [a.unreachable_since is not None for a in people.identities_of(tx, member.person)],
            {name: preferences.get(tx, member.person, name) for name in _WISHES},
        )
        for member in memberships.of_unit(tx, unit)
        if member.role in _ROLES and member.confirmed_at
    ]


def _contact(
    member: memberships.Member, lost: Sequence[bool], wish: Mapping[str, object]
) -> Contact:
    """Return a contact; `lost` says of each of its accounts whether it is unreachable."""
    hour, until, deputy = wish["hour"], wish["pause_until"], wish["deputy"]
    return Contact(
        member.person,
        member.role,
        member.confirmed_at or member.began_at,
        not all(lost),
        time.fromisoformat(hour) if isinstance(hour, str) else None,
        date.fromisoformat(until) if isinstance(until, str) else None,
        deputy if isinstance(deputy, int) else None,
        muted=any(lost),
    )


# Names of preferences: "08:30"; the last day of leave (ISO); a person id.
_WISHES = ("hour", "pause_until", "deputy")


# --- what was done -----------------------------------------------------------------------------
def history(tx: Tx, round_ids: Sequence[str], unit: str | None = None) -> History:
    """Return what was sent and pressed in rounds (for one unit)."""
    if unit is None:
        rows = reminders.of_rounds(tx, round_ids)
    else:
        rows = [row for id_ in round_ids for row in reminders.of_unit(tx, id_, unit)]
    sent = {Key(r.round, r.unit, r.person, r.cycle, r.step): _sent(r) for r in rows}
    pressed = reminders.responses_of(tx, round_ids, unit)
    return History(sent, tuple(press for r in pressed if (press := _press(r))))


def _sent(row: reminders.Remembered) -> Sent:
    message = str(row.line) if row.line is not None else None
    if row.outcome != "promised":
        return Sent(Fate(row.outcome), row.at, message)
    if row.delivered_at:
        return Sent(Fate.delivered, row.delivered_at, message)
    return Sent(Fate.lost if row.settled_at else Fate.promised, row.at, message)


def _press(row: reminders.Response) -> Press | None:
    match row.what:
        case "acknowledged" | "being_signed" | "snoozed" | "not_mine" as what:
            return Press(row.round, row.unit, row.person, what, row.at)
        case _:
            return None


def _matters(round_: Round, today: date) -> bool:
    return (
        round_.opens <= today + _AFTERWARDS
        and today <= min(round_.closes, round_.before + _LONGEST) + _AFTERWARDS
    )
