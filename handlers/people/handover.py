"""Handing over to a successor: one link to forward; the old account is cut when they confirm."""

from datetime import timedelta

from handlers import accounts, home
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks
from handlers.enrol import card
from handlers.enrol.seats import unit_name
from plan.actions import Action, Choice
from plan.units import Role
from storage import audit, invitations

# The role that a hand-over is called by, when several go with it.
_FIRST = (Role.coordinator, Role.focal, Role.leader, Role.viewer)


def command(turn: Turn, rest: str) -> None:
    """Do /bangiao for the unit the person speaks for."""
    unit = turn.who.unit
    if unit is None:
        home.show(turn, turn.phrase("people.nothing_to_hand_over"))
    elif rest:
        _successor(turn, unit, rest)
    else:
        _ask(turn, unit)


def pressed(turn: Turn, press: Press) -> None:
    """Hear "hand over", or "this is not my task any more" under a reminder of some unit."""
    unit = press.args.get("unit", turn.who.unit)
    if unit not in turn.who.units:
        home.show(turn, turn.phrase("people.nothing_to_hand_over"))
    else:
        _ask(turn, str(unit))


def _ask(turn: Turn, unit: str) -> None:
    turn.say(
        "people.hand_over_ask",
        Choice("people.button_no_hand_over", Action.home),
        asks=Asks(f"handover:{unit}", "name"),
        training=home.training(turn),
        unit=unit_name(turn, unit),
        agency=turn.house.programme.coordinator.official_name,
    )


def again(turn: Turn, asked: Asked) -> None:
    """Ask for the successor's name once more."""
    stop = Choice("people.button_no_hand_over", Action.home)
    asks = Asks(asked.subject, asked.key)
    turn.say("people.hand_over_again", stop, asks=asks, unit=unit_name(turn, asked.about[0]))


def typed(turn: Turn, asked: Asked, text: str) -> None:
    """Hear the successor's name."""
    _successor(turn, asked.about[0], text)


def _successor(turn: Turn, unit: str, text: str) -> None:
    if unit not in turn.who.units or turn.who.person is None:
        home.show(turn, turn.phrase("people.nothing_to_hand_over"))
        return
    name = card.name(text)
    if name is None:
        stop = Choice("people.button_no_hand_over", Action.home)
        turn.say("enrol.name_unclear", stop, asks=Asks(f"handover:{unit}", "name"))
        return
    _give_code(turn, unit, name)


def _give_code(turn: Turn, unit: str, name: str) -> None:
    """Issue the one code of this hand-over; an older one of the same unit is void."""
    person = turn.who.person or 0
    invitations.revoke(turn.tx, turn.now, purpose="handover", person_id=person, unit=unit)
    days = accounts.days(turn.tx, turn.house, "link")
    role = next(role for role in _FIRST if role in turn.who.roles(unit))
    new = invitations.New(
        "handover", turn.now + timedelta(days=days), unit, role, person, by=person
    )
    code = invitations.issue(turn.tx, new, turn.now)
    audit.append(turn.tx, audit.REST, "hand_over_offered", person, turn.now, unit=unit)
    link = accounts.links_of(turn.house, code)
    turn.say(
        "people.hand_over_code",
        Choice("people.button_copy", Action.home, copy=link.first or code),
        Choice("people.button_cancel_hand_over", Action.hand_over_cancel, {"unit": unit}),
        asks=home.ASKS,
        name=name,
        unit=unit_name(turn, unit),
        links=accounts.shown(turn, link),
        days=days,
    )


def cancelled(turn: Turn, press: Press) -> None:
    """Take the code of a hand-over back."""
    person, unit = turn.who.person or 0, str(press.args.get("unit", ""))
    count = invitations.revoke(turn.tx, turn.now, purpose="handover", person_id=person, unit=unit)
    said = "people.hand_over_cancelled" if count else "people.hand_over_gone"
    home.show(turn, turn.phrase(said))
