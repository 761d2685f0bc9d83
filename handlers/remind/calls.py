"""The call list: the ten units most worth a phone call, why, and one tap to note the result."""

from handlers import home
from handlers.desk import Press, Turn
from plan.actions import Action, Choice
from plan.deadlines import local_day
from plan.phrasebook import Markup, join
from reminders.days import short_day
from reminders.overview import Standing, overview, worth_a_call
from storage import audit, reminders, rounds
from storage.reminders import Response
from storage.rounds import Round


def pressed(turn: Turn, press: Press) -> None:
    """Hear "call list", or the result of one call."""
    if not turn.who.coordinates:
        home.show(turn, turn.phrase("remind.coordinators_only"))
        return
    unit = str(press.args.get("unit", ""))
    if unit in turn.house.programme.units:
        _called(turn, press, unit)
    else:
        show(turn)


def show(turn: Turn, said: Markup | None = None) -> None:
    """Show whom to phone in each open round, after a line about what was just noted."""
    today = local_day(turn.now)
    listed = [
        (round_, standing, why)
        for round_ in rounds.open_rounds(turn.tx, today)
        if round_.training == turn.house.training
        for standing, why in worth_a_call(overview(turn.tx, turn.house, round_, turn.now))
    ]
    turn.say(
        "remind.calls",
        *(choice for one in listed for choice in _buttons(*one[:2])),
        Choice("remind.button_back_to_ladder", Action.command, {"name": "nhac"}, own_row=True),
        asks=home.ASKS,
        said=Markup(f"{said}\n\n") if said else Markup(""),
        lines=join(_line(turn, n, *one[1:]) for n, one in enumerate(listed, start=1))
        if listed
        else turn.phrase("remind.calls_empty"),
    )


def _called(turn: Turn, press: Press, unit: str) -> None:
    round_id, result = str(press.args.get("round", "")), str(press.args.get("result", "reached"))
    new = Response(round_id, unit, turn.who.person or 0, "called", {"result": result}, turn.now)
    reminders.respond(turn.tx, new)
    chain = f"report:{round_id}:{unit}"
    audit.append(turn.tx, chain, "called", turn.who.person, turn.now, result=result)
    name = turn.house.programme.units[unit].short_name
    show(turn, turn.phrase(f"remind.called_{result}", unit=name))


def _line(turn: Turn, number: int, standing: Standing, why: str) -> Markup:
    return turn.phrase(
        "remind.calls_line",
        number=number,
        unit=standing.unit.short_name,
        name=standing.name or turn.phrase("remind.calls_no_name"),
        phone=standing.phone or turn.phrase("remind.calls_no_phone"),
        why=turn.phrase(f"remind.call_{why}", since=short_day(local_day(standing.since))),
    )


def _buttons(round_: Round, standing: Standing) -> list[Choice]:
    unit = standing.unit
    slots: dict[str, str | int] = {"unit": unit.short_name}
    return [
        Choice(
            f"remind.button_called_{result}",
            Action.called,
            {"round": round_.id, "unit": unit.code, "result": result},
            slots,
        )
        for result in ("reached", "missed")
    ]
