"""The plan's answer on a screen: the fact, the exact words, where they stand, what to ask next."""

from collections.abc import Mapping
from typing import Any

from handlers import home
from handlers.ask import cards_of, learnt, teaching
from handlers.ask.understanding import Reading, Understood, understand
from handlers.desk import Press, Turn
from handlers.effects import Say
from plan.actions import Action, Choice
from plan.phrasebook import Markup, join
from plan.provisions import Provision
from storage import questions
from storage.questions import Question

_MOST_NEXT = 3
_LONGEST_KEPT = 400  # of a question in a button or a memory


def answer(turn: Turn, text: str, found: Understood) -> None:
    """Say what was understood: an answer, a question back, or an honest silence."""
    if known := learnt.exactly(turn, text):
        _learnt(turn, text, known)
    elif reading := teaching.taught(turn, text, found.readings):
        _say(turn, text, reading)
    elif found.readings:
        _ask_back(turn, text, found)
    elif not found.abstained:
        _say(turn, text, found)
    elif known := learnt.nearly(turn, text):
        _learnt(turn, text, known)
    else:
        _silent(turn, text, found)


def _say(turn: Turn, text: str, found: Understood | Reading, before: str = "") -> None:
    said = Markup(turn.phrase("ask_desk.continues", before=before) + "\n") if before else ""
    cited = found.citations[:1]
    nexts = found.follow_ups[:_MOST_NEXT] if isinstance(found, Understood) else ()
    choices = [
        *(_passage(turn, provision) for provision in cited),
        *(Choice(words, Action.ask_again, {"q": words}, own_row=True) for words in nexts),
        *([Choice("ask_desk.button_new", Action.ask)] if before else []),
    ]
    _promise(turn, "ask_desk.answer", choices, text, said=said, text=Markup(found.text))


def _ask_back(turn: Turn, text: str, found: Understood) -> None:
    choices = [
        Choice(
            reading.label,
            Action.ask_choice,
            {"q": text[:_LONGEST_KEPT], "n": number},
            own_row=True,
        )
        for number, reading in enumerate(found.readings)
    ]
    _promise(turn, "ask_desk.which", choices, text)


def _silent(turn: Turn, text: str, found: Understood) -> None:
    """Say that the plan does not say it; the question is counted, and can be sent on."""
    nearest = found.citations[0] if found.citations else None
    asked = Question(
        0, turn.who.person, turn.who.unit, text[:1500], "silent", nearest, None, turn.now
    )
    number = questions.add(turn.tx, asked)
    send = Choice(
        "ask_desk.button_send",
        Action.send_question,
        {"question": number},
        {"agency": turn.house.programme.coordinator.short_name},
        own_row=True,
    )
    choices = [_passage(turn, nearest)] if nearest else []
    choices += [send] if not turn.who.coordinates else []
    _promise(turn, "ask_desk.silent_near" if nearest else "ask_desk.silent", choices, text)


def _learnt(turn: Turn, text: str, known: questions.Reply) -> None:
    choices = [_passage(turn, known.provision)] if known.provision else []
    body = cards_of.reply(turn, known)
    _promise(turn, "ask_desk.answer", choices, text, said="", text=body)


def _promise(turn: Turn, phrase: str, choices: list[Choice], asked: str, **slots: Any) -> None:
    """Say a line that remembers what it was about; at home it leaves nothing open."""
    about: Mapping[str, Any] = {"q": asked[:_LONGEST_KEPT], "a": str(slots.get("text", ""))[:800]}
    asks = None if turn.aside else home.ASKS
    turn.do(Say(phrase, dict(slots), tuple(choices), asks, about=dict(about)))


def _passage(turn: Turn, provision: str) -> Choice:
    place = turn.house.programme.plan[provision].label
    return Choice("ask_desk.button_passage", Action.provision, {"id": provision}, {"place": place})


def chosen(turn: Turn, press: Press) -> None:
    """Hear which reading was meant; it is noted, so that the coordinator may teach it."""
    text, number = str(press.args.get("q", "")), int(press.args.get("n", -1))
    found = understand(turn, text)
    if not 0 <= number < len(found.readings):
        answer(turn, text, found)
        return
    reading = found.readings[number]
    tapped = Question(
        0, turn.who.person, turn.who.unit, text, "tapped", None, reading.label, turn.now
    )
    questions.add(turn.tx, tapped)
    _say(turn, text, reading)


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
        place=_place(found),
        text=join(parts),
    )


def _place(found: Provision) -> str:
    return found.label[:1].upper() + found.label[1:]
