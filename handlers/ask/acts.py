"""Acting by words: "I want to report", "who can I talk to", thanks. One way for each intent."""

from collections.abc import Callable

from handlers import help_, home
from handlers.ask import answerers, cards_of, figures, sending
from handlers.desk import Turn
from plan.actions import Action, Choice

Act = Callable[[Turn, str], None]


def act(turn: Turn, intent: str, text: str) -> bool:
    """Do what an intent asks for; return False when it is a question about the plan."""
    doing = _ACTS.get(intent)
    if doing:
        doing(turn, text)
    return doing is not None


def leave(turn: Turn, intent: str) -> bool:
    """Offer, as a button, what would leave the question that stands; False when nothing does."""
    name = _LEAVING.get(intent)
    if name is None:
        return False
    turn.say("ask_desk.leave", Choice(f"ask_desk.leave_{intent}", Action.command, {"name": name}))
    return True


def _command(name: str) -> Act:
    def run(turn: Turn, text: str) -> None:
        del text
        turn.run(name)

    return run


def _line(phrase: str) -> Act:
    """Say a short line; it leaves nothing open unless something stands open already."""

    def say(turn: Turn, text: str) -> None:
        del text
        asks = None if turn.aside else home.ASKS
        turn.say(phrase, Choice("help.button_home", Action.home), asks=asks)

    return say


def _greeting(turn: Turn, text: str) -> None:
    del text
    home.close(turn, turn.phrase("ask_desk.greeting"))


def _status_all(turn: Turn, text: str) -> None:
    """Show who has sent: to the coordinator all or the unit named, to others only their own."""
    if turn.who.coordinates:
        named = answerers.of(turn.house.programme).unit_named(text)
        turn.run("theodoi", named.short_name if named else "")
    else:
        agency = cards_of.agency(turn)
        home.close(turn, turn.phrase("ask_desk.only_coordinator", agency=agency))


def _status(turn: Turn, text: str) -> None:
    if turn.who.coordinates and not turn.who.may_write(turn.who.unit or ""):
        _status_all(turn, text)
    else:
        turn.run("han")


def _human(turn: Turn, text: str) -> None:
    del text
    sending.ask_words(turn)


def _help(turn: Turn, text: str) -> None:
    del text
    help_.help_(turn)


def _stop(turn: Turn, text: str) -> None:
    del text
    help_.stop(turn)


def _export(turn: Turn, text: str) -> None:
    if turn.who.coordinates:
        turn.run("theodoi")
    else:
        _template(turn, text)


def _template(turn: Turn, text: str) -> None:
    del text
    turn.say("ask_desk.template", Choice("home.button_report", Action.report_open))


def _history(turn: Turn, text: str) -> None:
    figures.show(turn, text)


_ACTS: dict[str, Act] = {
    "report": _command("baocao"),
    "edit": _command("baocao"),
    "deadline": _command("han"),
    "status": _status,
    "status_all": _status_all,
    "remind": _command("caidat"),
    "human": _human,
    "help": _help,
    "about": _line("ask_desk.about"),
    "greeting": _greeting,
    "thanks": _line("ask_desk.thanks"),
    "goodbye": _line("ask_desk.goodbye"),
    "ack": _line("ask_desk.ack"),
    "cancel": _stop,
    "restart": _line("ask_desk.restart"),
    "register": _command("thamgia"),
    "handover": _command("bangiao"),
    "export": _export,
    "template": _template,
    "history": _history,
    "smalltalk": _line("ask_desk.smalltalk"),
}
# The commands of what asks something of its own: while a question stands they are offered only.
_LEAVING = {
    "cancel": "huy",
    "restart": "huy",
    "handover": "bangiao",
    "register": "thamgia",
    "remind": "caidat",
    "human": "gap",
    "edit": "baocao",
}
