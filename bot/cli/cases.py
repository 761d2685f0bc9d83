"""A batch of questions as it stands in a file: one JSON object a line, checked at the border."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.complaint import Complaint
from plan.answering.query import Query, Turn

_ROLES = {"user": "user", "bot": "bot", "assistant": "bot"}


class _Said(BaseModel):
    """One turn of the talk before, as `{"role": ..., "text": ...}`."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["user", "bot"]
    text: str

    @field_validator("role", mode="before")
    @classmethod
    def _known(cls, role: object) -> object:
        return _ROLES.get(role, role) if isinstance(role, str) else role


class Case(BaseModel):
    """One line: a question, who asks, and the talk before.

    `context` may also be plain strings by turns, the assistant's last.
    """

    model_config = ConfigDict(extra="ignore")

    id: str | int
    question: str
    asker_unit: str | None = None
    context: list[_Said] = Field(default_factory=list)

    @field_validator("context", mode="before")
    @classmethod
    def _turns(cls, given: object) -> object:
        if not isinstance(given, list):
            return given or []
        roles = ("bot", "user")
        return [
            {"role": roles[(len(given) - 1 - place) % 2], "text": turn}
            if isinstance(turn, str)
            else turn
            for place, turn in enumerate(given)
        ]

    @property
    def query(self) -> Query:
        """Return the question as the answerer takes it."""
        turns = tuple(Turn(said.role, said.text) for said in self.context)
        return Query(self.question, self.asker_unit or None, turns)


def cases(file: Path) -> Iterator[Case]:
    """Yield the lines of a JSONL file, blank ones left out. Raises Complaint with the line."""
    try:
        # Not splitlines(): a JSON string may hold other line separators as they are.
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, ValueError) as error:
        raise Complaint("ask_unreadable", file=file, problem=str(error)) from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _case(line, f"{file}:{number}")


def _case(line: str, where: str) -> Case:
    try:
        return Case.model_validate(json.loads(line))
    except ValidationError as error:
        fault: Any = error.errors()[0]
        place = ".".join(map(str, fault["loc"]))
        kind = "ask_line_lacks" if fault["type"] == "missing" else "ask_line_wrong"
        raise Complaint(kind, file=where, field=place or "JSON") from None
    except ValueError as error:
        raise Complaint("ask_unreadable", file=where, problem=str(error)) from None
