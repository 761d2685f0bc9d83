"""Never silence: help by role, stopping, old buttons, unknown commands, stickers and the like."""

from datetime import timedelta

from rapidfuzz import fuzz, process

from handlers import commands, home
from handlers.desk import Asked, Desk, Press, Turn
from plan.actions import Action, Choice
from plan.phrasebook import join
from storage import attempts, preferences

# Ten stickers in a row get one answer.
_QUIET = timedelta(minutes=1)


def help_(turn: Turn, rest: str = "") -> None:
    """Do /trogiup: what can be done here, by role; the open question stays open."""
    del rest
    listed = join(
        turn.phrase("help.line", name=command.name, does=turn.phrase(command.word))
        for command in commands.of(turn.who)
    )
    role = "member" if turn.who.memberships else "stranger"
    turn.say(
        "help.coordinator" if turn.who.coordinates else f"help.{role}",
        Choice("help.button_home", Action.home),
        Choice("home.button_ask", Action.ask),
        training=home.training(turn),
        commands=listed,
        agency=turn.house.programme.coordinator.official_name,
    )


def stop(turn: Turn, rest: str = "") -> None:
    """Do /huy: leave whatever was being asked; nothing that was saved is lost."""
    del rest
    joining = turn.who.person and preferences.get(turn.tx, turn.who.person, "joining")
    home.show(turn, turn.phrase("help.stopped_joining" if joining else "help.stopped"))


def unknown_command(turn: Turn, name: str) -> None:
    """Answer a command that nobody knows with the nearest one."""
    names = [command.name for command in commands.of(turn.who)]
    nearest = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=60)
    offered = []
    if nearest:
        args: dict[str, str | int | bool] = {"name": nearest[0]}
        offered = [Choice("help.button_command", Action.command, args, {"name": nearest[0]})]
    turn.say("help.unknown_command", *offered, Choice("home.button_help", Action.help), name=name)


def stale(turn: Turn, asked: Asked | None) -> None:
    """Answer an old button, or one that was never ours, and show where we are."""
    turn.say("help.stale")
    if not turn.ask_again(asked):
        home.show(turn)


def odd(turn: Turn, asked: Asked | None) -> None:
    """Answer a sticker, a voice message, an edited or forwarded one; once a minute at most."""
    account = f"{turn.inbound.channel}:{turn.inbound.address}"
    what = turn.inbound.oddity or "other"
    if attempts.moments(turn.tx, f"odd:{what}", account, turn.now - _QUIET):
        return
    attempts.note(turn.tx, f"odd:{what}", account, turn.now)
    turn.say(f"help.odd_{what}")
    if not turn.ask_again(asked):
        home.show(turn)


def run(turn: Turn, press: Press) -> None:
    """Hear a button that stands for a command."""
    name = str(press.args.get("name", ""))
    if not turn.run(name):
        unknown_command(turn, name)


def _help_pressed(turn: Turn, press: Press) -> None:
    del press
    help_(turn)


def _stop_pressed(turn: Turn, press: Press) -> None:
    del press
    stop(turn)


DESK = Desk(
    name="help",
    pressed={
        Action.home: home.pressed,
        Action.help: _help_pressed,
        Action.cancel: _stop_pressed,
        Action.command: run,
    },
    commands={"trogiup": help_, "help": help_, "huy": stop},
    again={"home": home.again},
)
