"""/nhac, the coordinator's ladder: what is coming, and moving or skipping a step for everybody."""

from datetime import date

from handlers import home
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks
from handlers.remind import notice
from handlers.remind.upcoming import Skipped, Upcoming, ladder_ahead
from plan.actions import Action, Choice
from plan.deadlines import ZONE, local_day
from plan.phrasebook import Markup, join
from reminders.days import day_words, short_day, step_words
from reports.dates import read_day
from storage import audit, rounds
from storage.rounds import ALL_UNITS, Decision, What


def command(turn: Turn, rest: str) -> None:
    """Do /nhac for a coordinator; anybody else sees their own settings' place."""
    del rest
    show(turn)


def show(turn: Turn, said: Markup | None = None) -> None:
    """Show the coming steps and what a coordinator can do about reminding."""
    if not _allowed(turn):
        return
    coming, skipped = ladder_ahead(turn)
    several = len({s.round for s in coming} | {s.round for s in skipped}) > 1
    lines = [_line(turn, step, several=several) for step in coming]
    lines += [_skipped_line(turn, step, several=several) for step in skipped]
    turn.say(
        "remind.ladder",
        *_step_buttons(turn, coming),
        *(_restore_button(step) for step in skipped),
        Choice("remind.button_remind_now", Action.remind_now, own_row=True),
        Choice("remind.button_notice", Action.notice),
        Choice("remind.button_calls", Action.called),
        asks=home.ASKS,
        said=Markup(f"{said}\n\n") if said else Markup(""),
        steps=join(lines) if lines else turn.phrase("remind.ladder_empty"),
        notices=notice.counts(turn),
    )


def move(turn: Turn, press: Press) -> None:
    """Hear "move this step": ask for the day, unless the button says it (a skipped step)."""
    if not _allowed(turn):
        return
    round_id, step = str(press.args.get("round", "")), str(press.args.get("step", ""))
    if "to" in press.args:
        _decide(turn, round_id, step, date.fromisoformat(str(press.args["to"])))
    else:
        _ask(turn, round_id, step)


def again(turn: Turn, asked: Asked) -> None:
    """Ask for the new day of a step once more."""
    _ask(turn, *asked.about)


def typed(turn: Turn, asked: Asked, text: str) -> None:
    """Hear the new day of a step."""
    round_id, step = asked.about
    if not _allowed(turn):
        return
    today = local_day(turn.now)
    round_ = rounds.round_of(turn.tx, round_id)
    read = read_day(text, today, toward="future")
    calendar = turn.house.programme.calendar
    if read is None or not today < read.value <= round_.closes:
        turn.say("remind.step_day_unclear", asks=Asks(asked.subject, asked.key))
        return
    if not calendar.is_working_day(read.value):
        day = day_words(turn.house.programme.phrases, read.value)
        turn.say("remind.step_day_off", asks=Asks(asked.subject, asked.key), day=day)
        return
    _decide(turn, round_id, step, read.value)


def skip(turn: Turn, press: Press) -> None:
    """Hear "skip this step": ask once, then skip it."""
    if not _allowed(turn):
        return
    round_id, step = str(press.args.get("round", "")), str(press.args.get("step", ""))
    if press.args.get("sure"):
        _decide(turn, round_id, step, None)
        return
    args: dict[str, str | int | bool] = {"round": round_id, "step": step, "sure": True}
    turn.say(
        "remind.step_skip_sure",
        Choice("remind.button_skip_sure", Action.step_skip, args),
        Choice("remind.button_keep_step", Action.command, {"name": "nhac"}),
        step=_words(turn, step),
    )


def _ask(turn: Turn, round_id: str, step: str) -> None:
    asks = Asks(f"step:{round_id}:{step}", "day")
    turn.say("remind.step_move_ask", asks=asks, step=_words(turn, step))


def _decide(turn: Turn, round_id: str, step: str, to: date | None) -> None:
    """Move a step of a round for all units, or skip it; told in the audit, shown in the ladder."""
    if rounds.find_round(turn.tx, round_id) is None or not step:
        show(turn)
        return
    what: What = "step_skip" if to is None else "step_move"
    value = {"step": step} if to is None else {"step": step, "to": to.isoformat()}
    rounds.decide(
        turn.tx,
        Decision(0, round_id, ALL_UNITS, what, value, "", turn.now, turn.who.person),
    )
    audit.append(turn.tx, audit.REST, what, turn.who.person, turn.now, round=round_id, **value)
    if to is None:
        said = turn.phrase("remind.step_skipped", step=_words(turn, step))
    else:
        day = day_words(turn.house.programme.phrases, to)
        said = turn.phrase("remind.step_moved", step=_words(turn, step), day=day)
    show(turn, said)


def _line(turn: Turn, step: Upcoming, *, several: bool) -> Markup:
    local = step.at.astimezone(ZONE)
    return turn.phrase(
        "remind.ladder_line",
        step=step_words(turn.house.programme.phrases, step.step),
        day=day_words(turn.house.programme.phrases, local.date()),
        time=f"{local:%H:%M}",
        units=step.units,
        persons=step.persons,
        round=_of_round(turn, step.round) if several else Markup(""),
    )


def _skipped_line(turn: Turn, skipped: Skipped, *, several: bool) -> Markup:
    return turn.phrase(
        "remind.ladder_skipped",
        step=_words(turn, skipped.step),
        day=day_words(turn.house.programme.phrases, skipped.day),
        round=_of_round(turn, skipped.round) if several else Markup(""),
    )


def _of_round(turn: Turn, round_id: str) -> Markup:
    """Return which round a line is about, where there are several."""
    title = rounds.round_of(turn.tx, round_id).title
    return turn.phrase("remind.ladder_of_round", title=title)


def _restore_button(skipped: Skipped) -> Choice:
    args: dict[str, str | int | bool] = {"round": skipped.round, "step": skipped.step}
    args["to"] = skipped.day.isoformat()
    slots: dict[str, str | int] = {"day": short_day(skipped.day)}
    return Choice("remind.button_restore_step", Action.step_move, args, slots, own_row=True)


def _words(turn: Turn, step: str) -> Markup:
    return step_words(turn.house.programme.phrases, step)


def _step_buttons(turn: Turn, coming: list[Upcoming]) -> list[Choice]:
    """Return buttons for the steps of the common ladder that are not today's."""
    today = local_day(turn.now)
    movable = [s for s in coming if s.common and local_day(s.at) > today]
    found = []
    for step in movable:
        args: dict[str, str | int | bool] = {"round": step.round, "step": step.step}
        slots: dict[str, str | int] = {"day": _day_of(step, movable)}
        found += [
            Choice("remind.button_move_step", Action.step_move, args, slots),
            Choice("remind.button_skip_step", Action.step_skip, args, slots),
        ]
    return found


def _day_of(step: Upcoming, among: list[Upcoming]) -> str:
    """Return a step's day, with its hour when another step has the same day."""
    day = local_day(step.at)
    if sum(local_day(other.at) == day for other in among) == 1:
        return short_day(day)
    return f"{step.at.astimezone(ZONE):%H:%M} {short_day(day)}"


def _allowed(turn: Turn) -> bool:
    if not turn.who.coordinates:
        home.show(turn, turn.phrase("remind.coordinators_only"))
    return turn.who.coordinates
