"""Free words: an act ("I want to report"), a question about the plan, or a code typed by hand."""

from handlers.ask.answerers import warm
from handlers.ask.desk import DESK, aside, words

__all__ = ["DESK", "aside", "warm", "words"]
