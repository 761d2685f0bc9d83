"""The reminder ladder as data: steps, hours, cadence. The arithmetic stands in reminders/."""

from collections.abc import Mapping
from datetime import time
from itertools import pairwise
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from plan.faults import Flawed

Frozen = ConfigDict(frozen=True, extra="forbid")


class OfficeHours(BaseModel):
    """The spans of a working day in which we may speak first (local time, end excluded)."""

    model_config = Frozen

    spans: Annotated[tuple[tuple[time, time], ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        edges = [edge for span in self.spans for edge in span]
        if any(later <= earlier for earlier, later in pairwise(edges)):
            raise Flawed([("ladder_hours", {})])
        return self

    def cover(self, hour: time) -> bool:
        """Return whether we may speak first at this hour of a working day."""
        return any(start <= hour < end for start, end in self.spans)


class Ladder(BaseModel):
    """Settings of reminders.toml.

    `opening` is a month and day; `before` counts working days before the last working day;
    `last_day` the hours of that day; `after_days` working days after the deadline at `after_at`;
    then weekly until the round closes. `return_days` working days are given for mending a
    returned report when the coordinator names no day. The coordinator's digest comes on working
    mornings from `digest_days` calendar days before the deadline.
    """

    model_config = Frozen

    opening: Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")]
    at: time
    before: tuple[Annotated[int, Field(ge=1, le=250)], ...]
    last_day: Annotated[tuple[time, ...], Field(min_length=1, max_length=26)]
    after_at: time
    after_days: Annotated[int, Field(ge=0, le=60)]
    weekly: bool
    hours: OfficeHours
    max_per_day: Annotated[int, Field(ge=1)] = 1
    unreachable_after_minutes: int = 60
    return_days: Annotated[int, Field(ge=1, le=60)] = 5
    digest_at: time = time(7, 45)
    digest_days: int = 31

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if list(self.before) != sorted(set(self.before), reverse=True):
            raise Flawed([("ladder_before", {})])
        if list(self.last_day) != sorted(set(self.last_day)):
            raise Flawed([("ladder_last_day", {})])
        for hour in (self.at, self.after_at, self.digest_at, *self.last_day):
            if not self.hours.cover(hour):
                raise Flawed([("ladder_outside", {"hour": f"{hour:%H:%M}"})])
        return self

    def overridden(self, settings: Mapping[str, Any] | None) -> "Ladder":
        """Return this ladder with single settings replaced, checked as a whole.

        Raises pydantic.ValidationError when the outcome is no ladder.
        """
        if not settings:
            return self
        return Ladder.model_validate(self.model_dump() | dict(settings))
