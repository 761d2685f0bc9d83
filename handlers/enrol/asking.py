"""Asking to join without a code: the unit typed loosely, never taken for granted."""

from datetime import timedelta
from typing import Any

from handlers import home
from handlers.desk import Press, Turn
from handlers.effects import Asks
from handlers.enrol import codes, joining
from handlers.enrol.seats import role_word
from plan.actions import Action, Choice
from plan.units import Match, Role, Unit
from storage import attempts, cards, join_requests
from storage.invitations import looks_like_code

_ROLES = (Role.focal, Role.leader, Role.viewer)
MOST_OPEN = 3  # requests of one person that wait at the same time
_LIMIT = ("join", 6, timedelta(days=1))


def command(turn: Turn, rest: str) -> None:
    """Do /thamgia: begin asking, or look the unit up that was typed with it."""
    if rest:
        unit(turn, rest)
    else:
        ask_unit(turn)


def ask_unit(turn: Turn) -> None:
    """Ask which unit somebody works for."""
    if _too_many(turn):
        home.show(turn, turn.phrase("enrol.requests_waiting"))
        return
    turn.say("enrol.ask_unit", asks=Asks("join:asking", "unit"))


def unit(turn: Turn, typed: str) -> None:
    """Look a typed unit up: one exact hit is shown, anything else is offered as buttons."""
    if looks_like_code(typed):
        codes.code(turn, typed)
        return
    hits = [hit for hit in turn.house.programme.units.find(typed) if _may_join(turn, hit.unit)]
    if not hits:
        turn.say("enrol.unit_unknown", asks=Asks("join:asking", "unit"), typed=typed[:60])
    elif len(hits) == 1 and hits[0].exact:
        _offer(turn, hits[0])
    else:
        buttons = [_button(hit) for hit in hits]
        phrase = "enrol.unit_which" if hits[0].exact else "enrol.unit_nearest"
        asks = Asks("join:asking", "unit")
        turn.say(phrase, *buttons, asks=asks, typed=typed[:60])


def pick(turn: Turn, press: Press) -> None:
    """Hear a tapped unit, or a tapped role in it; without a unit, ask for one."""
    units = turn.house.programme.units
    code = str(press.args.get("unit", ""))
    if code not in units or not _may_join(turn, units[code]):
        ask_unit(turn)
    elif "role" in press.args:
        _want(turn, units[code], Role(press.args["role"]))
    else:
        _offer(turn, Match(units[code], exact=True))


def _offer(turn: Turn, hit: Match) -> None:
    unit = hit.unit
    roles = (Role.coordinator, *_ROLES) if _coordinates(turn, unit) else _ROLES
    former: dict[str, Any] = {"former": hit.by_former} if hit.by_former else {}
    place = _small(unit.former_district)
    turn.say(
        "enrol.pick_role_former" if hit.by_former else "enrol.pick_role",
        *[
            Choice(
                "enrol.button_role",
                Action.join_pick_unit,
                {"unit": unit.code, "role": role},
                {"role": role_word(turn, role)},
                own_row=True,
            )
            for role in roles
        ],
        Choice("enrol.button_other_unit", Action.join_pick_unit, own_row=True),
        asks=Asks("join:asking", "unit"),
        unit=unit.official_name,
        place=turn.phrase("enrol.former_place", place=place) if place else "",
        **former,
    )


def _want(turn: Turn, unit: Unit, role: Role) -> None:
    if role is Role.coordinator and not _coordinates(turn, unit):
        ask_unit(turn)
        return
    if role in turn.who.roles(unit.code):
        home.show(turn, turn.phrase("enrol.already_member"))
        return
    if attempts.free_again(turn.tx, _LIMIT, codes.account(turn), turn.now):
        home.show(turn, turn.phrase("enrol.requests_waiting"))
        return
    attempts.note(turn.tx, _LIMIT[0], codes.account(turn), turn.now)
    joining.want(turn, {"unit": unit.code, "role": role.value})


def _button(hit: Match) -> Choice:
    unit = hit.unit
    slots: dict[str, str | int] = {"unit": unit.short_name, "place": _small(unit.former_district)}
    label = "enrol.button_unit_place" if unit.former_district else "enrol.button_unit"
    if not unit.former_district:
        slots.pop("place")
    return Choice(label, Action.join_pick_unit, {"unit": unit.code}, slots, own_row=True)


def _small(name: str) -> str:
    """Return a name that stands within a sentence."""
    return name[:1].lower() + name[1:]


def _may_join(turn: Turn, unit: Unit) -> bool:
    return unit.reports or _coordinates(turn, unit)


def _coordinates(turn: Turn, unit: Unit) -> bool:
    return unit.code == turn.house.programme.coordinator.code


def _too_many(turn: Turn) -> bool:
    person = turn.who.person
    if person is None or cards.get(turn.tx, person).consented_at is None:
        return False
    return len(join_requests.of_person(turn.tx, person)) >= MOST_OPEN
