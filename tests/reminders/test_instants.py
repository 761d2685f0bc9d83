"""The instants around the deadline, and the server's own time zone, which must not matter."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta

import pytest

from reminders.days import left_words
from tests.reminders.office import PROGRAMME

UNIT = "07615"
HOURS = ("00:00:00", "07:29:00", "07:30:00", "23:59:59")


@pytest.mark.parametrize("hour", HOURS)
def test_no_such_instant_says_anything_by_itself(office, hour):
    """Steps stand at 08:00, 09:00 and 14:30: a clock that strikes at other moments is silent.

    What the silence of Friday left unsaid waits on Monday for the step of that day.
    """
    office.on("2026-11-26 10:00")
    office.joins(UNIT)
    for day in (27, 28, 29, 30):
        office.at(f"2026-11-{day} {hour}")
    assert office.mail == []


def test_the_four_days_around_the_deadline(office):
    office.on("2026-11-26 10:00")
    office.joins(UNIT)
    for day in (27, 28, 29, 30):
        moments = (*HOURS[:3], "07:59:59", "08:00:00", "08:59:59", "09:00:00", "14:29:59")
        for hour in (*moments, "14:30:00", "16:30:00", HOURS[3]):
            office.at(f"2026-11-{day} {hour}")
    got = [(f"{m.at + timedelta(hours=7):%d %H:%M:%S}", m.text) for m in office.mail]
    assert [when for when, _ in got] == ["27 08:00:00", "27 14:30:00", "30 09:00:00"]
    assert "trước ngày 30/11 (ngày làm việc cuối: thứ Sáu 27/11, là hôm nay)" in got[0][1]
    assert "có hạn gửi về Sở Nội vụ trước ngày 30/11" in got[2][1]
    assert "hạn nhận đã hết ngày 29/11" in got[2][1]


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2026-11-26", "còn 1 ngày làm việc"),
        ("2026-11-27", "là hôm nay"),
        ("2026-11-28", "không còn ngày làm việc nào, hạn nhận đến hết ngày 29/11"),
        ("2026-11-29", "không còn ngày làm việc nào, hạn nhận đến hết ngày 29/11"),
        ("2026-11-30", "hạn nhận đã hết ngày 29/11"),
        ("2026-12-01", "đến nay đã qua hạn 1 ngày làm việc"),
        ("2026-12-05", "hạn nhận đã hết ngày 29/11"),  # a Saturday: nobody is late on a day off
    ],
)
def test_what_is_left_in_words(today, words):
    left = left_words(
        PROGRAMME.phrases, PROGRAMME.deadline(2026), PROGRAMME.calendar, date.fromisoformat(today)
    )
    assert left == words


ZONES = ("UTC", "America/New_York", "Asia/Ho_Chi_Minh")
COMMAND = "from bot.cli.reminders import app; app()"


def planned(tmp_path, zone):
    window = ["plan", "--from", "2026-11-20", "--to", "2026-12-03", "--unit", UNIT, "--json"]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *window],
        env={**os.environ, "TZ": zone, "TROLY_DATA_DIR": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_plan_is_the_same_wherever_the_server_stands(tmp_path):
    first, *others = (planned(tmp_path, zone) for zone in ZONES)
    assert [row["due_at"] for row in first] == [
        "2026-11-23T08:00:00+07:00",
        "2026-11-26T08:00:00+07:00",
        "2026-11-27T08:00:00+07:00",
        "2026-11-27T14:30:00+07:00",
        "2026-11-30T09:00:00+07:00",
        "2026-12-01T09:00:00+07:00",
        "2026-12-02T09:00:00+07:00",
    ]
    assert all(other == first for other in others)


SEASON = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from storage.engine import Store
from tests.reminders.office import Office
store = Store(sys.argv[1], Path(sys.argv[2]))
office = Office(store, datetime(2026, 11, 25, 17, tzinfo=UTC))
office.joins("07615")
office.walk("2026-11-26", "2026-12-01")
print([m.at.isoformat() for m in office.mail])
"""


@pytest.mark.parametrize("zone", ZONES)
def test_ticks_say_the_same_wherever_the_server_stands(sqlite_url, tmp_path, zone):
    done = subprocess.run(
        [sys.executable, "-c", SEASON, sqlite_url, str(tmp_path)],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    days = ["26T01:00", "27T01:00", "27T07:30", "30T02:00"]
    wanted = [f"2026-11-{day}:00+00:00" for day in days] + ["2026-12-01T02:00:00+00:00"]
    assert done.stdout.strip() == str(wanted)
