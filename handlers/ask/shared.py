"""The replies that everybody gets: listed for the coordinator, to be read again or taken back."""

from handlers import home
from handlers.ask import cards_of
from handlers.desk import Press, Turn
from plan.actions import Action, Choice
from plan.phrasebook import join
from storage import questions
from storage.questions import Reply

_MOST_SHOWN = 15


def button(turn: Turn) -> list[Choice]:
    """Return the button that leads to the replies in use, unless there are none."""
    count = len(questions.approved(turn.tx))
    slots = {"count": count}
    return [Choice("ask_desk.button_shared", Action.shared_replies, {}, slots)] if count else []


def pressed(turn: Turn, press: Press) -> None:
    """Show the replies in use, the newest first, or one of them with what can be done about it."""
    if not turn.who.coordinates:
        turn.say("enrol.not_coordinator")
        return
    known = questions.approved(turn.tx)[::-1]
    wanted = int(press.args.get("reply", 0))
    one = next((reply for reply in known if reply.id == wanted), None)
    if one:
        _look(turn, one)
    elif not known:
        home.show(turn, turn.phrase("ask_desk.shared_none"))
    else:
        shown = known[:_MOST_SHOWN]
        lines = join(turn.phrase("ask_desk.shared_line", text=r.asked[:200]) for r in shown)
        buttons = map(_open, shown)
        turn.say("ask_desk.shared", *buttons, asks=home.ASKS, count=len(known), lines=lines)


def _open(reply: Reply) -> Choice:
    words = {"text": cards_of.short(reply.asked)}
    about = {"reply": reply.id}
    return Choice("ask_desk.button_look", Action.shared_replies, about, words, own_row=True)


def _look(turn: Turn, reply: Reply) -> None:
    turn.say(
        "ask_desk.reply_came",
        Choice("ask_desk.button_withdraw", Action.withdraw_reply, {"reply": reply.id}),
        cards_of.anew(reply.question),
        asks=home.ASKS,
        reply=cards_of.reply(turn, reply),
    )
