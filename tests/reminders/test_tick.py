"""Ticks and the courier on both engines: promised once, asked again, said in the right words."""

from datetime import timedelta

from plan.units import Role
from storage import cards

UNIT, OTHER, THIRD = "07615", "07627", "07616"


def said(office):
    return [(f"{m.at + timedelta(hours=7):%d/%m %H:%M}", m.person) for m in office.new_mail()]


def test_a_season_of_one_unit(office):
    focal = office.joins(UNIT)
    leader = office.joins(UNIT, Role.leader)
    office.walk("2026-10-01", "2026-12-10")
    got = said(office)
    early = [
        "01/10 08:00",
        "29/10 08:00",
        "12/11 08:00",
        "19/11 08:00",
        "23/11 08:00",
        "26/11 08:00",
    ]
    late = [
        "27/11 08:00",
        "27/11 14:30",
        "30/11 09:00",
        "01/12 09:00",
        "02/12 09:00",
        "09/12 09:00",
    ]
    assert [when for when, who in got if who == focal] == early + late
    assert [when for when, who in got if who == leader] == late


def test_a_second_tick_does_nothing(both):
    both.joins(UNIT)
    both.at("2026-10-01 08:00")
    assert len(both.new_mail()) == 1
    assert not both.tick().planned
    both.now += timedelta(minutes=1)
    assert not both.tick().planned
    assert both.steps(UNIT) == [("opening", "promised", 1)]


def test_the_moments_between_are_cheap(office):
    office.joins(UNIT)
    office.at("2026-10-01 08:00")
    ticks = [office.at(f"2026-10-02 08:{minute:02}") for minute in range(60)]
    assert sum(done.planned for done in ticks) <= 2


def test_a_report_sent_one_second_before_dispatch_is_not_reminded_of(office):
    focal = office.joins(UNIT)
    office.telegram = False
    office.at("2026-10-29 08:00")
    office.telegram = True
    office.move(UNIT, "submitted", focal)
    office.now += timedelta(seconds=1)
    office.courier()
    assert said(office) == []
    for day in ("2026-10-30", "2026-11-12", "2026-11-27", "2026-11-30"):
        office.walk(day, day)
    assert said(office) == []


def test_a_recalled_report_is_reminded_of_from_the_next_step_on(office):
    focal = office.joins(UNIT)
    office.at("2026-10-05 08:00")
    office.move(UNIT, "submitted", focal)
    office.at("2026-10-29 08:00")
    office.on("2026-11-13 10:00")
    office.new_mail()
    office.move(UNIT, "recalled", focal)
    office.walk("2026-11-14", "2026-11-19")
    assert said(office) == [("19/11 08:00", focal)]


def test_an_outage_of_the_server_becomes_one_honest_message(office):
    office.on("2026-11-18 08:30")
    focal = office.joins(UNIT)
    office.at("2026-11-18 09:00")
    office.at("2026-11-25 10:00")  # down from 18/11: T-5 and T-3 fell due meanwhile
    (mail,) = office.new_mail()
    assert mail.person == focal
    assert "Tin này thay cho 1 lần nhắc trước chưa gửi được (19/11)." in mail.text
    assert "còn 2 ngày làm việc" in mail.text
    assert office.steps(UNIT)[-2:] == [("T-5", "collapsed", focal), ("T-3", "promised", focal)]


def test_an_outage_of_telegram_becomes_one_honest_message(both):
    both.on("2026-11-18 08:30")
    both.joins(UNIT)
    both.telegram = False
    both.walk("2026-11-19", "2026-11-26")
    both.telegram = True
    both.at("2026-11-26 16:00")
    (mail,) = both.new_mail()
    assert "Tin này thay cho 2 lần nhắc trước chưa gửi được (19/11, 23/11)." in mail.text
    assert "còn 1 ngày làm việc" in mail.text


def test_a_courier_that_asks_before_the_tick_leaves_the_missed_step_to_it(both):
    both.on("2026-11-30 10:00")
    both.joins(UNIT)
    both.telegram = False
    both.at("2026-12-01 09:00")
    both.telegram = True
    both.on("2026-12-02 08:30")  # Telegram is back: it waits for the step of 09:00
    both.courier()
    both.on("2026-12-02 09:00")
    both.courier()
    both.at("2026-12-02 09:01")
    (mail,) = both.new_mail()
    assert "Tin này thay cho 1 lần nhắc trước chưa gửi được (01/12)." in mail.text
    assert [(step, what) for step, what, who in both.steps(UNIT) if who] == [
        ("L+2", "collapsed"),
        ("L+3", "promised"),
    ]


def test_what_stayed_undelivered_waits_for_the_step_of_the_day(office):
    office.on("2026-11-25 08:30")
    office.joins(UNIT)
    office.telegram = False
    office.at("2026-11-26 08:00")
    office.telegram = True
    office.walk("2026-11-27", "2026-11-27", ["07:31", "07:45", "08:00", "08:01", "14:30", "14:31"])
    assert [when for when, _ in said(office)] == ["27/11 08:00", "27/11 14:30"]


def test_a_line_that_misses_office_hours_waits_for_them(office):
    office.on("2026-10-28 08:30")
    office.joins(UNIT)
    office.telegram = False
    office.at("2026-10-29 08:00")
    office.telegram = True
    for hour in ("12:00", "16:30", "23:59"):
        office.at(f"2026-10-29 {hour}")
    assert said(office) == []
    office.walk("2026-10-30", "2026-10-30")
    assert [when for when, _ in said(office)] == ["30/10 08:00"]


def test_several_units_are_one_message(both):
    focal = both.joins(UNIT, name="Nguyễn Thị Lan")
    both.serves(focal, OTHER)
    both.serves(focal, THIRD)
    both.at("2026-10-01 08:00")
    (mail,) = both.new_mail()
    assert "phụ trách báo cáo của 3 đơn vị" in mail.text
    assert all(name in mail.text for name in ("xã Sơn Động", "xã Đại Sơn", "xã Tây Yên Tử"))
    both.move(OTHER, "submitted", focal)
    both.walk("2026-10-29", "2026-10-29")
    (mail,) = both.new_mail()
    assert "xã Đại Sơn" not in mail.text


def test_a_blocked_account_is_replaced_by_the_other_contact(office):
    office.on("2026-10-01 07:00")
    first, second = office.joins(UNIT), office.joins(UNIT)
    office.at("2026-10-01 08:00")
    assert said(office) == [("01/10 08:00", first)]
    office.at("2026-10-28 08:00")
    office.blocks(first)
    office.walk("2026-10-29", "2026-10-29")
    assert said(office) == [("29/10 08:00", second)]


def test_an_account_that_turns_out_blocked_is_replaced_at_once(office):
    first, second = office.joins(UNIT), office.joins(UNIT)
    office.telegram = False
    office.at("2026-10-01 08:00")
    office.blocks(first)  # the courier found out while sending
    office.telegram = True
    office.at("2026-10-01 08:01")
    assert said(office) == [("01/10 08:01", second)]


def test_an_extension_begins_a_ladder_of_its_own(office):
    office.on("2026-11-26 15:00")
    office.joins(UNIT)
    office.decide(UNIT, "extend", until="2026-12-04")
    office.walk("2026-11-27", "2026-12-08")
    got = office.new_mail()
    days = ["27/11", "01/12", "03/12", "04/12", "04/12", "07/12", "08/12"]
    assert [f"{m.at:%d/%m}" for m in got] == days
    assert "được gia hạn, cần gửi về Sở Nội vụ trước ngày 05/12" in got[0].text


def test_a_returned_report_is_reminded_of_by_its_own_day(office):
    focal = office.joins(UNIT)
    office.at("2026-11-02 08:00")
    office.move(UNIT, "submitted", focal)
    office.at("2026-11-10 10:00")
    office.move(UNIT, "returned", 1, questions=["CC04"], reason="Số nữ lớn hơn tổng số.")
    office.new_mail()
    office.walk("2026-11-10", "2026-11-18")
    got = office.new_mail()
    assert [f"{m.at:%d/%m}" for m in got] == ["12/11", "16/11", "17/11", "17/11", "18/11"]
    assert "Số nữ lớn hơn tổng số." in got[0].text
    assert "gửi lại trước ngày 18/11" in got[0].text


def test_who_is_not_in_charge_any_more_hears_nothing_more(office):
    first = office.joins(UNIT)
    office.walk("2026-10-01", "2026-10-02")
    office.press(UNIT, first, "not_mine")
    office.new_mail()
    office.walk("2026-10-29", "2026-10-29")
    assert said(office) == []
    assert office.steps(UNIT)[-1] == ("T-20", "expired", None)
    second = office.joins(UNIT)
    office.walk("2026-11-12", "2026-11-12")
    assert said(office) == [("12/11 08:00", second)]


def test_a_unit_without_anybody_is_logged_as_such(both):
    both.walk("2026-10-01", "2026-10-01")
    assert both.steps(UNIT) == [("opening", "expired", None)]


def test_who_lost_telegram_but_has_the_page_gives_way_to_a_colleague(office):
    first, second = office.joins(UNIT), office.joins(UNIT)
    with office.store.write() as tx:
        cards.add_account(tx, first, "web", "w1", office.now)
    office.blocks(first)
    office.at("2026-10-01 08:00")
    assert said(office) == [("01/10 08:00", second)]


def test_a_line_to_an_account_that_was_ended_is_not_said(office):
    focal = office.joins(UNIT)
    office.telegram = False
    office.at("2026-10-01 08:00")
    with office.store.write() as tx:
        cards.end_accounts(tx, focal, office.now)
        cards.add_account(tx, focal, "telegram", "another", office.now)
    office.telegram = True
    office.now += timedelta(minutes=1)
    office.courier()
    assert said(office) == []
