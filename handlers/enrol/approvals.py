"""The coordinator decides who joins: one by one, or everybody who was shown, with one tap."""

from dataclasses import dataclass
from typing import Any

from handlers import home
from handlers.desk import Press, Turn
from handlers.enrol.seats import decisions, describe, unit_name
from plan.actions import Action, Choice
from plan.phrasebook import join
from storage import join_requests, memberships, preferences
from storage.memberships import Seat

MOST_SHOWN = 20


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits for the coordinator: by a code (`member`) or by a request."""

    kind: str
    id: int
    seat: Seat

    @property
    def about(self) -> dict[str, int]:
        """Return what a button about this one carries."""
        return {self.kind: self.id}


def waiting(turn: Turn) -> list[Waiting]:
    """Return everybody who waits, requests first, oldest first."""
    asked = [
        Waiting("request", request.id, Seat(request.person, request.unit, request.role))
        for request in join_requests.waiting(turn.tx)
    ]
    joined = [
        Waiting("member", member.id, Seat(member.person, member.unit, member.role))
        for member in memberships.waiting(turn.tx)
    ]
    return [*asked, *joined]


def command(turn: Turn, rest: str) -> None:
    """Do /duyet: show who waits."""
    del rest
    if not turn.who.coordinates:
        turn.say("enrol.not_coordinator")
        return
    them = waiting(turn)
    if not them:
        home.show(turn, turn.phrase("enrol.nobody_waits"))
    elif len(them) == 1:
        _show(turn, them[0])
    else:
        _list(turn, them)


def _list(turn: Turn, them: list[Waiting]) -> None:
    shown = them[:MOST_SHOWN]
    lines = join(turn.phrase("enrol.waiting_line", **describe(turn, w.seat)) for w in shown)
    last = {kind: max((w.id for w in shown if w.kind == kind), default=0) for kind in _KINDS}
    everybody = Choice(
        "enrol.button_approve_all",
        Action.join_approve_all,
        {**last},
        {"count": len(shown)},
        own_row=True,
    )
    turn.say("enrol.waiting", everybody, *map(_looked(turn), shown), count=len(them), lines=lines)


def _looked(turn: Turn) -> Any:
    def button(one: Waiting) -> Choice:
        words = describe(turn, one.seat)
        short = turn.house.programme.units[one.seat.unit].short_name
        slots: dict[str, str | int] = {"name": words["name"], "unit": short}
        return Choice("enrol.button_look", Action.join_look, one.about, slots, own_row=True)

    return button


def look(turn: Turn, press: Press) -> None:
    """Show one who waits, with the two buttons."""
    one = _found(turn, press.args)
    if one:
        _show(turn, one)


def _show(turn: Turn, one: Waiting) -> None:
    phrase = "enrol.asked_to_join" if one.kind == "request" else "enrol.first_joined"
    words = {"training": home.training(turn), **describe(turn, one.seat)}
    turn.say(phrase, *decisions(one.about), **words)


def approve(turn: Turn, press: Press) -> None:
    """Let one in."""
    one = _found(turn, press.args)
    if one and _decide(turn, one, approved=True):
        _said(turn, "enrol.approved", one)


def refuse(turn: Turn, press: Press) -> None:
    """Let one not in; they are told whom to ask."""
    one = _found(turn, press.args)
    if one and _decide(turn, one, approved=False):
        _said(turn, "enrol.refused", one)


def approve_all(turn: Turn, press: Press) -> None:
    """Let everybody in who stood on the list that the button is printed on, nobody later."""
    if not turn.who.coordinates:
        turn.say("enrol.not_coordinator")
        return
    shown = [one for one in waiting(turn) if one.id <= int(press.args.get(one.kind, 0))]
    count = sum(_decide(turn, one, approved=True) for one in shown)
    home.show(turn, turn.phrase("enrol.approved_all", count=count))


def _found(turn: Turn, args: Any) -> Waiting | None:
    """Return the one a button is about; otherwise say why there is nothing to decide."""
    if not turn.who.coordinates:
        turn.say("enrol.not_coordinator")
        return None
    for one in waiting(turn):
        if args.get(one.kind) == one.id:
            return one
    turn.say("enrol.decided_already")
    return None


def _decide(turn: Turn, one: Waiting, *, approved: bool) -> bool:
    by = turn.who.person or 0
    if one.kind == "request":
        done = join_requests.decide(turn.tx, one.id, by, turn.now, approved=approved)
        if done and approved:
            memberships.begin(turn.tx, one.seat, turn.now, confirmed=True, by=by)
            preferences.put(turn.tx, one.seat.person, "focus", one.seat.unit, turn.now)
    elif approved:
        done = memberships.confirm(turn.tx, one.id, by, turn.now)
    else:
        done = bool(memberships.end(turn.tx, "refused", turn.now, id=one.id))
    if done:
        _tell(turn, one, approved=approved)
    return done


def _tell(turn: Turn, one: Waiting, *, approved: bool) -> None:
    unit = unit_name(turn, one.seat.unit)
    agency = turn.house.programme.coordinator.official_name
    if approved:
        button = Choice("enrol.button_home", Action.home)
        turn.say("enrol.you_are_in", button, to=one.seat.person, unit=unit, agency=agency)
    else:
        turn.say("enrol.you_are_not_in", to=one.seat.person, unit=unit, agency=agency)


def _said(turn: Turn, phrase: str, one: Waiting) -> None:
    left = len(waiting(turn))
    more = Choice("enrol.button_waiting", Action.command, {"name": "duyet"}, {"count": left})
    words = describe(turn, one.seat)
    turn.say(phrase, *([more] if left else []), name=words["name"], unit=words["unit"])


_KINDS = ("request", "member")
