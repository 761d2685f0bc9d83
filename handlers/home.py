"""The home screen by role: where anybody can begin, and where every conversation may end."""

from typing import Any

from handlers import standing
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks
from plan.actions import Action, Choice
from plan.phrasebook import Markup, join
from plan.units import Role
from storage import join_requests, memberships, questions

# A line that ends a conversation asks what next: free words then mean the plan, not a question.
ASKS = Asks("home", "next")
# Subjects of lines that want nothing, and with them of those after which nothing stands open.
_RESTING = {ASKS.subject, "board", "hour"}
_ENDING = {*_RESTING, "question"}
# The home screens: what was asked before them is not leaned on any more.
SCREENS = (
    *("home.stranger", "home.stranger_again", "home.waiting", "home.no_unit"),
    *("home.coordinator", "home.focal", "home.leader", "home.viewer"),
)
_BEGIN = (
    Choice("home.button_join", Action.join_pick_unit),
    Choice("home.button_code", Action.command, {"name": "ma"}),
    Choice("home.button_ask", Action.ask),
)


def show(turn: Turn, said: Markup | None = None) -> None:
    """Show the home screen, after a line about what was just done."""
    before = Markup(f"{said}\n\n") if said else Markup("")
    if turn.who.person is None:
        _stranger(turn, before)
    elif not turn.who.memberships:
        _waiting(turn, before)
    elif turn.who.coordinates:
        _coordinator(turn, before)
    else:
        _member(turn, before)


def close(turn: Turn, said: Markup) -> None:
    """Say what was done, then where we are: the question that still stands, or home."""
    asked = turn.last_asked()
    if turn.aside:
        turn.say("home.said", said=said)
    elif asked is None or ends(asked):
        show(turn, said)
    else:
        turn.say("home.said", said=said)
        turn.ask_again(asked)


def ends(asked: Asked) -> bool:
    """Return whether a line leaves nothing open: free words after it mean the plan."""
    return asked.subject.partition(":")[0] in _ENDING


def wants(asked: Asked) -> bool:
    """Return whether a line wants words of its own, and would take a question for them."""
    return asked.subject.partition(":")[0] not in _RESTING


def pressed(turn: Turn, press: Press) -> None:
    """Hear the home button."""
    del press
    show(turn)


def again(turn: Turn, asked: Asked) -> None:
    """Show the home screen once more."""
    del asked
    show(turn)


def training(turn: Turn) -> Markup:
    """Return the mark of a training house, or nothing."""
    return Markup(turn.phrase("home.training") + "\n\n") if turn.house.training else Markup("")


def _stranger(turn: Turn, before: Markup) -> None:
    if before:
        turn.say("home.stranger_again", *_BEGIN, asks=ASKS, said=before, training=training(turn))
        return
    turn.say(
        "home.stranger",
        *_BEGIN,
        asks=ASKS,
        training=training(turn),
        programme=turn.house.programme.manifest.name,
        agency=turn.house.programme.coordinator.official_name,
    )


def _waiting(turn: Turn, before: Markup) -> None:
    requests = join_requests.of_person(turn.tx, turn.who.person or 0)
    units = turn.house.programme.units
    names = ", ".join(units[r.unit].official_name for r in requests if r.unit in units)
    agency = turn.house.programme.coordinator.official_name
    slots: dict[str, Any] = {"units": names} if names else {}
    turn.say(
        "home.waiting" if names else "home.no_unit",
        Choice("home.button_join", Action.join_pick_unit),
        Choice("home.button_ask", Action.ask),
        Choice("home.button_profile", Action.command, {"name": "hoso"}),
        asks=ASKS,
        said=before,
        training=training(turn),
        agency=agency,
        **slots,
    )


def _coordinator(turn: Turn, before: Markup) -> None:
    waiting = len(join_requests.waiting(turn.tx)) + len(memberships.waiting(turn.tx))
    open_ = len(questions.unanswered(turn.tx))
    collects = turn.house.programme.collects
    turn.say(
        "home.coordinator",
        *([Choice("home.button_board", Action.board)] if collects else []),
        *_counted("home.button_waiting", "duyet", waiting),
        *_counted("home.button_questions", "cauhoi", open_),
        *([Choice("remind.button_ladder", Action.command, {"name": "nhac"})] if collects else []),
        Choice("home.button_ask", Action.ask),
        *_report_button(turn),
        *_switch_button(turn),
        Choice("home.button_help", Action.help),
        asks=ASKS,
        said=before,
        training=training(turn),
        agency=turn.house.programme.coordinator.official_name,
    )


def _member(turn: Turn, before: Markup) -> None:
    unit = turn.who.unit or ""
    roles = turn.who.roles(unit)
    role = next((r for r in (Role.focal, Role.leader, Role.viewer) if r in roles), Role.viewer)
    waits = not any(m.unit == unit and m.confirmed for m in turn.who.memberships)
    turn.say(
        f"home.{role}",
        *_report_button(turn),
        Choice("home.button_deadline", Action.command, {"name": "han"}),
        Choice("home.button_ask", Action.ask),
        *_switch_button(turn),
        Choice("home.button_help", Action.help),
        asks=ASKS,
        said=before,
        training=training(turn),
        unit=turn.house.programme.units[unit].official_name,
        waiting=turn.phrase("home.unconfirmed") if waits else Markup(""),
        standing=_standing(turn, unit),
    )


def _standing(turn: Turn, unit: str) -> Markup:
    """Return the deadline and the state of each open round that the unit owes."""
    lines = [
        line
        for round_ in standing.owed(turn, unit)
        for now in [standing.standing(turn, round_, unit)]
        for line in (now.deadline, now.state)
    ]
    return Markup(join(lines) + "\n") if lines else Markup("")


def _counted(label: str, command: str, count: int) -> list[Choice]:
    """Return a button that leads to a list, unless the list is empty."""
    return [Choice(label, Action.command, {"name": command}, {"count": count})] if count else []


def _report_button(turn: Turn) -> list[Choice]:
    unit = turn.who.unit
    reads = unit is not None and turn.who.roles(unit) - {Role.coordinator}
    if unit is None or not reads or not turn.house.programme.collects:
        return []
    label = "home.button_report" if turn.who.may_write(unit) else "home.button_report_read"
    return [Choice(label, Action.report_open)]


def _switch_button(turn: Turn) -> list[Choice]:
    if len(turn.who.units) < 2:
        return []
    return [Choice("home.button_switch", Action.switch_unit)]
