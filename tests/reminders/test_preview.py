"""`troly reminders`: what would be sent equals what is sent; the past and the future as "now"."""

import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from bot.cli.reminders import app
from plan.units import Role
from reminders.preview import Window, preview
from storage import deliveries
from tests.reminders.by_hand import HANOI

UNIT, OTHER = "07615", "07627"


def planned(office, first, last):
    with office.store.read() as tx:
        window = Window(date.fromisoformat(first), date.fromisoformat(last))
        return preview(tx, office.house, window, office.now)


def of_unit(rows, unit=UNIT):
    return [
        (f"{r.at:%d/%m/%Y %H:%M}", r.key.step, r.key.contact) for r in rows if r.key.unit == unit
    ]


def test_what_would_be_sent_is_what_is_sent(office):
    office.on("2026-11-18 10:00")
    focal = office.joins(UNIT)
    office.joins(UNIT, Role.leader)
    office.serves(focal, OTHER)
    office.decide(OTHER, "extend", until="2026-12-03")
    office.press(UNIT, focal, "being_signed")
    rows = [r for r in planned(office, "2026-11-18", "2026-12-02") if r.key.contact]
    before = {(r.at, r.key.contact, r.text) for r in rows}
    office.walk("2026-11-19", "2026-12-02")
    after = {(m.at.astimezone(HANOI), m.person, m.text) for m in office.new_mail()}
    assert after == before
    assert len(after) > 8


def test_a_window_in_the_past_is_planned_as_if_it_began_now(office):
    office.on("2027-03-01 09:00")
    focal = office.joins(UNIT)  # long after the window
    rows = planned(office, "2026-11-20", "2026-11-30")
    steps = [
        ("23/11/2026 08:00", "T-3"),
        ("26/11/2026 08:00", "T-1"),
        ("27/11/2026 08:00", "T-0a"),
    ]
    steps += [("27/11/2026 14:30", "T-0b"), ("30/11/2026 09:00", "L+1")]
    assert of_unit(rows) == [(when, step, focal) for when, step in steps]
    assert all(row.missed == () for row in rows)


def test_a_window_in_the_future_has_rounds_that_do_not_exist_yet(office):
    focal = office.joins(UNIT)
    rows = planned(office, "2028-10-01", "2028-10-31")
    assert of_unit(rows) == [
        ("02/10/2028 08:00", "opening", focal),  # 01/10 is a Sunday
        ("31/10/2028 08:00", "T-20", focal),
    ]
    assert {row.key.round for row in rows} == {"2028"}
    assert "năm 2028 cần gửi về Sở Nội vụ trước ngày 30/11" in rows[0].text


def test_several_units_of_one_person_share_a_message(office):
    focal = office.joins(UNIT)
    office.serves(focal, OTHER)
    rows = [r for r in planned(office, "2026-10-01", "2026-10-01") if r.key.contact == focal]
    assert [row.key.unit for row in rows] == [OTHER, UNIT]
    assert len({row.message for row in rows}) == 1
    assert len({row.text for row in rows}) == 1


def test_the_first_day_shows_the_whole_season_without_anybody(office):
    rows = planned(office, "2026-10-01", "2027-01-15")
    assert len({row.key.unit for row in rows}) == 123
    assert {row.key.contact for row in rows} == {None}
    assert [r.key.step for r in rows if r.key.unit == UNIT] == [
        *("opening", "T-20", "T-10", "T-5", "T-3", "T-1", "T-0a", "T-0b"),
        *("L+1", "L+2", "L+3", "W1", "W2", "W3", "W4", "W5", "W6"),
    ]


@pytest.fixture
def troly(office, tmp_path, monkeypatch):
    """Run a command of the terminal over the office's database."""
    monkeypatch.setenv("TROLY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TROLY_DATABASE_URL", office.store.url.render_as_string())
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words):
        done = CliRunner().invoke(app, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    return run


def test_the_plan_as_json_has_the_fields_that_others_read(office, troly):
    office.joins(UNIT, name="Nguyễn Thị Lan")
    window = ("plan", "--from", "2026-10-01", "--to", "2026-10-02", "--unit", "xã Sơn Động")
    (row,) = json.loads(troly(*window, "--json"))
    wanted = {"round", "unit", "contact", "cycle", "step", "due_at", "state", "text"}
    assert wanted <= row.keys()
    assert row["due_at"] == "2026-10-01T08:00:00+07:00"
    assert (row["round"], row["unit"], row["contact"], row["cycle"], row["step"]) == (
        *("2026", UNIT, "1", "opening", "opening"),
    )
    assert row["text"].startswith("Kính gửi đồng chí Nguyễn Thị Lan, đầu mối UBND xã Sơn Động.")
    table = troly(*window)
    assert "01/10/2026 08:00" in table
    assert "1 tin cho 1 mốc" in table


def test_the_log_tells_what_became_of_each_message(office, troly):
    focal = office.joins(UNIT)
    office.at("2026-10-01 08:00")
    office.now += timedelta(minutes=5)
    office.press(UNIT, focal, "acknowledged")
    office.telegram = False
    office.at("2026-10-29 08:00")
    rows = [row for row in json.loads(troly("log", "--json")) if row["unit"] == UNIT]
    assert [(row["step"], row["state"]) for row in rows] == [
        ("opening", "acknowledged"),
        ("T-20", "queued"),
    ]
    assert rows[0]["sent_at"] == "2026-10-01T08:00:00+07:00"
    assert rows[1]["sent_at"] is None
    assert "mốc đã xử lý" in troly("log")


def test_the_log_calls_expired_what_lost_its_reason_before_it_was_sent(office, troly):
    focal = office.joins(UNIT)
    office.telegram = False
    office.at("2026-10-01 08:00")
    office.move(UNIT, "submitted", focal)
    office.telegram = True
    office.now += timedelta(minutes=1)
    office.courier()
    (row,) = (row for row in json.loads(troly("log", "--json")) if row["unit"] == UNIT)
    assert (row["step"], row["state"], row["why"]) == ("opening", "expired", "dropped: settled")


def test_the_log_tells_failed_and_unreachable_apart(office, troly):
    first, second = office.joins(UNIT), office.joins(OTHER)
    office.telegram = False
    office.at("2026-10-01 08:00")
    with office.store.write() as tx:
        for line in deliveries.open_lines(tx):
            deliveries.failed(tx, line.id, "403 Forbidden", office.now)
    office.blocks(first)
    states = {row["contact"]: row["state"] for row in json.loads(troly("log", "--json"))}
    assert (states[str(first)], states[str(second)]) == ("unreachable", "failed")


def test_who_is_to_be_phoned_is_printed_with_number_and_reason(office, troly, monkeypatch):
    office.on("2026-11-10 09:00")
    lost = office.joins(UNIT, name="Nguyễn Thị Lan", phone="0912000000")
    office.blocks(lost)
    monkeypatch.setattr("bot.cli.reminders.system_clock", lambda: office.now)
    rows = json.loads(troly("calls", "--json"))
    assert (rows[0]["unit"], rows[0]["phone"], rows[0]["why"]) == (UNIT, "0912000000", "lost")
    assert len(rows) == 123
    assert "0912000000" in troly("calls")
