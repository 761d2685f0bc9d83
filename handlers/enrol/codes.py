"""A code was brought: what it opens, or why it opens nothing and whom to ask."""

from datetime import timedelta

from handlers import home
from handlers.desk import Turn
from handlers.effects import Asks
from handlers.enrol import joining
from handlers.people import links
from plan.actions import Action, Choice
from plan.deadlines import ZONE
from storage import attempts, invitations, people, preferences
from storage.invitations import Invitation

# Where a code is opened again by the one who used it, nothing is wrong with it.
_LINKS = {"web", "telegram", "relink"}


def start(turn: Turn, payload: str) -> None:
    """Begin: with a code, in the middle of joining, or at the home screen."""
    if payload.strip():
        code(turn, payload)
    elif not joining.resume(turn):
        home.show(turn)


def code(turn: Turn, typed: str) -> None:
    """Open a typed or scanned code."""
    if until := attempts.free_again(turn.tx, _limit(turn), account(turn), turn.now):
        turn.say("enrol.too_many_tries", _ask_to_join(), time=f"{until.astimezone(ZONE):%H:%M}")
        return
    found = invitations.find(turn.tx, typed)
    if found is None:
        _unknown(turn)
    elif fault := found.fault(turn.now):
        refused(turn, found, fault)
    elif found.purpose in _LINKS:
        links.open_link(turn, found)
    else:
        joining.offer(turn, found)


def _unknown(turn: Turn) -> None:
    what, most, within = _limit(turn)
    attempts.note(turn.tx, what, account(turn), turn.now)
    made = len(attempts.moments(turn.tx, what, account(turn), turn.now - within))
    contact = turn.house.programme.coordinator.official_name
    turn.say("enrol.code_unknown", _ask_to_join(), left=max(0, most - made), contact=contact)


def refused(turn: Turn, found: Invitation, fault: str) -> None:
    """Say why a code lets nobody in, and whom to ask; whoever used it goes on where they were."""
    if fault == "used" and turn.who.person and found.used_by == turn.who.person:
        if not joining.resume(turn):
            home.show(turn, turn.phrase("enrol.code_was_yours"))
        return
    if found.purpose in {"web", "telegram"}:
        links.refused(turn, fault)
        return
    turn.say(f"enrol.code_{fault}", _ask_to_join(), contact=whom_to_ask(turn, found))


def whom_to_ask(turn: Turn, found: Invitation) -> str:
    """Return who can give a new code: whoever hands over, or the coordinating agency."""
    giver = found.person if found.purpose == "handover" else None
    name = people.name_of(turn.tx, giver) if giver else ""
    return name or turn.house.programme.coordinator.official_name


def account(turn: Turn) -> str:
    """Return the account that wrong tries count against."""
    return f"{turn.inbound.channel}:{turn.inbound.address}"


def ask_for_code(turn: Turn) -> None:
    """Ask for the code on the paper."""
    turn.say("enrol.ask_code", asks=Asks("join:code", "code"))


def _limit(turn: Turn) -> tuple[str, int, timedelta]:
    default = turn.house.programme.settings.wrong_codes_an_hour
    most = preferences.setting(turn.tx, "wrong_codes_an_hour", default)
    return "code", int(most), timedelta(hours=1)


def _ask_to_join() -> Choice:
    return Choice("enrol.button_ask_to_join", Action.join_pick_unit)
