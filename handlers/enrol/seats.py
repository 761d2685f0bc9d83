"""Taking a seat in a unit: confirmed at once or by the coordinator, new or handed over."""

from collections.abc import Mapping
from typing import Any

from handlers import home
from handlers.desk import Turn
from handlers.effects import Say
from plan.actions import Action, Choice
from plan.phrasebook import Markup
from plan.units import Role
from storage import cards, invitations, join_requests, memberships, people, preferences
from storage.invitations import Invitation
from storage.memberships import Seat


def unit_name(turn: Turn, unit: str) -> str:
    """Return a unit's official name; the code itself when the programme has no such unit."""
    units = turn.house.programme.units
    return units[unit].official_name if unit in units else unit


def role_word(turn: Turn, role: Role | None) -> str:
    """Return what a role is called."""
    return turn.plain(f"enrol.role_{role or Role.focal}")


def giver(turn: Turn, found: Invitation) -> str:
    """Return the name of whoever hands over."""
    return people.name_of(turn.tx, found.person) if found.person else ""


def holds(turn: Turn, found: Invitation) -> bool:
    """Return whether the speaker has the very role already that the code would give."""
    return bool(found.unit and found.role and found.role in turn.who.roles(found.unit))


def take(turn: Turn, about: Mapping[str, Any]) -> Markup:
    """Let the role begin (or the request be asked); return what to tell the person."""
    if "unit" in about:
        return _request(turn, str(about["unit"]), Role(about["role"]))
    found = invitations.get(turn.tx, int(about["invitation"]))
    if found is None or found.unit is None:
        return Markup("")
    if found.purpose == "handover" and found.person:
        return _hand_over(turn, found, found.person)
    return _join(turn, found.unit, found.role or Role.focal)


def _join(turn: Turn, unit: str, role: Role) -> Markup:
    confirmed = role is Role.coordinator or not _first(turn, unit)
    seat = Seat(turn.who.person or 0, unit, role)
    member, _ = memberships.begin(turn.tx, seat, turn.now, confirmed=confirmed)
    _speak_for(turn, unit)
    if not confirmed:
        _tell_coordinators(turn, "enrol.first_joined", seat, {"member": member})
    said = "enrol.joined" if confirmed else "enrol.joined_waiting"
    agency = {} if confirmed else {"agency": turn.house.programme.coordinator.official_name}
    words = {"unit": unit_name(turn, unit), "role": role_word(turn, role)}
    return turn.phrase(said, **words, **agency)


def _first(turn: Turn, unit: str) -> bool:
    """Return whether the coordinator has to confirm: nobody confirmed stands in the unit yet."""
    default = turn.house.programme.settings.confirm_first_joiner
    asked = preferences.setting(turn.tx, "confirm_first_joiner", default)
    return bool(asked) and not any(
        member.confirmed for member in memberships.of_unit(turn.tx, unit)
    )


def _request(turn: Turn, unit: str, role: Role) -> Markup:
    person = turn.who.person or 0
    request = join_requests.ask(turn.tx, person, unit, role, turn.now)
    _tell_coordinators(turn, "enrol.asked_to_join", Seat(person, unit, role), {"request": request})
    return turn.phrase(
        "enrol.request_sent",
        unit=unit_name(turn, unit),
        role=role_word(turn, role),
        agency=turn.house.programme.coordinator.official_name,
    )


def _hand_over(turn: Turn, found: Invitation, old: int) -> Markup:
    """Give the successor every role of the old focal point in this unit, and cut the old one."""
    unit, new = found.unit or "", turn.who.person or 0
    ended = memberships.end(turn.tx, "handed over", turn.now, person_id=old, unit=unit)
    for seat in ended:
        memberships.begin(
            turn.tx, Seat(new, unit, seat.role), turn.now, confirmed=seat.confirmed, by=old
        )
    _speak_for(turn, unit)
    names: dict[str, Any] = {
        "old": people.name_of(turn.tx, old),
        "new": people.name_of(turn.tx, new),
    }
    words: dict[str, Any] = {"unit": unit_name(turn, unit)}
    forget = Choice("people.button_forget", Action.forget_me)
    turn.do(Say("people.handed_over", {**words, "new": names["new"]}, (forget,), to=old))
    for person in memberships.coordinators(turn.tx):
        if person not in (old, new):
            turn.say("people.handover_told", to=person, **names, **words)
    return turn.phrase("people.taken_over", **words, old=names["old"])


def _speak_for(turn: Turn, unit: str) -> None:
    preferences.put(turn.tx, turn.who.person or 0, "focus", unit, turn.now)


def _tell_coordinators(turn: Turn, phrase: str, seat: Seat, about: Mapping[str, int]) -> None:
    words = {"training": home.training(turn), **describe(turn, seat)}
    for person in memberships.coordinators(turn.tx):
        key = f"{phrase}:{about}:{person}"
        turn.do(Say(phrase, words, decisions(about), to=person, key=key))


def describe(turn: Turn, seat: Seat) -> dict[str, Any]:
    """Return who wants which seat, in words."""
    card = cards.get(turn.tx, seat.person)
    return {
        "name": card.name,
        "position": card.position,
        "unit": unit_name(turn, seat.unit),
        "role": role_word(turn, seat.role),
    }


def decisions(about: Mapping[str, int]) -> tuple[Choice, ...]:
    """Return the coordinator's buttons under one who waits."""
    return (
        Choice("enrol.button_approve", Action.join_approve, about),
        Choice("enrol.button_refuse", Action.join_refuse, about),
    )
