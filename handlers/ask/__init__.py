"""Free words: an act ("I want to report"), a question about the plan, or a code typed by hand."""

from handlers.ask.desk import DESK, aside, words

__all__ = ["DESK", "aside", "words"]
