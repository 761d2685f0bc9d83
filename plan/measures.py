"""What is worked out from a report's answers: cross-checks before sending, computed shares."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Frozen = ConfigDict(frozen=True, extra="forbid")


class Check(BaseModel):
    """A cross-check before sending: a named rule of reports/checks.py with its codes."""

    model_config = Frozen

    id: str
    rule: str
    codes: tuple[str, ...]
    level: Literal["error", "oddity"]
    params: dict[str, int] = {}


class Indicator(BaseModel):
    """A share that is computed, never asked, shown beside a target."""

    model_config = Frozen

    id: str
    name: str
    rule: str
    codes: tuple[str, ...]
    target: str | None = None
    goal: str = ""
    # The settings under which this reading is the main one, {"training_reading": "yearly"}.
    reading: dict[str, str] = {}
    sets: tuple[str, ...] = ()
    params: dict[str, int] = {}
