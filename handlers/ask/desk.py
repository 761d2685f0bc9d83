"""The ask desk: free words in, acts and answers out; asides while a question stands."""

import re
from datetime import timedelta

from handlers import home
from handlers.ask import (
    acts,
    figures,
    plan_words,
    replies,
    sending,
    shared,
    teaching,
    understanding,
)
from handlers.ask.answerers import NotReadyError
from handlers.desk import Asked, Desk, Press, Turn
from handlers.effects import Say
from handlers.enrol import codes
from plan.actions import Action
from plan.answering.query import Answered
from plan.deadlines import ZONE
from plan.names import fold
from storage import attempts
from storage.invitations import looks_like_code

# "hoi: ..." in front of words: a question, whatever stands open.
_MARK = re.compile(r"\s*(?P<mark>\w+)\s*:\s*(?P<words>.+)", re.DOTALL)
# What may be done aside, without leaving the question that stands.
_ASIDE = frozenset(
    {"deadline", "status", "status_all", "help", "about", "history", "thanks", "greeting"}
)
# Strangers ask at a gentle rate; members hardly ever meet theirs.
_STRANGER = ("ask", 20, timedelta(hours=1))
_MEMBER = ("ask", 200, timedelta(hours=1))


def words(turn: Turn, text: str) -> None:
    """Hear free words: a code, an act, or a question about the plan."""
    asked = turn.last_asked()
    turn.aside = asked is not None and not home.ends(asked)
    if looks_like_code(text):
        codes.code(turn, text)
        return
    if _too_fast(turn):
        return
    question = _marked(turn, text) or text
    try:
        understood = understanding.understand(turn, question)
    except NotReadyError:
        home.close(turn, turn.phrase("ask_desk.not_ready"))
        return
    if not acts.act(turn, _intent(understood.found, question), question):
        plan_words.answer(turn, question, understood)


def is_marked(turn: Turn, text: str) -> bool:
    """Return whether words begin with "hoi:", which makes a question of them anywhere."""
    return bool(_marked(turn, text))


def aside(turn: Turn, text: str) -> bool:
    """Answer a question put while another stands; False when the words are none.

    Whoever asked the standing question shows it again.
    """
    turn.aside = True
    if marked := _marked(turn, text):
        words(turn, marked)
        return True
    try:
        understood = understanding.understand(turn, text)
    except NotReadyError:
        return False
    intent = _intent(understood.found, text)
    if intent in _ASIDE:
        return acts.act(turn, intent, text)
    if acts.leave(turn, intent):
        return True
    if intent != "qa" or not understanding.seems_a_question(turn, text):
        return False
    plan_words.answer(turn, text, understood)
    return True


def _intent(found: Answered, text: str) -> str:
    """Return what is wanted; where the plan is silent or unsure, the unit's report may know."""
    unsure = found.abstained or bool(found.choices)
    return "history" if unsure and figures.asks_of_own(text) else found.intent


def _marked(turn: Turn, text: str) -> str:
    found = _MARK.fullmatch(text)
    if found is None or fold(found["mark"]) != fold(turn.plain("ask_desk.mark")):
        return ""
    return found["words"].strip()


def _too_fast(turn: Turn) -> bool:
    limit = _MEMBER if turn.who.person else _STRANGER
    account = f"{turn.inbound.channel}:{turn.inbound.address}"
    until = attempts.free_again(turn.tx, limit, account, turn.now)
    if until is None:
        attempts.note(turn.tx, limit[0], account, turn.now)
        return False
    turn.say("ask_desk.too_fast", time=f"{until.astimezone(ZONE):%H:%M}")
    return True


def _at_home(turn: Turn, asked: Asked, text: str) -> None:
    """Hear free words where nothing stands open; a unit's name means its place on the board."""
    del asked
    named = turn.who.coordinates and turn.house.programme.units.find(text)
    if named and named[0].exact:
        turn.run("theodoi", text)
    else:
        words(turn, text)


def _ask(turn: Turn, press: Press) -> None:
    """Hear the button that asks: from here on nothing of before is leaned on."""
    del press
    _invite(turn)


def _invite(turn: Turn) -> None:
    asked = turn.last_asked()
    open_ = asked is not None and not home.ends(asked)
    turn.do(Say("ask_desk.ask", asks=None if open_ else home.ASKS))


def _command(turn: Turn, rest: str) -> None:
    if rest:
        words(turn, rest)
    else:
        _invite(turn)


def _person(turn: Turn, rest: str) -> None:
    """Do /gap: words for the coordinating agency."""
    del rest
    sending.ask_words(turn)


def _code(turn: Turn, rest: str) -> None:
    if rest:
        codes.code(turn, rest)
    else:
        codes.ask_for_code(turn)


DESK = Desk(
    name="ask",
    typed={"home": _at_home, "question": replies.typed},
    pressed={
        Action.ask: _ask,
        Action.ask_again: plan_words.after,
        Action.ask_choice: plan_words.chosen,
        Action.provision: plan_words.passage,
        Action.send_question: sending.pressed,
        Action.question_look: replies.look,
        Action.question_dismiss: replies.dismiss,
        Action.reply_question: replies.reply,
        Action.send_reply: replies.send,
        Action.shared_replies: shared.pressed,
        Action.bank: teaching.pressed,
        Action.approve_bank: teaching.approve,
        Action.approve_reply: replies.approve,
        Action.withdraw_reply: replies.withdraw,
    },
    commands={"hoi": _command, "ma": _code, "gap": _person, "cauhoi": replies.command},
    again={"question": replies.again},
)
