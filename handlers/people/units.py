"""Several units, one person: which one is spoken for now."""

from handlers import home
from handlers.desk import Press, Turn
from handlers.identify import known
from plan.actions import Action, Choice
from storage import preferences


def command(turn: Turn, rest: str) -> None:
    """Do /donvi: offer the person's units, or join another one."""
    del rest
    offer(turn)


def offer(turn: Turn) -> None:
    """Show the person's units as buttons."""
    if not turn.who.units:
        home.show(turn)
        return
    turn.say(
        "people.units",
        *(_button(turn, unit) for unit in turn.who.units),
        Choice("people.button_add_unit", Action.join_pick_unit, own_row=True),
        asks=home.ASKS,
        unit=turn.house.programme.units[turn.who.unit or ""].official_name,
    )


def pressed(turn: Turn, press: Press) -> None:
    """Hear a tapped unit; only the person's own count."""
    unit = press.args.get("unit")
    if unit not in turn.who.units or turn.who.person is None:
        offer(turn)
        return
    preferences.put(turn.tx, turn.who.person, "focus", unit, turn.now)
    turn.who = known(turn.tx, turn.who.person)
    home.show(turn)


def _button(turn: Turn, unit: str) -> Choice:
    slots: dict[str, str | int] = {"unit": turn.house.programme.units[unit].short_name}
    return Choice("people.button_unit", Action.switch_unit, {"unit": unit}, slots, own_row=True)
