"""A reminder at once, by the coordinator's own word: preview, count, confirm."""

from handlers.desk import Press, Turn
from handlers.remind import ladder
from plan.actions import Action, Choice
from plan.deadlines import local_day
from plan.phrasebook import Markup
from plan.units import Role
from reminders.facts import facts
from reminders.now import GROUPS, Ask, chosen, nobody_to_tell, promise_now
from reminders.progress import progress_of
from reminders.wording import Addressee, Told, Wording
from storage import audit, people, rounds


def pressed(turn: Turn, press: Press) -> None:
    """Hear "remind now": pick a group, then see the words and the count before anything leaves."""
    if not turn.who.coordinates:
        ladder.show(turn)
        return
    group = str(press.args.get("group", ""))
    if group in GROUPS:
        _preview(turn, group)
        return
    read = facts(turn.tx, turn.house, turn.now)
    turn.say(
        "remind.now_pick",
        *(
            Choice(
                f"remind.now_group_{name}",
                Action.remind_now,
                {"group": name},
                {"count": count},
                own_row=True,
            )
            for name in GROUPS
            if (count := len(chosen(read, name, turn.now)))
        ),
        Choice("remind.button_back_to_ladder", Action.command, {"name": "nhac"}),
    )


def confirmed(turn: Turn, press: Press) -> None:
    """Hear "send it": the lines are promised, once for each press of the confirmed preview."""
    group = str(press.args.get("group", ""))
    if not turn.who.coordinates or group not in GROUPS:
        ladder.show(turn)
        return
    asks = chosen(facts(turn.tx, turn.house, turn.now), group, turn.now)
    stamp = str(press.args.get("stamp", ""))
    count = promise_now(turn.tx, asks, stamp, turn.now)
    who = turn.who.person
    audit.append(turn.tx, audit.REST, "remind_now", who, turn.now, group=group, count=count)
    ladder.show(turn, turn.phrase("remind.now_done", count=count))


def _preview(turn: Turn, group: str) -> None:
    read = facts(turn.tx, turn.house, turn.now)
    asks = chosen(read, group, turn.now)
    if not asks:
        ladder.show(turn, turn.phrase("remind.now_nobody"))
        return
    args: dict[str, str | int | bool] = {"group": group, "stamp": f"{turn.now:%Y%m%d%H%M%S}"}
    turn.say(
        "remind.now_preview",
        Choice("remind.button_now_send", Action.remind_confirm, args, {"count": len(asks)}),
        Choice("remind.button_back_to_ladder", Action.command, {"name": "nhac"}),
        units=len({ask.state.unit for ask in asks}),
        persons=len({ask.contact for ask in asks}),
        left_out=_left_out(turn, nobody_to_tell(read, group, turn.now)),
        sample=_sample(turn, asks[0]),
    )


def _left_out(turn: Turn, count: int) -> Markup:
    return turn.phrase("remind.now_left_out", count=count) if count else Markup("")


def _sample(turn: Turn, ask: Ask) -> Markup:
    programme = turn.house.programme
    round_ = rounds.round_of(turn.tx, ask.round)
    told = Told(
        round=round_.id,
        title=round_.title,
        before=round_.before,
        unit=programme.units[ask.state.unit],
        cycle=ask.state.cycle,
        step="",
        state=ask.state.state,
        progress=progress_of(turn.tx, programme, round_, ask.state.unit),
    )
    to = Addressee(people.name_of(turn.tx, ask.contact), Role.focal)
    wording = Wording(programme, programme.calendar, training=turn.house.training)
    return wording.message(to, [told], local_day(turn.now)).text
