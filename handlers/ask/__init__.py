"""Free words: an act ("I want to report"), a question about the plan, or a code typed by hand."""

from handlers.ask.answerers import warm
from handlers.ask.desk import DESK, aside, is_marked, words
from handlers.ask.understanding import seems_a_question

__all__ = ["DESK", "aside", "is_marked", "seems_a_question", "warm", "words"]
