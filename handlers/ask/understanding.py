"""From typed words to what was understood: the pure answering with this house's short memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers import home
from handlers.ask import answerers
from handlers.desk import Turn
from plan.answering.query import Answered, Query
from plan.answering.query import Turn as Spoken
from plan.deadlines import local_day
from storage import memory

# How long a follow-up may lean on what was said before.
MEMORY = timedelta(minutes=30)
# How long we still know that there was a talk, to say politely that it has lapsed.
_FAINT = timedelta(hours=24)
# Lines that keep what they were about, or after which nothing of before is leaned on.
PHRASES = (
    *("ask_desk.answer", "ask_desk.which", "ask_desk.silent", "ask_desk.ask"),
    *home.SCREENS,
)
# From here on words typed to a question of a report are taken for a question about the plan.
_SEEMS = 0.5
# A question of so many words that is understood needs nothing of what was said before.
_WHOLE = 6


@dataclass(frozen=True)
class Understood:
    """What was understood. `before`: the question it leans on; `lapsed`: one it might have."""

    found: Answered
    before: str = ""
    lapsed: str = ""


def seems_a_question(turn: Turn, text: str) -> bool:
    """Return whether words typed to something else are rather a question about the plan."""
    try:
        return answerers.of(turn.house.programme).looks_like_question(text) >= _SEEMS
    except answerers.NotReadyError:
        return False


def understand(turn: Turn, text: str, *, lean: bool = False) -> Understood:
    """Return what was understood of a question of the speaker.

    It leans on the question before when that changes what is understood and is fresh enough, or
    when the speaker says that it shall (`lean`).
    """
    alone = _answer(turn, text, [])
    before = _before(turn)
    if before is None or _stands_alone(alone, text):
        return Understood(alone)
    question, answer, fresh = before
    leaning = _answer(turn, text, [Spoken("user", question), Spoken("bot", answer)])
    if (leaning.topic, leaning.intent) == (alone.topic, alone.intent):
        return Understood(alone)
    if fresh or lean:
        return Understood(leaning, before=question)
    unsure = alone.abstained or bool(alone.choices)
    return Understood(alone, lapsed=question if unsure else "")


def _stands_alone(found: Answered, text: str) -> bool:
    """Return whether words are whole by themselves: a doing, or a question long enough."""
    direct = not found.abstained and not found.choices
    return direct and (found.intent != "qa" or len(text.split()) >= _WHOLE)


def tell(turn: Turn, topic: str) -> Answered:
    """Return the answer to a topic that was offered as a button."""
    query = Query("", turn.who.unit, (), local_day(turn.now))
    return answerers.of(turn.house.programme).tell(topic, query)


def _answer(turn: Turn, text: str, context: Sequence[Spoken]) -> Answered:
    query = Query(text, turn.who.unit, context, local_day(turn.now))
    return answerers.of(turn.house.programme).answer(query)


def _before(turn: Turn) -> tuple[str, str, bool] | None:
    """Return the question and the answer before, and whether they are fresh."""
    found = memory.last_about(turn.tx, turn.inbound, PHRASES, turn.now - _FAINT)
    if not found or not found[0]:
        return None
    about, when = found
    return about["q"], about.get("a", ""), turn.now - when <= MEMORY
