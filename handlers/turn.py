"""Who spoke, to which desk: the only dispatcher. One message in, effects out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers import ask, attach, enrol, help_, people, remind, report, review
from handlers.desk import Asked, Command, Desk, Press, Pressed, Turn, Typed
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


@dataclass(frozen=True)
class _Directory:
    """All desks by what they answer to; two desks on one word is a fault at import."""

    typed: Mapping[str, Typed]
    pressed: Mapping[Action, Pressed]
    commands: Mapping[str, Command]


def _directory() -> _Directory:
    typed: dict[str, Typed] = {}
    pressed: dict[Action, Pressed] = {}
    commands: dict[str, Command] = {}
    for desk in DESKS:
        for mine, all_ in ((desk.typed, typed), (desk.pressed, pressed), (desk.commands, commands)):
            if doubled := all_.keys() & mine.keys():
                raise ValueError(f"desk {desk.name}: {sorted(doubled)} is answered elsewhere")
            all_.update(mine)  # type: ignore[arg-type]
    return _Directory(typed, pressed, commands)


_DIRECTORY = _directory()


def turn(tx: Tx, house: House, inbound: Inbound, now: datetime) -> list[Effect]:
    """Handle one message in an open transaction and return what is to be said and done."""
    this = Turn(tx, house, inbound, identify(tx, inbound, now), now)
    _route(this)
    return this.effects


def _route(turn: Turn) -> None:
    match turn.inbound.kind:
        case Kind.start:
            enrol.start(turn, turn.inbound.text)
        case Kind.choice:
            _press(turn)
        case Kind.text:
            _hear(turn, turn.inbound.text)
        case Kind.file:
            attach.file(turn)
        case Kind.contact:
            enrol.contact(turn)
        case Kind.odd:
            help_.odd(turn)


def _press(turn: Turn) -> None:
    found = post.press(turn.tx, turn.inbound)
    if found is None:
        help_.stale(turn)
        return
    asked = found.asked and Asked(*found.asked)
    last = last_asked(turn)
    stale = asked is not None and last is not None and last.row != asked.row
    pressed = _DIRECTORY.pressed[Action(found.action)]
    pressed(turn, Press(found.args, asked, stale))


def _hear(turn: Turn, text: str) -> None:
    command, _, rest = text.strip().partition(" ")
    if command.startswith("/"):
        name = command[1:].partition("@")[0].lower()
        _DIRECTORY.commands.get(name, help_.unknown_command)(turn, rest.strip())
        return
    if label := post.label_pressed(turn.tx, turn.inbound, compare_key(text)):
        turn.inbound = turn.inbound.model_copy(update={"choice": label, "kind": Kind.choice})
        _press(turn)
        return
    asked = last_asked(turn)
    if asked is None:
        ask.words(turn, text)
        return
    _DIRECTORY.typed[asked.subject.partition(":")[0]](turn, asked, text)


def last_asked(turn: Turn) -> Asked | None:
    """Return what this person was last asked, by lines that had reached them when they spoke."""
    found = post.last_asked(turn.tx, turn.inbound)
    return Asked(*found) if found else None
