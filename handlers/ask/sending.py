"""A question goes on to the coordinating agency: after silence, or to reach a person."""

from datetime import timedelta

from handlers import home
from handlers.ask import cards_of
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks, Say
from plan.actions import Action, Choice
from plan.names import clean
from storage import attempts, audit, memberships, questions
from storage.questions import Question

LONGEST, SHORTEST = 1500, 5
_LIMIT = ("question", 10, timedelta(days=1))
STOP = Choice("ask_desk.button_stop", Action.home)


def pressed(turn: Turn, press: Press) -> None:
    """Hear "send this question on"."""
    found = questions.get(turn.tx, int(press.args.get("question", 0)))
    if turn.who.person is None or found is None:
        ask_words(turn)
    elif found.kind == "sent":
        turn.say("ask_desk.sent_already", agency=cards_of.agency(turn))
    elif found.person == turn.who.person:
        _send(turn, found)


def ask_words(turn: Turn) -> None:
    """Ask what somebody wants to know from a person, not from the plan."""
    if turn.who.person is None:
        turn.say("ask_desk.join_to_send", Choice("home.button_join", Action.join_pick_unit))
        return
    asks = Asks("question:new", "text")
    turn.say("ask_desk.what_to_send", STOP, asks=asks, agency=cards_of.agency(turn))


def words(turn: Turn, asked: Asked, text: str) -> None:
    """Hear the words of a question to send on."""
    said = clean(text)
    if turn.who.person is None:
        ask_words(turn)
    elif not SHORTEST <= len(said) <= LONGEST:
        asks = Asks(asked.subject, asked.key)
        turn.say("ask_desk.words_unclear", STOP, asks=asks, most=LONGEST)
    else:
        new = Question(0, turn.who.person, turn.who.unit, said, "silent", None, None, turn.now)
        found = questions.get(turn.tx, questions.add(turn.tx, new))
        if found:
            _send(turn, found)


def _send(turn: Turn, found: Question) -> None:
    account, agency = f"person:{turn.who.person}", cards_of.agency(turn)
    if attempts.free_again(turn.tx, _LIMIT, account, turn.now):
        home.close(turn, turn.phrase("ask_desk.too_many_sent", agency=agency))
        return
    attempts.note(turn.tx, _LIMIT[0], account, turn.now)
    questions.send(turn.tx, found.id)
    audit.append(turn.tx, audit.REST, "question_sent", turn.who.person, turn.now, id=found.id)
    card = cards_of.card(turn, found)
    for coordinator in memberships.coordinators(turn.tx):
        turn.do(Say("ask_desk.came", card, cards_of.buttons(found), to=coordinator))
    home.close(turn, turn.phrase("ask_desk.sent", agency=agency))
