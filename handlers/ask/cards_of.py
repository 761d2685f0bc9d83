"""A question and a reply in words, as the coordinator and the askers see them."""

from handlers import saying
from handlers.desk import Turn
from handlers.enrol.seats import unit_name
from plan.actions import Action, Choice
from plan.deadlines import local_day
from plan.phrasebook import Markup
from storage import cards, people, questions
from storage.questions import Question, Reply


def agency(turn: Turn) -> str:
    """Return the coordinating agency's name."""
    return turn.house.programme.coordinator.official_name


def card(turn: Turn, found: Question) -> dict[str, str | int]:
    """Return who asked what, and how often these words came."""
    return {
        "name": people.name_of(turn.tx, found.person) if found.person else "-",
        "unit": unit_name(turn, found.unit) if found.unit else "-",
        "text": found.text,
        "count": len(questions.same(turn.tx, found)) or 1,
    }


def buttons(found: Question) -> tuple[Choice, ...]:
    """Return what the coordinator can do about a question."""
    about = {"question": found.id}
    return (
        Choice("ask_desk.button_reply", Action.reply_question, about),
        Choice("ask_desk.button_dismiss", Action.question_dismiss, about),
    )


def anew(question: int) -> Choice:
    """Return the button that replies to a question once more."""
    about: dict[str, str | int | bool] = {"question": question, "anew": True}
    return Choice("ask_desk.button_anew", Action.reply_question, about)


def reply(turn: Turn, found: Reply) -> Markup:
    """Return a reply as everybody gets it: whose it is, of which day, to which provision."""
    plan = turn.house.programme.plan
    place = plan[found.provision].label if found.provision and found.provision in plan else ""
    return turn.phrase(
        "ask_desk.reply",
        question=found.asked,
        text=found.text,
        agency=agency(turn),
        position=cards.get(turn.tx, found.person).position or turn.plain("report.somebody"),
        day=saying.day(local_day(found.at)),
        about=turn.phrase("ask_desk.reply_about", place=place) if place else Markup(""),
    )


def short(text: str) -> str:
    """Return a question's first words, for a button."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39].rsplit(" ", 1)[0] + "\u2026"
