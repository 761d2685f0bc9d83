"""Replies of the coordinator that stand as the programme's: who asks the same gets them."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from handlers.ask import answerers
from handlers.desk import Turn
from storage import questions
from storage.questions import Reply, wording

# A slip of one letter is a slip in a word of so many letters; in a shorter one it is another word.
_LONG = 5


def exactly(turn: Turn, text: str) -> Reply | None:
    """Return the approved reply to a question of the very same words."""
    words = wording(text)
    found = [reply for reply in questions.approved(turn.tx) if wording(reply.asked) == words]
    return found[-1] if found and words else None


def nearly(turn: Turn, text: str) -> Reply | None:
    """Return the approved reply to a question of the same words, but for one typing slip.

    Words in another order, or one more or less, may ask the opposite: they get no reply.
    """
    read = answerers.of(turn.house.programme).bare_words
    words = read(text)
    found = [reply for reply in questions.approved(turn.tx) if _same(read(reply.asked), words)]
    return found[-1] if found else None


def _same(asked: Sequence[str], typed: Sequence[str]) -> bool:
    if len(asked) != len(typed):
        return False
    other = [(a, b) for a, b in zip(asked, typed, strict=True) if a != b]
    return len(other) <= 1 and all(
        min(len(a), len(b)) >= _LONG and a.isalpha() and b.isalpha() and OSA.distance(a, b) == 1
        for a, b in other
    )
