"""The ladder as data: what a pack may say, and what is refused with the place named."""

import tomllib

import pytest
from pydantic import ValidationError

from plan.ladder import Ladder
from plan.programme import PACKS

TEXT = (PACKS / "bac-ninh-2282/reminders.toml").read_text(encoding="utf-8")
GOOD = tomllib.loads(TEXT)


def test_the_pack_has_the_default_ladder():
    ladder = Ladder.model_validate(GOOD)
    assert ladder.before == (20, 10, 5, 3, 1)
    assert [f"{hour:%H:%M}" for hour in ladder.last_day] == ["08:00", "14:30"]
    assert (ladder.opening, f"{ladder.at:%H:%M}", f"{ladder.after_at:%H:%M}") == (
        "10-01",
        "08:00",
        "09:00",
    )


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"at": "07:00"}, "ladder_outside"),
        ({"at": "11:30"}, "ladder_outside"),
        ({"last_day": ["08:00", "17:00"]}, "ladder_outside"),
        ({"last_day": ["14:30", "08:00"]}, "ladder_last_day"),
        ({"last_day": []}, "last_day"),
        ({"before": [5, 10]}, "ladder_before"),
        ({"before": [5, 5]}, "ladder_before"),
        ({"before": [0]}, "before"),
        ({"opening": "1/10"}, "opening"),
        ({"hours": {"spans": []}}, "spans"),
        ({"hours": {"spans": [["08:00", "07:00"]]}}, "ladder_hours"),
        ({"hours": {"spans": [["07:30", "12:00"], ["11:00", "16:30"]]}}, "ladder_hours"),
        ({"max_per_day": 0}, "max_per_day"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_wrong_ladder_is_refused(change, named):
    with pytest.raises(ValidationError, match=named):
        Ladder.model_validate(GOOD | change)


def test_a_round_may_override_single_settings():
    ladder = Ladder.model_validate(GOOD)
    own = ladder.overridden({"before": [3, 1], "weekly": False})
    assert (own.before, own.weekly, own.at) == ((3, 1), False, ladder.at)
    assert ladder.overridden(None) is ladder
    with pytest.raises(ValidationError):
        ladder.overridden({"at": "03:00"})
