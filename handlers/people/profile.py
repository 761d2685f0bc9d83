"""The person's own card: what is kept about them, and how to change it."""

from handlers import home
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks
from handlers.enrol import card
from handlers.enrol.seats import role_word, unit_name
from handlers.people import links
from plan.actions import Action, Choice
from plan.phrasebook import join
from storage import cards, people

_READ = {"name": card.name, "position": card.position, "phone": card.phone}


def command(turn: Turn, rest: str) -> None:
    """Do /hoso: show all that is kept about the speaker."""
    del rest
    show(turn)


def show(turn: Turn) -> None:
    """Show the card with a button for each thing that can be changed."""
    if turn.who.person is None:
        home.show(turn, turn.phrase("people.nothing_kept"))
        return
    mine = cards.get(turn.tx, turn.who.person)
    seats = join(
        turn.phrase(
            "people.seat" if seat.confirmed else "people.seat_waiting",
            unit=unit_name(turn, seat.unit),
            role=role_word(turn, seat.role),
        )
        for seat in turn.who.memberships
    )
    empty = turn.phrase("people.not_told")
    turn.say(
        "people.card",
        *(
            Choice(f"people.button_change_{field}", Action.profile, {"field": field})
            for field in _READ
        ),
        *_devices(turn),
        Choice("people.button_hand_over", Action.hand_over),
        Choice("people.button_forget", Action.forget_me),
        Choice("help.button_home", Action.home),
        asks=home.ASKS,
        training=home.training(turn),
        name=mine.name or empty,
        position=mine.position or empty,
        phone=mine.phone or empty,
        seats=seats or empty,
    )


def _devices(turn: Turn) -> list[Choice]:
    """Return the ways to other devices that are published, without the one at hand."""
    here, house = turn.inbound.channel, turn.house
    ways = (
        ("web", house.public_url, "people.button_open_web", Action.on_web),
        ("telegram", house.bot_name, "people.button_open_telegram", Action.on_telegram),
    )
    found = [
        Choice(label, action) for name, open_, label, action in ways if open_ and here != name
    ]
    if len(people.identities_of(turn.tx, turn.who.person or 0)) > 1:
        found.append(Choice("people.button_only_here", Action.profile, {"only_here": True}))
    return found


def pressed(turn: Turn, press: Press) -> None:
    """Hear "change my ...": ask for the new words; without a field, show the card."""
    field = str(press.args.get("field", ""))
    if press.args.get("only_here") and turn.who.person:
        links.only_here(turn)
    elif field in _READ and turn.who.person:
        _ask(turn, field)
    else:
        show(turn)


def again(turn: Turn, asked: Asked) -> None:
    """Ask for the new words once more."""
    _ask(turn, asked.key)


def typed(turn: Turn, asked: Asked, text: str) -> None:
    """Hear the new words."""
    read = _READ[asked.key](text)
    if turn.who.person is None:
        home.show(turn)
    elif read is None:
        asks = Asks(f"card:{turn.who.person}", asked.key)
        keep = Choice("people.button_keep", Action.profile)
        turn.say(f"enrol.{asked.key}_unclear", keep, asks=asks)
    else:
        cards.change(turn.tx, turn.who.person, **{asked.key: read})
        show(turn)


def _ask(turn: Turn, field: str) -> None:
    asks = Asks(f"card:{turn.who.person}", field)
    turn.say(f"people.change_{field}", Choice("people.button_keep", Action.profile), asks=asks)
