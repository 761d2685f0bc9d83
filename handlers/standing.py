"""Where a unit stands in a round, in the words that its reminders use."""

from dataclasses import dataclass

from handlers.desk import Turn
from plan.deadlines import local_day
from plan.phrasebook import Markup
from reminders.facts import unit_facts
from reminders.progress import progress_of
from reminders.wording import Told, Wording
from storage import rounds
from storage.rounds import Round


@dataclass(frozen=True)
class Standing:
    """A unit's deadline (legal, last working day, days left) and its state, as sentences."""

    unit: str
    deadline: Markup
    state: Markup
    owes: bool


def owed(turn: Turn, unit: str) -> list[Round]:
    """Return the open rounds in which a unit has to report, as this house counts them."""
    programme = turn.house.programme
    return [
        round_
        for round_ in rounds.open_rounds(turn.tx, local_day(turn.now))
        if round_.training == turn.house.training
        and unit in rounds.reporting_units(turn.tx, programme, round_.id)
    ]


def standing(turn: Turn, round_: Round, unit: str) -> Standing:
    """Return where a unit stands in a round."""
    programme = turn.house.programme
    state = unit_facts(turn.tx, programme, round_, unit).seasons[0].units[0]
    told = Told(
        round=round_.id,
        title=round_.title,
        before=round_.before,
        unit=programme.units[unit],
        cycle=state.cycle,
        step="",
        state=state.state,
        progress=progress_of(turn.tx, programme, round_, unit),
    )
    wording = Wording(programme, programme.calendar, training=turn.house.training)
    return Standing(
        wording.unit_name(told.unit),
        wording.deadline(told, local_day(turn.now)),
        wording.state(told),
        state.state.owes,
    )
