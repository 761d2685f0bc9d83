"""Replies of the coordinator that stand as the programme's: who asks the same gets them."""

from rapidfuzz import fuzz, process

from handlers.desk import Turn
from storage import questions
from storage.questions import Reply, wording

# Above this two wordings are one question; numbers and the like must be the same in both.
_NEARLY = 92.0


def exactly(turn: Turn, text: str) -> Reply | None:
    """Return the approved reply to a question of the very same words."""
    words = wording(text)
    found = [reply for reply in questions.approved(turn.tx) if wording(reply.asked) == words]
    return found[-1] if found and words else None


def nearly(turn: Turn, text: str) -> Reply | None:
    """Return the approved reply to a question that differs in little: order, a typing slip."""
    known = questions.approved(turn.tx)
    words = wording(text)
    best = process.extractOne(
        words,
        [wording(reply.asked) for reply in known],
        scorer=fuzz.token_sort_ratio,
        score_cutoff=_NEARLY,
    )
    if best is None or _figures(best[0]) != _figures(words):
        return None
    return known[best[2]]


def _figures(words: str) -> list[str]:
    return sorted(word for word in words.split() if any(c.isdigit() for c in word))
