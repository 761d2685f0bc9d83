"""What the coordinator is shown: whom to phone, why, and who is left in peace."""

from plan.units import Role
from reminders.overview import Reach, overview, worth_a_call
from storage import cards, reminders, rounds
from storage.reminders import Response

UNIT, OTHER = "07615", "07627"


def standings(office):
    with office.store.read() as tx:
        round_ = rounds.round_of(tx, "2026")
        return overview(tx, office.house, round_, office.now)


def calls(office, most=None):
    found = worth_a_call(standings(office), most)
    return [(standing.unit.code, why) for standing, why in found]


def phoned(office, unit, result):
    with office.store.write() as tx:
        value = {"result": result}
        reminders.respond(tx, Response("2026", unit, 1, "called", value, office.now))


def test_those_that_can_be_phoned_come_before_those_without_anybody(office):
    office.on("2026-11-10 09:00")
    office.joins(OTHER, name="Nguyễn Thị Lan", phone="0912000000")
    office.joins(UNIT, Role.leader)  # a leader alone is nobody to enter the report
    first, *others = calls(office)
    assert first == (OTHER, "not_started")
    assert {why for _, why in others} == {"nobody"}
    assert len(calls(office, most=10)) == 10


def test_a_reached_unit_is_left_in_peace_for_two_working_days(office):
    office.on("2026-11-12 09:00")
    office.joins(UNIT)
    phoned(office, UNIT, "reached")
    for day, listed in (("12", False), ("13", False), ("16", False), ("17", True)):
        office.on(f"2026-11-{day} 10:00")
        assert ((UNIT, "not_started") in calls(office)) is listed


def test_a_unit_that_did_not_answer_is_listed_again_the_next_working_day(office):
    office.on("2026-11-12 09:00")
    office.joins(UNIT)
    phoned(office, UNIT, "missed")
    assert (UNIT, "not_started") not in calls(office)
    office.on("2026-11-13 08:00")
    assert (UNIT, "not_started") in calls(office)


def test_who_lost_telegram_is_reached_by_the_page_only(office):
    office.on("2026-11-12 09:00")
    focal = office.joins(UNIT)
    with office.store.write() as tx:
        cards.add_account(tx, focal, "web", "w1", office.now)
    (before,) = (s.reach for s in standings(office) if s.unit.code == UNIT)
    office.blocks(focal)
    (after,) = (s.reach for s in standings(office) if s.unit.code == UNIT)
    assert (before, after) == (Reach.well, Reach.web)
