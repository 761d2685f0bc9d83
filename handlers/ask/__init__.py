"""Free words: an act ("I want to report"), a question about the plan, or a code typed by hand."""

from handlers import home
from handlers.desk import Asked, Desk, Press, Turn
from handlers.enrol import codes
from plan.actions import Action
from storage.invitations import looks_like_code


def words(turn: Turn, text: str) -> None:
    """Hear free words when nothing is being asked."""
    if looks_like_code(text):
        codes.code(turn, text)
        return
    home.show(turn, turn.phrase("ask_desk.not_understood"))


def aside(turn: Turn, text: str) -> bool:
    """Answer a question put in the middle of something else; False when it is none."""
    del turn, text
    return False


def _at_home(turn: Turn, asked: Asked, text: str) -> None:
    del asked
    words(turn, text)


def _ask(turn: Turn, press: Press) -> None:
    del press
    turn.say("ask_desk.ask", asks=home.ASKS)


def _command(turn: Turn, rest: str) -> None:
    if rest:
        words(turn, rest)
    else:
        turn.say("ask_desk.ask", asks=home.ASKS)


def _code(turn: Turn, rest: str) -> None:
    if rest:
        codes.code(turn, rest)
    else:
        codes.ask_for_code(turn)


DESK = Desk(
    name="ask",
    typed={"home": _at_home},
    pressed={Action.ask: _ask},
    commands={"hoi": _command, "ma": _code},
)
