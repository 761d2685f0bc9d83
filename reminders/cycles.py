"""From a unit's decisions and moves to its state and its present cycle (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plan.days import Calendar
from plan.deadlines import local_day
from plan.ladder import Ladder
from reminders.values import MAIN_CYCLE, Changes, Contact, Cycle, RoundFacts, State, UnitState
from reports import states
from storage.moves import Move
from storage.rounds import ALL_UNITS, Decision

# A report's life (reports/states.py) as far as reminders tell it apart.
_TOLD = {
    states.State.opened: State.submitted,
    states.State.consolidated: State.accepted,
    states.State.closed: State.accepted,
}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Life:
    """What is stored about one unit in one round. `begun`: it has given an answer."""

    unit: str
    contacts: tuple[Contact, ...]
    moves: Sequence[Move]
    begun: bool
    decisions: Sequence[Decision]  # of the whole round

    @property
    def own_decisions(self) -> list[Decision]:
        """Return the decisions that concern this unit, oldest first."""
        return [d for d in self.decisions if d.unit in (self.unit, ALL_UNITS)]


def unit_state(life: Life, round_: RoundFacts, ladder: Ladder, calendar: Calendar) -> UnitState:
    """Return a unit as the planner sees it."""
    state, settled, owing = _state(life)
    cycle = _cycle(life, round_, ladder, calendar)
    back = [move.at for move in life.moves if move.what == "leader_returned"]
    return UnitState(
        unit=life.unit,
        state=state,
        cycle=cycle,
        contacts=life.contacts,
        owing_since=owing,
        settled_at=settled,
        sent_back_at=max(back, default=None),
        changes=_changes(life) if cycle.id == MAIN_CYCLE else Changes(),
    )


def return_due(move: Move, ladder: Ladder, calendar: Calendar) -> date:
    """Return the last day on which a returned report may come back as it was asked."""
    told = move.value.get("due")
    if told:
        return date.fromisoformat(str(told))
    return calendar.plus(local_day(move.at), ladder.return_days)


def _state(life: Life) -> tuple[State, datetime | None, datetime | None]:
    """Return the state, since when it owes nothing, and since when it owes again."""
    found = states.life((), answers=life.begun)
    settled: datetime | None = None
    owing: datetime | None = None
    for count, move in enumerate(life.moves, start=1):
        before, found = found, states.life(life.moves[:count], answers=life.begun)
        if before.owed and not found.owed:
            settled = move.at
        elif found.owed and not before.owed:
            owing = move.at
    state = _TOLD.get(found.state) or State(found.state)
    put_out = [d for d in life.own_decisions if d.what in ("exclude", "include")]
    if put_out and put_out[-1].what == "exclude":
        return State.excluded, put_out[-1].at, owing
    if put_out:
        owing = max(put_out[-1].at, owing or put_out[-1].at)
    return state, settled, owing


def _cycle(life: Life, round_: RoundFacts, ladder: Ladder, calendar: Calendar) -> Cycle:
    """Return the newest cycle: of the opening, of an extension, of a return."""
    found = [Cycle(MAIN_CYCLE, round_.began, round_.before)]
    for decision in life.own_decisions:
        if decision.what == "extend":
            before = date.fromisoformat(decision.value["until"]) + _ONE_DAY
            found.append(Cycle(f"extension-{decision.id}", decision.at, before))
    for move in life.moves:
        if move.what == "returned":
            before = return_due(move, ladder, calendar) + _ONE_DAY
            found.append(Cycle(f"return-{move.id}", move.at, before))
    main, *later = found
    return max(later, key=lambda cycle: cycle.began, default=main)


def _changes(life: Life) -> Changes:
    moved: dict[str, date] = {}
    skipped: set[str] = set()
    for decision in life.own_decisions:
        step = str(decision.value.get("step", ""))
        if decision.what == "step_move":
            skipped.discard(step)
            moved[step] = date.fromisoformat(decision.value["to"])
        elif decision.what == "step_skip":
            moved.pop(step, None)
            skipped.add(step)
    return Changes(moved, frozenset(skipped))
