"""Where every unit stands, for the coordinator: who owes, who is stuck, whom to phone and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from plan.deadlines import deadline_before, local_day
from plan.units import Role, Unit
from reminders.facts import House, contacts, season
from reminders.progress import Progress, progress_of_all
from reminders.schedule import local
from reminders.values import Contact, Season, State, UnitState
from storage import answers, cards, reminders, rounds
from storage.engine import Tx
from storage.rounds import Round

_STUCK_DAYS = 3  # working days without an answer
# Working days after a call in which a unit is left in peace, by the result of the call.
_QUIET_DAYS = {"reached": 2, "missed": 0}


class Reach(StrEnum):
    """How a unit can be told anything."""

    nobody = "nobody"  # nobody has joined
    lost = "lost"  # every account is unreachable
    web = "web"  # it must open the page itself
    well = "well"


@dataclass(frozen=True)
class Standing:
    """One unit as the coordinator sees it. `since`: when it last moved."""

    unit: Unit
    state: State
    since: datetime
    late: bool
    reach: Reach
    progress: Progress
    contact: int | None
    name: str
    phone: str
    stuck: bool
    called: bool

    @property
    def owes(self) -> bool:
        """Return whether the report is still to come."""
        return self.state.owes


def overview(tx: Tx, house: House, round_: Round, now: datetime) -> list[Standing]:
    """Return every reporting unit of a round that is not excluded, in official order."""
    one = season(tx, house.programme, round_, contacts(tx))
    reading = _Reading(tx, house, round_, now)
    return [reading.standing(one, state) for state in one.units if state.state is not _OUT]


def calls_of_open_rounds(tx: Tx, house: House, now: datetime) -> list[tuple[str, Standing, str]]:
    """Return every unit that may be phoned, by round, with the name of why, the worst first."""
    open_ = (r for r in rounds.open_rounds(tx, local_day(now)) if r.training == house.training)
    return [
        (round_.id, standing, why)
        for round_ in open_
        for standing, why in worth_a_call(overview(tx, house, round_, now), most=None)
    ]


def worth_a_call(
    standings: Sequence[Standing], most: int | None = 10
) -> list[tuple[Standing, str]]:
    """Return the units most worth a phone call, each with the name of why, the worst first.

    `most` None: all of them.
    """
    ranked = [(worth, why, s) for s in standings if (found := _why(s)) for worth, why in [found]]
    ranked.sort(key=lambda entry: (-entry[0], entry[2].since, entry[2].unit.sort_order))
    return [(standing, why) for _, why, standing in ranked[:most]]


class _Reading:
    """What is read once for all units of a round."""

    def __init__(self, tx: Tx, house: House, round_: Round, now: datetime) -> None:
        self._house, self._round, self._now = house, round_, now
        self._progress = progress_of_all(tx, house.programme, round_)
        self._answers = answers.current_of_round(tx, round_.id)
        self._accounts = reminders.accounts(tx)
        self._cards = cards.all_of_them(tx)
        self._called = {
            response.unit: response
            for response in reminders.responses_of(tx, [round_.id])
            if response.what == "called"
        }

    def standing(self, one: Season, state: UnitState) -> Standing:
        calendar, today = one.calendar, local_day(self._now)
        since = self._since(state)
        legal = deadline_before(state.cycle.before, calendar).legal
        main = next((c for c in state.contacts if c.role is Role.focal), None)
        card = self._cards.get(main.person) if main else None
        idle = calendar.working_days_left(local_day(since), today)
        return Standing(
            unit=self._house.programme.units[state.unit],
            state=state.state,
            since=since,
            late=today > legal,
            reach=self._reach(state.contacts),
            progress=self._progress.get(state.unit, Progress()),
            contact=main.person if main else None,
            name=card.name if card else "",
            phone=card.phone if card else "",
            stuck=state.state is not State.not_started and idle >= _STUCK_DAYS,
            called=self._is_quiet(one, state.unit),
        )

    def _is_quiet(self, one: Season, unit: str) -> bool:
        """Return whether the unit was phoned lately."""
        call = self._called.get(unit)
        if call is None:
            return False
        days = one.calendar.working_days_left(local_day(call.at), local_day(self._now))
        return days <= _QUIET_DAYS.get(str(call.value.get("result")), 0)

    def _since(self, state: UnitState) -> datetime:
        given = [answer.at for answer in self._answers.get(state.unit, {}).values()]
        opened = local(self._round.opens, time())
        moments = [opened, state.cycle.began, state.owing_since or opened]
        if not state.state.owes:
            moments = [state.settled_at or opened]
        return min(max([*moments, *given]), self._now)

    def _reach(self, known: Sequence[Contact]) -> Reach:
        focals = [c for c in known if c.role is Role.focal]
        if not focals:
            return Reach.nobody
        if not any(c.reachable for c in focals):
            return Reach.lost
        channels = {
            name
            for c in focals
            for name, lost_since, _ in self._accounts.get(c.person, ())
            if lost_since is None
        }
        return Reach.web if channels == {"web"} else Reach.well


def _why(standing: Standing) -> tuple[int, str] | None:
    """Return how much a call is worth and the name of its reason; None: leave them in peace."""
    if not standing.owes or standing.called:
        return None
    if standing.reach is Reach.nobody:
        return 1, "nobody"  # there is no number to call: after all others
    late = 100 if standing.late else 0
    reasons = (
        (standing.reach is Reach.lost, 60, "lost"),
        (standing.state is State.returned and standing.stuck, 50, "returned"),
        (standing.reach is Reach.web and standing.state is State.not_started, 45, "web"),
        (standing.late, 40, "late"),
        (standing.state is State.not_started, 30, "not_started"),
        (standing.state is State.waiting_leader and standing.stuck, 25, "waiting_leader"),
        (standing.stuck, 20, "stuck"),
    )
    return next(((late + worth, why) for holds, worth, why in reasons if holds), None)


_OUT = State.excluded
