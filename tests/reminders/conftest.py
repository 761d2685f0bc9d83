"""The programme's own calendar and ladder, as the tests of reminders use them."""

import tomllib
from contextlib import closing
from datetime import UTC, datetime

import pytest

from plan.days import Calendar, Day, read_days
from plan.ladder import Ladder
from plan.programme import PACKS
from storage.engine import Store
from tests.reminders.office import Office

PACK = PACKS / "bac-ninh-2282"


@pytest.fixture(scope="session")
def calendar():
    rows = read_days((PACK / "holidays.csv").read_text(encoding="utf-8"))
    return Calendar(Day.model_validate(row) for row in rows)


@pytest.fixture(scope="session")
def ladder():
    text = (PACK / "reminders.toml").read_text(encoding="utf-8")
    return Ladder.model_validate(tomllib.loads(text))


@pytest.fixture
def office(sqlite_url, tmp_path):
    """A province at midnight before the round opens; the courier is the test's own."""
    with closing(Store(sqlite_url, tmp_path)) as store:
        yield Office(store, datetime(2026, 9, 30, 17, tzinfo=UTC))


@pytest.fixture
def both(store):
    """The same on either engine."""
    return Office(store, datetime(2026, 9, 30, 17, tzinfo=UTC))
