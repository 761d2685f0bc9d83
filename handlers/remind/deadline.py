"""/han: legal deadline, last working day, days left, this unit's state, the next reminder."""

from handlers import home, standing
from handlers.desk import Turn
from handlers.remind.upcoming import next_reminder
from plan.actions import Action, Choice
from plan.deadlines import ZONE, deadline_before, local_day
from plan.phrasebook import Markup, join
from reminders.days import day_words, left_words, short_day
from storage import rounds
from storage.rounds import Round

# A person with more units than this is shown the first ones; the others by switching.
_MOST = 6


def command(turn: Turn, rest: str) -> None:
    """Do /han for the units of the speaker; anybody else hears the plan's own deadline."""
    del rest
    today = local_day(turn.now)
    open_ = [r for r in rounds.open_rounds(turn.tx, today) if r.training == turn.house.training]
    owed = [
        (round_, unit)
        for round_ in open_
        for unit in turn.who.units[:_MOST]
        if unit in rounds.reporting_units(turn.tx, turn.house.programme, round_.id)
    ]
    if owed and not turn.who.coordinates:
        body = join((_of_unit(turn, round_, unit) for round_, unit in owed), "\n\n")
    else:
        body = join((_of_round(turn, r) for r in open_ or [_coming(turn)]), "\n\n")
    turn.say(
        "remind.han",
        *(_open(turn, *one) for one in owed if not turn.who.coordinates),
        training=home.training(turn),
        body=body,
    )


def _of_unit(turn: Turn, round_: Round, unit: str) -> Markup:
    now = standing.standing(turn, round_, unit)
    said = turn.phrase("remind.han_unit", unit=now.unit, deadline=now.deadline, state=now.state)
    return join([said, _next(turn, round_.id, unit)]) if now.owes else said


def _next(turn: Turn, round_id: str, unit: str) -> Markup:
    at = next_reminder(turn, (round_id, unit))
    if at is None:
        return turn.phrase("remind.han_no_next")
    local = at.astimezone(ZONE)
    day = day_words(turn.house.programme.phrases, local.date())
    return turn.phrase("remind.han_next", day=day, time=f"{local:%H:%M}")


def _of_round(turn: Turn, round_: Round) -> Markup:
    programme = turn.house.programme
    deadline = deadline_before(round_.before, programme.calendar)
    return turn.phrase(
        "remind.deadline_late" if deadline.is_late(turn.now) else "remind.deadline",
        title=round_.title,
        agency=programme.coordinator.short_name,
        before=short_day(deadline.before),
        last=day_words(programme.phrases, deadline.last_working_day),
        left=left_words(programme.phrases, deadline, programme.calendar, local_day(turn.now)),
    )


def _coming(turn: Turn) -> Round:
    """Return the annual round that is next, created or not."""
    programme, today = turn.house.programme, local_day(turn.now)
    years = programme.manifest.rounds.years
    coming = (rounds.annual_round(programme, year) for year in years)
    return next(
        (round_ for round_ in coming if round_.before > today),
        rounds.annual_round(programme, years[-1]),
    )


def _open(turn: Turn, round_: Round, unit: str) -> Choice:
    args: dict[str, str | int | bool] = {"round": round_.id, "unit": unit}
    label = turn.plain("remind.button_open_of", unit=turn.house.programme.units[unit].short_name)
    return Choice(label, Action.report_open, args, own_row=True)
