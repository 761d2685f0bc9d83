"""The reminder ladder as data: steps, hours, cadence. The arithmetic stands in reminders/."""

from datetime import time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Frozen = ConfigDict(frozen=True, extra="forbid")


class OfficeHours(BaseModel):
    """The spans of a working day in which we may speak first (local time, end excluded)."""

    model_config = Frozen

    spans: tuple[tuple[time, time], ...]


class Ladder(BaseModel):
    """Settings of reminders.toml.

    `opening` is a month and day; `before` counts working days before the last working day;
    `last_day` the hours of that day; `after_days` working days after the deadline at `after_at`;
    then weekly until the round closes.
    """

    model_config = Frozen

    opening: Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")]
    at: time
    before: tuple[int, ...]
    last_day: tuple[time, ...]
    after_at: time
    after_days: int
    weekly: bool
    hours: OfficeHours
    max_per_day: int = 1
    unreachable_after_minutes: int = 60
