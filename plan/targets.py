"""What must be reached and done: targets with their scope, tasks with their owners."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Frozen = ConfigDict(frozen=True, extra="forbid")


class Figure(BaseModel):
    """A target's figure for one level of units, e.g. 65 percent of commune authorities."""

    model_config = Frozen

    levels: tuple[str, ...]
    value: str
    unit: str
    words: str


class Target(BaseModel):
    """One specific target: scope and year are the plan's, never one unit's quota."""

    model_config = Frozen

    id: str
    provision: str
    name: str
    year: int
    scope: Literal["programme"] = "programme"
    figures: tuple[Figure, ...] = ()
    levels: tuple[str, ...] = ()
    condition: str | None = None
    # Nouns that right behind the figure make it a share of something else, and what is said then.
    misread: str = ""
    clarify: str = ""


class Task(BaseModel):
    """One task of the plan and the question sets or units it is given to."""

    model_config = Frozen

    id: str
    provision: str
    name: str
    owners: tuple[str, ...]


class Level(BaseModel):
    """A level of administration with a figure of its own, and the words people call it by."""

    model_config = Frozen

    id: str
    words: str
    # What an answer about the level as a whole calls it.
    name: str = ""
