"""What is wrong with this installation, said in Vietnamese: what, where, how to mend."""

from typing import Any

from plan.phrasebook import Phrasebook


class Complaint(Exception):
    """The server cannot start or a command cannot be done; told in at most six lines.

    `phrase` is a key of plan/language/vi/phrases/complaint.toml; no slot may hold a secret.
    """

    def __init__(self, phrase: str, **slots: Any) -> None:
        self.phrase = phrase
        self.slots = slots
        super().__init__(f"{phrase} {slots}")

    def lines(self, book: Phrasebook) -> str:
        """Return the complaint as the operator reads it."""
        return book.plain(f"complaint.{self.phrase}", **self.slots)
