"""Leaving: name, position, phone and accounts are blanked; the unit's report stays."""

from handlers import home
from handlers.desk import Press, Turn
from handlers.effects import Say
from handlers.enrol.seats import unit_name
from handlers.who import Who
from plan.actions import Action, Choice
from plan.phrasebook import Markup
from plan.units import Role
from storage import audit, cards, invitations, join_requests, memberships

# A unit needs somebody in these roles.
_NEEDED = (Role.focal, Role.coordinator)


def command(turn: Turn, rest: str) -> None:
    """Do /xoa: say what will be erased and what stays, and ask."""
    del rest
    if turn.who.person is None:
        home.show(turn, turn.phrase("people.nothing_kept"))
        return
    alone = [unit_name(turn, unit) for unit in _left_alone(turn)]
    names = ", ".join(alone)
    warning = Markup(turn.phrase("people.forget_alone", units=names) + "\n" if alone else "")
    turn.say(
        "people.forget_ask",
        Choice("people.button_forget_confirm", Action.forget_me_confirm, own_row=True),
        Choice("people.button_hand_over_first", Action.hand_over, own_row=True),
        Choice("people.button_stay", Action.home, own_row=True),
        asks=home.ASKS,
        warning=warning,
    )


def pressed(turn: Turn, press: Press) -> None:
    """Hear "erase what you keep about me"."""
    del press
    command(turn, "")


def confirmed(turn: Turn, press: Press) -> None:
    """Erase. The last line goes to the account that asked, which is a stranger's from now on."""
    if press.stale or turn.who.person is None:
        command(turn, "")
        return
    person, alone = turn.who.person, _left_alone(turn)
    memberships.end(turn.tx, "left", turn.now, person_id=person)
    invitations.revoke(turn.tx, turn.now, person_id=person)
    join_requests.withdraw(turn.tx, person, turn.now)
    cards.erase(turn.tx, person, turn.now)
    audit.append(turn.tx, audit.REST, "erased", person, turn.now)
    turn.who = Who(None)
    home.show(turn, turn.phrase("people.forgotten"))
    for coordinator in memberships.coordinators(turn.tx):
        for unit in alone:
            words = {"unit": unit_name(turn, unit)}
            turn.do(Say("people.unit_left_alone", words, to=coordinator))


def _left_alone(turn: Turn) -> list[str]:
    """Return the units that would have no focal point (or coordinator) without this person."""
    return [unit for unit in turn.who.units if _is_alone(turn, unit)]


def _is_alone(turn: Turn, unit: str) -> bool:
    members = memberships.of_unit(turn.tx, unit)
    seated = ({m.person for m in members if m.role is role} for role in _NEEDED)
    return any(persons == {turn.who.person} for persons in seated)
