"""The programme's own calendar and ladder, as the tests of reminders use them."""

import tomllib

import pytest

from plan.days import Calendar, Day, read_days
from plan.ladder import Ladder
from plan.programme import PACKS

PACK = PACKS / "bac-ninh-2282"


@pytest.fixture(scope="session")
def calendar():
    rows = read_days((PACK / "holidays.csv").read_text(encoding="utf-8"))
    return Calendar(Day.model_validate(row) for row in rows)


@pytest.fixture(scope="session")
def ladder():
    text = (PACK / "reminders.toml").read_text(encoding="utf-8")
    return Ladder.model_validate(tomllib.loads(text))
