"""Working days and deadlines: the table of the plan's years, and arithmetic for any calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan.days import Calendar, Day, NoWorkingDayError, read_days
from plan.deadlines import ZONE, deadline_before, local_day
from plan.programme import PACKS

ROWS = read_days((PACKS / "bac-ninh-2282/holidays.csv").read_text(encoding="utf-8"))
CALENDAR = Calendar(Day.model_validate(row) for row in ROWS)
days_ = st.dates(date(2026, 1, 1), date(2030, 12, 31))
counts = st.integers(0, 60)


@st.composite
def calendars(draw):
    changed = draw(st.dictionaries(days_, st.sampled_from(["off", "work"]), max_size=30))
    return Calendar(Day(date=day, effect=effect) for day, effect in changed.items())


TABLE = [
    (2026, "2026-11-27", "Fri", ["10-29", "11-12", "11-19", "11-23", "11-26"]),
    (2027, "2027-11-29", "Mon", ["10-29", "11-12", "11-19", "11-23", "11-26"]),
    (2028, "2028-11-29", "Wed", ["10-31", "11-14", "11-21", "11-23", "11-28"]),
    (2029, "2029-11-29", "Thu", ["10-31", "11-14", "11-21", "11-23", "11-28"]),
    (2030, "2030-11-29", "Fri", ["10-31", "11-14", "11-21", "11-26", "11-28"]),
]


@pytest.mark.parametrize(("year", "last", "weekday", "steps"), TABLE)
def test_before_30_11_makes_29_11_the_last_day_and_this_the_last_working_one(
    year, last, weekday, steps
):
    deadline = deadline_before(date(year, 11, 30), CALENDAR)
    assert deadline.legal == date(year, 11, 29)
    assert deadline.last_working_day == date.fromisoformat(last)
    assert f"{deadline.last_working_day:%a}" == weekday
    found = [CALENDAR.minus(deadline.last_working_day, n) for n in (20, 10, 5, 3, 1)]
    assert [f"{day:%m-%d}" for day in found] == steps


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-24", False),  # the day of culture
        ("2029-11-26", False),  # in lieu of Saturday 24/11
        ("2030-11-25", False),  # in lieu of Sunday 24/11
        ("2026-01-02", False),  # the package does not know it, the pack's file does
        ("2026-01-10", True),  # a Saturday worked for it
        ("2026-08-22", True),  # a Saturday worked for 31/08
        ("2026-08-31", False),
        ("2028-10-01", False),  # a Sunday
        ("2026-11-30", True),
        ("2031-01-01", False),  # beyond the file: the package fills
    ],
)
def test_days_off_and_days_made_up(day, works):
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        ("2026-11-29T23:59:59.999999+07:00", False),
        ("2026-11-30T00:00:00+07:00", True),
        ("2026-11-29T16:59:59+00:00", False),
        ("2026-11-29T17:00:00+00:00", True),
        ("2026-11-29T12:00:00-05:00", True),
    ],
)
def test_late_begins_with_the_day_that_is_named(moment, late):
    deadline = deadline_before(date(2026, 11, 30), CALENDAR)
    assert deadline.is_late(datetime.fromisoformat(moment)) is late


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2026-11-19", 5),
        ("2026-11-23", 3),
        ("2026-11-24", 3),
        ("2026-11-26", 1),
        ("2026-11-27", 0),
        ("2026-11-29", 0),
    ],
)
def test_days_left_are_those_after_today_through_the_last(today, left):
    assert CALENDAR.working_days_left(date.fromisoformat(today), date(2026, 11, 27)) == left


def test_a_local_day_is_the_provinces_not_the_servers():
    assert local_day(datetime(2026, 11, 29, 17, tzinfo=UTC)) == date(2026, 11, 30)
    assert local_day(datetime(2026, 11, 29, 23, tzinfo=ZONE)) == date(2026, 11, 29)


def test_a_calendar_without_working_days_says_so():
    closed = Calendar(
        Day(date=date(2026, 1, 1) + timedelta(days=n), effect="off") for n in range(1000)
    )
    with pytest.raises(NoWorkingDayError):
        closed.next_working_day(date(2026, 6, 1))


@given(calendars(), days_, counts)
def test_counting_back_and_on_meet(calendar, day, count):
    start = calendar.next_working_day(day)
    back = calendar.minus(start, count)
    assert calendar.is_working_day(back)
    assert calendar.plus(back, count) == start
    assert calendar.working_days_left(back, start) == count


@given(calendars(), days_)
def test_the_last_working_day_is_the_nearest(calendar, day):
    last = calendar.last_working_day(day)
    assert last <= day
    assert calendar.is_working_day(last)
    between = [last + timedelta(days=n) for n in range(1, (day - last).days + 1)]
    assert not any(map(calendar.is_working_day, between))
