"""A whole season on a moving clock: the exact set of messages, against a count by hand."""

from collections import Counter
from datetime import datetime

import pytest

from tests.reminders.by_hand import DAYS, HANOI
from tests.reminders.driver import Walk
from tests.reminders.stories import Teller

YEARS = range(2026, 2031)


@pytest.fixture(scope="module", params=YEARS)
def season(request, ladder, calendar):
    year = request.param
    stories = Teller(year).stories()
    walk = Walk(stories, year, ladder, calendar)
    walk.run(datetime(year, 9, 1, tzinfo=HANOI), datetime(year + 1, 3, 1, tzinfo=HANOI))
    return stories, walk


def test_the_messages_of_a_season_are_exactly_those_counted_by_hand(season):
    stories, walk = season
    wanted = set().union(*(story.wanted for story in stories))
    said = walk.said()
    assert len(said) == len(set(said))
    assert {s for s in said if s not in wanted} == set()
    assert {w for w in wanted if w not in set(said)} == set()
    assert len(said) > 1500


def test_nothing_is_said_on_a_day_off_or_outside_office_hours(season):
    _, walk = season
    working = set(DAYS)
    for now, _ in walk.rows:
        clock = now.astimezone(HANOI).strftime("%H:%M")
        assert now.astimezone(HANOI).date() in working
        assert "07:30" <= clock < "11:30" or "13:30" <= clock < "16:30"


def test_nobody_hears_more_than_one_message_a_day_but_on_the_last(season):
    _, walk = season
    heard = {
        (row.message, row.key.contact, now.astimezone(HANOI).date())
        for now, row in walk.rows
        if row.message
    }
    last_days = {
        (row.key.contact, now.astimezone(HANOI).date())
        for now, row in walk.rows
        if row.key.step.startswith("T-0")
    }
    for (person, day), count in Counter((person, day) for _, person, day in heard).items():
        assert count <= (2 if (person, day) in last_days else 1)
