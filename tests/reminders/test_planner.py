"""The planner by hand-made moments: the day's cap, what collapses, what expires, when to look."""

from datetime import date, datetime

import pytest

from plan.units import Role
from reminders.planner import plan
from reminders.values import (
    Changes,
    Contact,
    Cycle,
    Fate,
    History,
    Key,
    RoundFacts,
    Season,
    Sent,
    State,
    UnitState,
)
from tests.reminders.by_hand import HANOI

BEGAN = datetime(2026, 10, 1, tzinfo=HANOI)
ROUND = RoundFacts("r", date(2026, 10, 1), date(2026, 11, 30), date(2027, 1, 15), BEGAN)
LAN = Contact(1, Role.focal, BEGAN)


def unit(name="a", *contacts, state=State.draft, **more):
    cycle = more.pop("cycle", Cycle("opening", BEGAN, ROUND.before))
    return UnitState(name, state, cycle, contacts or (LAN,), **more)


def at(day, clock):
    return datetime.fromisoformat(f"2026-{day} {clock}").replace(tzinfo=HANOI)


def sent(unit_, step, moment, fate=Fate.delivered, contact=1, message="m"):
    return {Key("r", unit_, contact, "opening", step): Sent(fate, moment, message)}


@pytest.fixture
def planned(ladder, calendar):
    def run(now, *units, done=None, ladder_=None):
        season = Season(ROUND, ladder_ or ladder, calendar, units or (unit(),))
        return plan([season], History(done or {}), now)

    return run


def rows(found):
    return [(r.key.unit, r.key.step, str(r.outcome), r.why, r.missed) for r in found.owed]


EARLIER = sent("a", "opening", at("10-01", "08:00")) | sent("b", "opening", at("10-01", "08:00"))


def test_one_message_a_day_whatever_the_unit(planned):
    done = EARLIER | sent("a", "T-20", at("10-29", "08:00"))
    found = planned(at("10-29", "08:05"), unit("a"), unit("b"), done=done)
    assert found.owed == ()
    assert found.next_at == at("10-30", "07:30")
    later = planned(at("10-30", "08:00"), unit("a"), unit("b"), done=done)
    assert rows(later) == [("b", "T-20", "due", "owed", ())]


def test_the_last_working_day_has_two(planned):
    told = ("opening", "T-20", "T-10", "T-5", "T-3", "T-1")
    done = {k: v for step in told for k, v in sent("a", step, at("11-01", "08:00")).items()}
    done |= sent("a", "T-0a", at("11-27", "08:00"))
    assert rows(planned(at("11-27", "14:30"), done=done)) == [("a", "T-0b", "due", "owed", ())]
    done |= sent("a", "T-0b", at("11-27", "14:30"), message="m2")
    assert planned(at("11-27", "15:00"), done=done).owed == ()


def test_missed_steps_collapse_into_the_newest(planned):
    found = planned(at("11-13", "10:00"), done=EARLIER)
    assert rows(found) == [
        ("a", "T-20", "collapsed", "missed", ()),
        ("a", "T-10", "due", "owed", ("T-20",)),
    ]


def test_what_waits_in_the_queue_collapses_too(planned):
    done = EARLIER | sent("a", "T-20", at("10-29", "08:00"), Fate.promised)
    assert rows(planned(at("11-12", "08:00"), done=done)) == [
        ("a", "T-20", "collapsed", "missed", ()),
        ("a", "T-10", "due", "owed", ("T-20",)),
    ]


def test_two_steps_moved_to_one_day_are_one_and_the_earlier_expires(planned):
    changes = Changes({"T-10": date(2026, 11, 19)})
    done = EARLIER | sent("a", "T-20", at("10-29", "08:00"))
    found = rows(planned(at("11-19", "08:00"), unit(changes=changes), done=done))
    assert sorted(found) == sorted(
        [("a", "T-10", "expired", "overtaken", ()), ("a", "T-5", "due", "owed", ())]
    )


def test_a_step_that_was_owed_and_not_said_before_the_report_came_expires(planned):
    gone = unit(state=State.submitted, settled_at=at("10-30", "09:00"))
    found = planned(at("10-30", "10:00"), gone, done=EARLIER)
    assert rows(found) == [("a", "T-20", "expired", "settled", ())]
    assert found.next_at is None
    early = unit(state=State.submitted, settled_at=at("10-28", "09:00"))
    assert planned(at("10-30", "10:00"), early, done=EARLIER).owed == ()


def test_a_closed_round_reminds_nobody(planned):
    assert rows(planned(datetime(2027, 1, 16, 9, tzinfo=HANOI), done=EARLIER))[0][2] == "expired"


def test_a_unit_without_contact_is_planned_with_nobody(planned):
    alone = UnitState("a", State.not_started, Cycle("opening", BEGAN, ROUND.before))
    (row,) = planned(at("10-01", "08:00"), alone).owed
    assert (row.key.contact, row.why, row.message) == (None, "no_contact", None)


def test_everybody_on_leave_without_deputy_waits(planned):
    away = Contact(1, Role.focal, BEGAN, paused_until=date(2026, 10, 30))
    done = EARLIER
    found = planned(at("10-29", "08:00"), unit("a", away), done=done)
    assert found.owed == ()
    back = planned(at("11-02", "08:00"), unit("a", away), done=done)
    assert rows(back) == [("a", "T-20", "due", "owed", ())]


def test_other_hours_of_the_ladder_are_kept(planned, ladder):
    own = ladder.overridden({"at": "10:00", "before": [7], "last_day": ["09:00"]})
    done = EARLIER
    assert planned(at("11-17", "09:59"), done=done, ladder_=own).owed == ()
    found = rows(planned(at("11-17", "10:00"), done=done, ladder_=own))
    assert found == [("a", "T-7", "due", "owed", ())]
