"""Who owes and who has sent, as values: the chat and the pages render the same board."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from handlers.house import House
from plan.units import Unit
from reports import flow, states
from reports.flow import Draft
from reports.states import Life, State
from reports.values import from_json
from storage import answers, moves, rounds, submissions
from storage.answers import Given
from storage.engine import Tx
from storage.rounds import Round
from storage.submissions import Sent


class Group(StrEnum):
    """The lists that a coordinator works through."""

    owing = "owing"
    waiting = "waiting"
    returned = "returned"
    accepted = "accepted"
    late = "late"
    all = "all"


_ACCEPTED = frozenset({State.accepted, State.consolidated, State.closed})


@dataclass(frozen=True)
class Row:
    """One unit on the board. `answered` of `total` required questions; `sent`: newest version."""

    unit: Unit
    life: Life
    answered: int
    total: int
    sent: Sent | None

    def stands_in(self, group: Group) -> bool:
        """Return whether the unit belongs on this list."""
        match group:
            case Group.owing:
                return self.life.owed
            case Group.returned:
                return self.life.state is State.returned
            case Group.accepted:
                return self.life.sent and self.life.state in _ACCEPTED
            case Group.waiting:
                return self.life.sent and self.life.state not in _ACCEPTED
            case Group.late:
                return self.life.sent and self.sent is not None and not self.sent.on_time
            case Group.all:
                return True


@dataclass(frozen=True)
class Board:
    """A round at a glance: a row for every unit that owes a report, in official order."""

    round: Round
    rows: tuple[Row, ...]
    excluded: int

    def of(self, group: Group) -> tuple[Row, ...]:
        """Return the rows of a list."""
        return tuple(row for row in self.rows if row.stands_in(group))

    def count(self, *wanted: State) -> int:
        """Return how many units stand in one of these states."""
        return sum(row.life.state in wanted for row in self.rows)


def reports_board(tx: Tx, house: House, round_: Round) -> Board:
    """Return the board of a round; a handful of queries, whatever the number of units."""
    codes = rounds.reporting_units(tx, house.programme, round_.id)
    given = answers.current_of_round(tx, round_.id)
    steps = moves.of_round(tx, round_.id)
    sent = submissions.heads(tx, round_.id)
    closed = round_.closed_at is not None
    rows = []
    for code in codes:
        mine = given.get(code, {})
        life = states.life(steps.get(code, ()), answers=bool(mine), closed=closed)
        done, total = _progress(house, round_, house.programme.units[code], mine.values())
        row = Row(house.programme.units[code], life, done, total, sent.get(code))
        rows.append(row)
    excluded = len(house.programme.units.reporting()) - len(codes)
    return Board(round_, tuple(rows), excluded)


def _progress(house: House, round_: Round, unit: Unit, given: Iterable[Given]) -> tuple[int, int]:
    form = house.programme.forms[round_.form_version]
    told = {each.question: from_json(each.value) for each in given}
    return flow.done_of_required(Draft(form, unit.question_set, told))
