"""From the plan's words to days: "before 30/11" makes 29/11 the last on-time day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from plan.days import Calendar

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Deadline:
    """A round's (or an extension's) deadline.

    `before` is the day named in the plan (exclusive); `legal` the last on-time day;
    `last_working_day` the last working day on or before it (provision VI, domain.md).
    """

    before: date
    legal: date
    last_working_day: date

    @property
    def closes_at(self) -> datetime:
        """Return the first moment that is late, in the programme's zone."""
        return datetime.combine(self.before, time(), ZONE)

    def is_late(self, moment: datetime) -> bool:
        """Return whether a report sent at this moment (aware) is late."""
        return moment >= self.closes_at


def deadline_before(day: date, calendar: Calendar) -> Deadline:
    """Return the deadline of a report due before a day (exclusive)."""
    legal = day - timedelta(days=1)
    return Deadline(day, legal, calendar.last_working_day(legal))


def local_day(moment: datetime) -> date:
    """Return the day of an aware moment in the programme's zone."""
    return moment.astimezone(ZONE).date()
