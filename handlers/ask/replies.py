"""The coordinator answers a question once: askers are told, and with one tap everybody after."""

from typing import Any

from handlers import home, saying
from handlers.ask import cards_of, sending, shared, teaching
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks, Say
from plan.actions import Action, Choice
from plan.names import clean
from plan.phrasebook import join
from storage import audit, questions
from storage.questions import Group, Question, Reply

MOST_SHOWN = 10


def command(turn: Turn, rest: str) -> None:
    """Do /cauhoi: the questions nobody has answered, sent ones and the most asked first."""
    del rest
    if not turn.who.coordinates:
        turn.say("enrol.not_coordinator")
        return
    groups, taps = questions.unanswered(turn.tx), [*teaching.button(turn), *shared.button(turn)]
    if not groups:
        turn.say("ask_desk.none_open", *taps, asks=home.ASKS)
        return
    shown = groups[:MOST_SHOWN]
    lines = join(_line(turn, group) for group in shown)
    buttons = [*map(_look, shown), *taps]
    turn.say("ask_desk.open", *buttons, asks=home.ASKS, count=len(groups), lines=lines)


def _line(turn: Turn, group: Group) -> str:
    phrase = "ask_desk.line_sent" if group.sent else "ask_desk.line"
    return turn.phrase(phrase, count=group.count, text=group.best.text[:200])


def _look(group: Group) -> Choice:
    about, words = {"question": group.best.id}, {"text": cards_of.short(group.best.text)}
    return Choice("ask_desk.button_look", Action.question_look, about, words, own_row=True)


def look(turn: Turn, press: Press) -> None:
    """Show one question, with what can be done about it."""
    found = _question(turn, press)
    if found:
        card = cards_of.card(turn, found)
        turn.do(Say("ask_desk.came", card, cards_of.buttons(found), home.ASKS))


def dismiss(turn: Turn, press: Press) -> None:
    """Hear "nobody will reply to this"."""
    found = _question(turn, press)
    if found:
        questions.dismiss(turn.tx, found)
        home.show(turn, turn.phrase("ask_desk.dismissed", text=cards_of.short(found.text)))


def reply(turn: Turn, press: Press) -> None:
    """Hear "I want to answer this", or to answer it anew."""
    found = _question(turn, press)
    if found is None:
        return
    before = questions.reply_of(turn.tx, found.id)
    if before is None or press.args.get("anew"):
        ask_words(turn, found)
        return
    words = {"text": before.text, "name": saying.name(turn, before.person)}
    turn.do(Say("ask_desk.answered_already", words, (cards_of.anew(found.id),)))


def ask_words(turn: Turn, found: Question) -> None:
    """Ask for the words of the reply."""
    asks = Asks(f"question:{found.id}", "reply")
    turn.say(
        "ask_desk.what_to_reply", sending.STOP, asks=asks, text=found.text, most=sending.LONGEST
    )


def words(turn: Turn, asked: Asked, text: str) -> None:
    """Hear the words of the reply: show them as they will be read, and to how many."""
    found = questions.get(turn.tx, _number(asked))
    said = clean(text)
    if found is None or not turn.who.coordinates:
        turn.say("enrol.not_coordinator")
    elif not sending.SHORTEST <= len(said) <= sending.LONGEST:
        asks = Asks(asked.subject, "reply")
        turn.say("ask_desk.words_unclear", sending.STOP, asks=asks, most=sending.LONGEST)
    else:
        _preview(turn, found, asked, said)


def _preview(turn: Turn, found: Question, asked: Asked, said: str) -> None:
    count = len([one for one in questions.askers(turn.tx, found) if one != turn.who.person])
    tells = (
        turn.phrase("ask_desk.reply_tells", count=count)
        if count
        else turn.phrase("ask_desk.reply_tells_nobody", agency=cards_of.agency(turn))
    )
    label = "ask_desk.button_send_reply" if count else "ask_desk.button_keep_reply"
    turn.say(
        "ask_desk.reply_preview",
        Choice(label, Action.send_reply, {"id": found.id, "words": said}),
        sending.STOP,
        asks=Asks(asked.subject, asked.key),
        question=cards_of.short(found.text),
        text=said,
        tells=tells,
    )


def send(turn: Turn, press: Press) -> None:
    """Hear "send this reply": whoever sent the question on is told at once."""
    found = questions.get(turn.tx, int(press.args.get("id", 0)))
    if not turn.who.coordinates:
        turn.say("enrol.not_coordinator")
    elif press.stale:
        turn.say("ask_desk.reply_stale")
    elif found is not None:
        _keep(turn, found, str(press.args.get("words", "")))


def _keep(turn: Turn, found: Question, said: str) -> None:
    person = turn.who.person or 0
    before = questions.reply_of(turn.tx, found.id)
    if before is not None:
        questions.withdraw(turn.tx, before.id, turn.now)
    number = questions.reply(turn.tx, found, said, person, turn.now)
    audit.append(turn.tx, audit.REST, "question_replied", person, turn.now, id=found.id)
    askers = [one for one in questions.askers(turn.tx, found) if one != person]
    _tell(turn, questions.get_reply(turn.tx, number), askers, mended=before is not None)
    count: dict[str, Any] = {"count": len(askers)} if askers else {}
    turn.say(
        "ask_desk.replied" if askers else "ask_desk.replied_nobody",
        Choice("ask_desk.button_approve", Action.approve_reply, {"reply": number}),
        cards_of.anew(found.id),
        asks=home.ASKS,
        text=cards_of.short(found.text),
        **count,
    )


def _tell(turn: Turn, made: Reply | None, askers: list[int], *, mended: bool) -> None:
    phrase = "ask_desk.reply_mended" if mended else "ask_desk.reply_came"
    for person in askers if made else ():
        if made:
            turn.do(Say(phrase, {"reply": cards_of.reply(turn, made)}, to=person))


def approve(turn: Turn, press: Press) -> None:
    """Hear "this is the programme's reply from now on"."""
    found = _reply(turn, press)
    if found is None:
        return
    if not questions.approve(turn.tx, found.id, turn.now):
        turn.say("ask_desk.approved_already")
        return
    audit.append(turn.tx, audit.REST, "reply_approved", turn.who.person, turn.now, id=found.id)
    back = Choice("ask_desk.button_withdraw", Action.withdraw_reply, {"reply": found.id})
    turn.say(
        "ask_desk.approved",
        back,
        cards_of.anew(found.question),
        asks=home.ASKS,
        text=cards_of.short(found.asked),
    )


def withdraw(turn: Turn, press: Press) -> None:
    """Hear "nobody shall get this reply any more"."""
    found = _reply(turn, press)
    if found is not None:
        questions.withdraw(turn.tx, found.id, turn.now)
        person = turn.who.person
        audit.append(turn.tx, audit.REST, "reply_withdrawn", person, turn.now, id=found.id)
        home.show(turn, turn.phrase("ask_desk.withdrawn"))


def again(turn: Turn, asked: Asked) -> None:
    """Ask for the words once more, of a question to send or of a reply."""
    found = questions.get(turn.tx, _number(asked)) if asked.key == "reply" else None
    if found is None:
        sending.ask_words(turn)
    else:
        ask_words(turn, found)


def typed(turn: Turn, asked: Asked, text: str) -> None:
    """Hear words typed to a line about a question."""
    if asked.key == "reply":
        words(turn, asked, text)
    else:
        sending.words(turn, asked, text)


def _question(turn: Turn, press: Press) -> Question | None:
    if not turn.who.coordinates:
        turn.say("enrol.not_coordinator")
        return None
    return questions.get(turn.tx, int(press.args.get("question", 0)))


def _reply(turn: Turn, press: Press) -> Reply | None:
    if not turn.who.coordinates:
        turn.say("enrol.not_coordinator")
        return None
    return questions.get_reply(turn.tx, int(press.args.get("reply", 0)))


def _number(asked: Asked) -> int:
    number = asked.about[0] if asked.about else ""
    return int(number) if number.isdecimal() else 0
