"""From the offer to the finished card: confirm, notice, consent, name, position, phone."""

from typing import Any

from handlers import home
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks
from handlers.enrol import asking, card, codes, phone, seats
from handlers.enrol.seats import role_word, unit_name
from handlers.identify import known
from plan.actions import Action, Choice
from plan.phrasebook import Markup
from storage import cards, invitations, preferences
from storage.invitations import Invitation


def offer(turn: Turn, found: Invitation) -> None:
    """Show which unit and role a code is for; nothing is used up by looking."""
    if seats.holds(turn, found):
        home.show(turn, turn.phrase("enrol.already_member"))
        return
    about = {"invitation": found.id}
    handed_over = found.purpose == "handover"
    names: dict[str, Any] = {"name": seats.giver(turn, found)} if handed_over else {}
    yes, no = ("take_over", "not_take_over") if handed_over else ("confirm", "not_mine")
    turn.say(
        "enrol.offer_handover" if handed_over else "enrol.offer",
        Choice(f"enrol.button_{yes}", Action.join_confirm, about),
        Choice(f"enrol.button_{no}", Action.join_decline, about),
        asks=Asks(f"join:{found.id}", "confirm"),
        training=home.training(turn),
        unit=unit_name(turn, found.unit or ""),
        role=role_word(turn, found.role),
        **names,
    )


def confirm(turn: Turn, press: Press) -> None:
    """Hear "yes, that is my unit"."""
    found = _still_good(turn, press.args.get("invitation"))
    if found is not None:
        want(turn, {"invitation": found.id})


def want(turn: Turn, about: dict[str, str | int | bool]) -> None:
    """Go on with a wish to join without a code: the notice first, for whoever has not read it."""
    if _consented(turn):
        _take(turn, about)
    else:
        notice(turn, about)


def notice(turn: Turn, about: dict[str, str | int | bool]) -> None:
    """Show on one screen what is kept, for what, and what never to send."""
    turn.say(
        "enrol.notice",
        Choice("enrol.button_consent", Action.join_consent, about),
        Choice("enrol.button_decline", Action.join_decline, about),
        asks=Asks(f"join:{about.get('invitation', 'asking')}", "consent"),
        training=home.training(turn),
        agency=turn.house.programme.coordinator.official_name,
    )


def consent(turn: Turn, press: Press) -> None:
    """Hear the consent: from here on there is a person with this account."""
    about = dict(press.args)
    if "invitation" in about and _still_good(turn, about["invitation"]) is None:
        return
    if turn.who.person is None:
        person = cards.add(turn.tx, turn.now)
        channel, address = turn.inbound.channel, turn.inbound.address
        cards.add_account(turn.tx, person, channel, address, turn.now)
        turn.who = known(turn.tx, person)
    person = turn.who.person or 0
    cards.consent(turn.tx, person, turn.now)
    _take(turn, about)


def decline(turn: Turn, press: Press) -> None:
    """Hear "not my unit" or "I do not agree": nothing is kept, the code stays good."""
    del press
    home.show(turn, turn.phrase("enrol.declined"))


def _take(turn: Turn, about: dict[str, Any]) -> None:
    """Use up the code (or note the request) and go on to whatever is not known yet."""
    person = turn.who.person or 0
    if "invitation" in about and not invitations.use(
        turn.tx, about["invitation"], person, turn.now
    ):
        return
    preferences.put(turn.tx, person, "joining", about, turn.now)
    go_on(turn)


def go_on(turn: Turn) -> None:
    """Ask the first thing that is missing; when nothing is, the joining is finished."""
    person = turn.who.person or 0
    card_ = cards.get(turn.tx, person)
    if not card_.name:
        turn.say("enrol.ask_name", asks=Asks(f"join:{person}", "name"))
    elif not card_.position:
        asks = Asks(f"join:{person}", "position")
        turn.say("enrol.ask_position", asks=asks, name=card_.name)
    else:
        _finish(turn, person, has_phone=bool(card_.phone))


def _finish(turn: Turn, person: int, *, has_phone: bool) -> None:
    about = preferences.get(turn.tx, person, "joining")
    preferences.put(turn.tx, person, "joining", None, turn.now)
    outcome = seats.take(turn, about) if about else Markup("")
    turn.who = known(turn.tx, person)
    if has_phone:
        home.show(turn, outcome)
    else:
        phone.ask(turn, outcome)


def resume(turn: Turn) -> bool:
    """Go on with a joining in hand; False when there is none."""
    person = turn.who.person
    if person is None or not preferences.get(turn.tx, person, "joining"):
        return False
    go_on(turn)
    return True


def typed(turn: Turn, asked: Asked, text: str) -> None:
    """Hear a typed reply to any question of joining."""
    if invitations.looks_like_code(text) or asked.key == "code":
        codes.code(turn, text)
    elif asked.key == "unit":
        asking.unit(turn, text)
    elif asked.key in card.FIELDS and turn.who.person:
        _field(turn, asked.key, text)
    elif asked.key == "phone":
        phone.typed(turn, text)
    else:
        again(turn, asked)


def _field(turn: Turn, field: str, text: str) -> None:
    person = turn.who.person or 0
    read = card.FIELDS[field](text)
    if read is None:
        turn.say(f"enrol.{field}_unclear", asks=Asks(f"join:{person}", field))
        return
    cards.change(turn.tx, person, **{field: read})
    go_on(turn)


def again(turn: Turn, asked: Asked) -> None:
    """Show the question of joining once more."""
    if asked.key == "phone":
        phone.ask(turn)
    elif asked.key in card.FIELDS:
        go_on(turn)
    elif asked.key == "unit":
        asking.ask_unit(turn)
    elif asked.key == "code":
        codes.ask_for_code(turn)
    elif (found := invitations.get(turn.tx, _number(asked.about[0]))) is not None:
        offer(turn, found)
    else:
        asking.ask_unit(turn)


def _still_good(turn: Turn, invitation: Any) -> Invitation | None:
    """Return the invitation if it still lets somebody in; otherwise say why not."""
    found = invitations.get(turn.tx, int(invitation or 0))
    fault = found.fault(turn.now) if found else None
    if found is None:
        home.show(turn)
    elif fault:
        codes.refused(turn, found, fault)
    return found if found and not fault else None


def _consented(turn: Turn) -> bool:
    person = turn.who.person
    return person is not None and cards.get(turn.tx, person).consented_at is not None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
