"""The plan's answer on a screen: the fact, the exact words, where they stand, what to ask next."""

from handlers import home, saying
from handlers.ask import acts, cards_of, learnt, teaching, understanding
from handlers.ask.answerers import NotReadyError
from handlers.ask.understanding import Understood
from handlers.desk import Press, Turn
from handlers.effects import Say
from plan.actions import Action, Choice
from plan.answering.query import Answered
from plan.phrasebook import Markup, join, strip_markup
from plan.provisions import Provision
from storage import questions
from storage.questions import Question, Reply

_MOST_NEXT = 3
# Of a question and of an answer, as buttons and memory keep them.
_LONGEST_KEPT, _LONGEST_ANSWER = 400, 800


def answer(turn: Turn, text: str, understood: Understood) -> None:
    """Say what was understood: an answer, a question back, or an honest silence."""
    found = understood.found
    if known := learnt.exactly(turn, text):
        _learnt(turn, text, known)
    elif option := teaching.taught(turn, text, found.choices):
        _say(turn, text, understanding.tell(turn, option.topic))
    elif understood.lapsed:
        _lapsed(turn, text, understood.lapsed)
    elif found.choices:
        _ask_back(turn, text, found)
    elif not found.abstained:
        _say(turn, text, found, understood.before)
    elif known := learnt.nearly(turn, text):
        _learnt(turn, text, known)
    else:
        _silent(turn, text, found)


def _lapsed(turn: Turn, text: str, before: str) -> None:
    """Say that the talk before has lapsed, and offer to lean on it all the same."""
    yes: dict[str, str | int | bool] = {"q": text[:_LONGEST_KEPT], "lean": True}
    choices = (
        Choice("ask_desk.button_lean", Action.ask_again, yes),
        Choice("ask_desk.button_new", Action.ask),
    )
    asks = None if turn.aside else home.ASKS
    turn.say("ask_desk.lapsed", *choices, asks=asks, before=before)


def _say(turn: Turn, text: str, found: Answered, before: str = "") -> None:
    choices = [_passage(turn, provision) for provision in found.citations[:1]]
    choices += [
        Choice(_capital(after.label), Action.ask_again, {"topic": after.topic, "q": after.label})
        for after in found.follow_ups[:_MOST_NEXT]
    ]
    said = Markup(found.markup)
    if before:
        said = join([turn.phrase("ask_desk.continues", before=before), said])
        choices.append(Choice("ask_desk.button_new", Action.ask))
    # What comes next leans on a question that stands by itself, not on "and the wards?".
    _promise(turn, "ask_desk.answer", choices, before or text, said)


def _ask_back(turn: Turn, text: str, found: Answered) -> None:
    choices = [
        Choice(
            option.label,
            Action.ask_choice,
            {"q": text[:_LONGEST_KEPT], "topic": option.topic, "label": option.label},
            own_row=True,
        )
        for option in found.choices
    ]
    _promise(turn, "ask_desk.which", choices, text, Markup(found.markup))


def _silent(turn: Turn, text: str, found: Answered) -> None:
    """Say that the plan does not say it; the question is counted, and can be sent on."""
    nearest = found.nearest if found.nearest in turn.house.programme.plan else None
    choices = [_passage(turn, nearest)] if nearest else []
    if found.intent == "qa":
        choices += _sending(turn, text, nearest)
    _promise(turn, "ask_desk.silent", choices, text, Markup(found.markup))


def _sending(turn: Turn, text: str, nearest: str | None) -> list[Choice]:
    asked = Question(
        0, turn.who.person, turn.who.unit, text[:1500], "silent", nearest, None, turn.now
    )
    number = questions.add(turn.tx, asked)
    if turn.who.coordinates:
        return []
    if turn.who.person is None:
        return [Choice("ask_desk.button_join_to_send", Action.join_pick_unit, own_row=True)]
    agency = {"agency": turn.house.programme.coordinator.short_name}
    about = {"question": number}
    return [Choice("ask_desk.button_send", Action.send_question, about, agency, own_row=True)]


def _learnt(turn: Turn, text: str, known: Reply) -> None:
    choices = [_passage(turn, known.provision)] if known.provision else []
    _promise(turn, "ask_desk.answer", choices, text, cards_of.reply(turn, known))


def _promise(turn: Turn, phrase: str, choices: list[Choice], asked: str, said: Markup) -> None:
    """Say a line that remembers what it was about; at home it leaves nothing open."""
    about = {"q": asked[:_LONGEST_KEPT], "a": strip_markup(said)[:_LONGEST_ANSWER]}
    asks = None if turn.aside else home.ASKS
    text = join([saying.training(turn), said], "")
    turn.do(Say(phrase, {"text": text}, tuple(choices), asks, about=about))


def _passage(turn: Turn, provision: str) -> Choice:
    place = turn.house.programme.plan[provision].label
    return Choice("ask_desk.button_passage", Action.provision, {"id": provision}, {"place": place})


def chosen(turn: Turn, press: Press) -> None:
    """Hear which reading was meant; it is noted, so that the coordinator may teach it."""
    text, label = str(press.args.get("q", "")), str(press.args.get("label", ""))
    tapped = Question(0, turn.who.person, turn.who.unit, text, "tapped", None, label, turn.now)
    questions.add(turn.tx, tapped)
    _told(turn, text, str(press.args.get("topic", "")))


def after(turn: Turn, press: Press) -> None:
    """Hear a button that asks what people ask next, or that leans on what was said before."""
    text = str(press.args.get("q", ""))
    if press.args.get("lean"):
        answer(turn, text, understanding.understand(turn, text, lean=True))
    else:
        _told(turn, text, str(press.args.get("topic", "")))


def _told(turn: Turn, text: str, topic: str) -> None:
    try:
        found = understanding.tell(turn, topic)
    except NotReadyError:
        home.close(turn, turn.phrase("ask_desk.not_ready"))
        return
    if not acts.act(turn, found.intent, text):
        answer(turn, text, Understood(found))


def passage(turn: Turn, press: Press) -> None:
    """Show a provision whole, with all that stands below it."""
    plan = turn.house.programme.plan
    wanted = str(press.args.get("id", ""))
    if wanted not in plan:
        home.close(turn, turn.phrase("ask_desk.no_passage"))
        return
    found = plan[wanted]
    parts = [leaf.text for leaf in plan.leaves(wanted)]
    if found.kind == "node":
        parts.insert(0, found.text)
    up = [_passage(turn, found.parent)] if found.parent else []
    turn.say(
        "ask_desk.passage",
        *up,
        asks=None if turn.aside else home.ASKS,
        training=saying.training(turn),
        place=_place(found),
        text=join(parts),
    )


def _place(found: Provision) -> str:
    return _capital(found.label)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
