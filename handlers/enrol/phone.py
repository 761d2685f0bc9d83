"""The phone number: optional, and by a contact card only when it is the sender's own."""

from handlers import home
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks, RequestContact, Say
from handlers.enrol import card
from plan.actions import Action, Choice
from plan.phrasebook import Markup
from storage import cards

_SKIP = Choice("enrol.button_skip_phone", Action.skip_phone)


def ask(turn: Turn, outcome: Markup | None = None) -> None:
    """Ask for the number, after a line about what was just done."""
    said = Markup(f"{outcome}\n\n") if outcome else Markup("")
    caption = Say("enrol.ask_phone", {"said": said}, (_SKIP,), _asks(turn))
    turn.do(RequestContact(caption, "enrol.button_share_phone"))


def typed(turn: Turn, text: str) -> None:
    """Hear a typed number."""
    number = card.phone(text)
    if number is None:
        turn.say("enrol.phone_unclear", _SKIP, asks=_asks(turn))
    else:
        _keep(turn, number)
        home.show(turn, turn.phrase("enrol.phone_kept"))


def skip(turn: Turn, press: Press) -> None:
    """Hear "not needed"."""
    del press
    home.show(turn)


def contact(turn: Turn, asked: Asked | None) -> None:
    """Hear a contact card; one that is not the sender's own is refused and forgotten.

    A card that nobody asked for moves nobody away from the question that stands.
    """
    wanted = asked is not None and asked.key == "phone"
    own = turn.inbound.phone_is_own and turn.who.person is not None
    if own:
        _keep(turn, card.phone(turn.inbound.phone or "") or turn.inbound.phone or "")
    if wanted and own:
        home.show(turn, turn.phrase("enrol.phone_kept"))
    elif wanted:
        turn.say("enrol.phone_not_own", _SKIP, asks=_asks(turn))
    else:
        turn.say("enrol.phone_kept" if own else "enrol.phone_unasked")
        if not turn.ask_again(asked):
            home.show(turn)


def _keep(turn: Turn, number: str) -> None:
    cards.change(turn.tx, turn.who.person or 0, phone=number)


def _asks(turn: Turn) -> Asks:
    return Asks(f"join:{turn.who.person}", "phone")
