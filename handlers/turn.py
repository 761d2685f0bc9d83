"""Who spoke, to which desk: the only dispatcher. One message in, effects out."""

import re
from datetime import datetime

from handlers import ask, attach, enrol, help_, home, people, remind, report, review
from handlers.desk import Asked, Desk, Directory, Press, Turn
from handlers.effects import Effect
from handlers.house import House
from handlers.identify import identify
from handlers.inbound import Inbound, Kind
from plan.actions import Action
from plan.names import compare_key
from storage import post
from storage.engine import Tx

DESKS: tuple[Desk, ...] = (
    enrol.DESK,
    people.DESK,
    report.DESK,
    attach.DESK,
    review.DESK,
    remind.DESK,
    ask.DESK,
    help_.DESK,
)


def directory() -> Directory:
    """Return all desks by what they answer to; two desks on one word is a fault at import."""
    found = Directory({}, {}, {}, {})
    for desk in DESKS:
        for part in ("typed", "pressed", "commands", "again"):
            mine, everybody = getattr(desk, part), getattr(found, part)
            if doubled := everybody.keys() & mine.keys():
                raise ValueError(f"desk {desk.name}: {sorted(doubled)} is answered elsewhere")
            everybody.update(mine)
    return found


_DIRECTORY = directory()
# "/han", "/start CODE", "/han@some_bot": a slash in front of anything else is just words.
_COMMAND = re.compile(r"/(?P<name>[A-Za-z_]{1,32})(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)


def turn(tx: Tx, house: House, inbound: Inbound, now: datetime) -> list[Effect]:
    """Handle one message in an open transaction and return what is to be said and done."""
    this = Turn(tx, house, inbound, identify(tx, inbound, now), now, directory=_DIRECTORY)
    _route(this)
    return this.effects


def _route(turn: Turn) -> None:
    match turn.inbound.kind:
        case Kind.start:
            enrol.start(turn, turn.inbound.text)
        case Kind.choice:
            _press(turn, tapped=True)
        case Kind.text if turn.inbound.oddity and _in_a_conversation(turn):
            help_.odd(turn, turn.last_asked())
        case Kind.text:
            _hear(turn, turn.inbound.text)
        case Kind.file:
            attach.file(turn)
        case Kind.contact:
            enrol.contact(turn, turn.last_asked())
        case Kind.odd:
            help_.odd(turn, turn.last_asked())


def _press(turn: Turn, *, tapped: bool) -> None:
    """Do what a button asks for, tapped or named by typing its label."""
    found = post.press(turn.tx, turn.inbound)
    turn.touched = found.line.card if found and tapped else None
    last = turn.last_asked()
    pressed = _DIRECTORY.pressed.get(Action(found.action)) if found else None
    if found is None or pressed is None:
        help_.stale(turn, last)
        return
    asked = Asked(*found.asked) if found.asked else None
    stale = asked is not None and last is not None and last.row != asked.row
    pressed(turn, Press(found.args, asked, stale))


def _hear(turn: Turn, text: str) -> None:
    if command := _COMMAND.fullmatch(text.strip()):
        name, rest = command["name"].lower(), (command["rest"] or "").strip()
        if not turn.run(name, rest):
            help_.unknown_command(turn, name)
        return
    asked = turn.last_asked()
    since = asked.row if asked else 0
    if label := post.label_pressed(turn.tx, turn.inbound, compare_key(text), since):
        turn.inbound = turn.inbound.model_copy(update={"choice": label, "kind": Kind.choice})
        _press(turn, tapped=False)
        return
    if asked is not None and home.wants(asked) and ask.is_marked(turn, text):
        ask.aside(turn, text)
        turn.ask_again(asked)
        return
    typed = _DIRECTORY.typed.get(asked.subject.partition(":")[0]) if asked else None
    if asked is None or typed is None:
        ask.words(turn, text)
        return
    typed(turn, asked, text)


def _in_a_conversation(turn: Turn) -> bool:
    """Return whether something is being asked, so that a forwarded text would be an answer."""
    asked = turn.last_asked()
    return asked is not None and not home.ends(asked)
