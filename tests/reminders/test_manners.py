"""Fine points of manners: one message a day, no message on top of another word, hours kept."""

from datetime import timedelta

from sqlalchemy import select

from plan.units import Role
from storage import preferences
from storage.tables import outbox

UNIT, OTHER = "07615", "07627"


def said(office):
    return [(f"{m.at + timedelta(hours=7):%d/%m %H:%M}", m.person) for m in office.new_mail()]


def test_steps_of_two_units_on_one_day_travel_in_the_first_message(office):
    office.on("2026-11-26 10:00")
    focal = office.joins(UNIT)
    office.serves(focal, OTHER)
    office.decide(OTHER, "extend", until="2026-12-07")
    office.walk("2026-11-27", "2026-12-02")
    got = office.new_mail()
    whens = [f"{m.at + timedelta(hours=7):%d/%m %H:%M}" for m in got]
    # 30/11 has L+1 of the first unit (09:00) and T-5 of the other (08:00).
    assert whens == ["27/11 08:00", "27/11 14:30", "30/11 08:00", "01/12 09:00", "02/12 08:00"]
    assert "xã Sơn Động" in got[2].text
    assert "xã Đại Sơn" in got[2].text


def test_a_return_is_a_word_of_its_own_for_its_day(office):
    focal = office.joins(UNIT)
    office.at("2026-11-02 08:00")
    office.move(UNIT, "submitted", focal)
    office.at("2026-11-10 07:10")
    office.move(UNIT, "returned", 1, questions=[], reason="x", due="2026-11-13")
    office.new_mail()
    office.walk("2026-11-10", "2026-11-12")
    # T-3 of its own ladder is 10/11 itself: the return was said that day, that is enough.
    assert [when for when, _ in said(office)] == ["12/11 08:00"]


def test_what_a_day_left_undelivered_comes_at_the_usual_hour_of_the_next(office):
    office.on("2026-10-28 08:30")
    office.joins(UNIT)
    office.telegram = False
    office.at("2026-10-29 08:00")
    office.telegram = True
    for hour in ("07:31", "07:59", "08:00"):
        office.at(f"2026-10-30 {hour}")
    assert [when for when, _ in said(office)] == ["30/10 08:00"]


def test_a_dropped_line_keeps_its_reason(office):
    focal = office.joins(UNIT)
    office.telegram = False
    office.at("2026-10-29 08:00")
    office.move(UNIT, "submitted", focal)
    office.telegram = True
    office.at("2026-10-29 08:01")
    with office.store.read() as tx:
        reasons = list(tx.execute(select(outbox.c.failure)).scalars())
    assert reasons == ["dropped: settled"]


def test_an_own_hour_is_kept_but_on_the_last_working_day(office):
    office.on("2026-11-20 08:00")
    focal = office.joins(UNIT)
    with office.store.write() as tx:
        preferences.put(tx, focal, "hour", "15:30", office.now)
    office.walk("2026-11-23", "2026-11-27", ("08:00", "14:30", "15:30"))
    days = ["23/11 15:30", "26/11 15:30", "27/11 08:00", "27/11 14:30"]
    assert [when for when, _ in said(office)] == days


def test_on_leave_the_deputy_hears_and_afterwards_the_contact_again(office):
    office.on("2026-11-10 08:00")
    focal, deputy = office.joins(UNIT), office.joins(UNIT)
    with office.store.write() as tx:
        preferences.put(tx, focal, "deputy", deputy, office.now)
        preferences.put(tx, focal, "pause_until", "2026-11-20", office.now)
    office.walk("2026-11-12", "2026-11-23")
    whom = [("12/11 08:00", deputy), ("19/11 08:00", deputy), ("23/11 08:00", focal)]
    assert said(office) == whom


def test_being_signed_turns_the_next_steps_to_the_leader(office):
    office.on("2026-11-12 09:00")
    focal, leader = office.joins(UNIT), office.joins(UNIT, Role.leader)
    office.press(UNIT, focal, "being_signed")
    office.walk("2026-11-19", "2026-11-23")
    got = office.new_mail()
    assert [m.person for m in got] == [leader, leader]
    assert "lãnh đạo UBND xã Sơn Động" in got[0].text
    assert "Đầu mối cho biết báo cáo đang trình ký." in got[0].text
    office.move(UNIT, "to_leader", focal)
    office.move(UNIT, "leader_returned", leader)
    office.walk("2026-11-26", "2026-11-26")
    assert said(office) == [("26/11 08:00", focal)]


def test_tomorrow_morning_comes_and_is_one_message_with_the_step_of_that_day(office):
    office.on("2026-11-12 07:00")
    focal = office.joins(UNIT)
    office.at("2026-11-12 08:00")
    office.press(UNIT, focal, "snoozed")
    office.walk("2026-11-13", "2026-11-18")
    assert [when for when, _ in said(office)] == ["12/11 08:00", "13/11 08:00"]
    office.press(UNIT, focal, "snoozed")  # on the eve of T-5
    office.walk("2026-11-19", "2026-11-20")
    assert [when for when, _ in said(office)] == ["19/11 08:00"]


def test_an_excluded_unit_hears_nothing_until_it_is_included_again(office):
    office.on("2026-11-10 08:00")
    office.joins(UNIT)
    office.decide(UNIT, "exclude")
    office.walk("2026-11-12", "2026-11-12")
    assert said(office) == []
    office.decide(UNIT, "include")
    office.walk("2026-11-13", "2026-11-19")
    assert [when for when, _ in said(office)] == ["19/11 08:00"]


def test_the_coordinator_moves_one_step_and_skips_another(office):
    office.on("2026-11-10 08:00")
    office.joins(UNIT)
    office.decide("*", "step_move", step="T-10", to="2026-11-13")
    office.decide("*", "step_skip", step="T-5")
    office.walk("2026-11-11", "2026-11-23")
    assert [when for when, _ in said(office)] == ["13/11 08:00", "23/11 08:00"]


def test_who_has_heard_today_hears_of_a_blocked_colleagues_unit_tomorrow(office):
    office.on("2026-10-28 08:00")
    first = office.joins(UNIT)
    blocked = office.joins(OTHER)
    office.serves(first, OTHER)
    office.telegram = False
    office.at("2026-10-29 08:00")
    office.blocks(blocked)
    office.telegram = True
    for hour in ("08:01", "08:02", "14:30"):
        office.at(f"2026-10-29 {hour}")
    assert said(office) == [("29/10 08:01", first)]
    office.walk("2026-10-30", "2026-10-30")
    assert said(office) == [("30/10 08:00", first)]
