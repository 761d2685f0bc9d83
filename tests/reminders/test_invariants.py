"""For any calendar, ladder and order of events: the planner's promises hold."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from plan.days import Calendar, Day
from plan.deadlines import ZONE, deadline_before, local_day
from plan.ladder import Ladder, OfficeHours
from plan.units import Role
from reminders.cycles import Life, unit_state
from reminders.planner import plan
from reminders.values import Contact, Fate, History, Outcome, Press, RoundFacts, Season, Sent
from storage.moves import Move
from storage.rounds import Decision

START = datetime(2026, 10, 1, tzinfo=ZONE)
ROUND = RoundFacts("r", date(2026, 10, 1), date(2026, 11, 30), date(2027, 1, 15), START)
SPANS = ((time(7, 30), time(11, 30)), (time(13, 30), time(16, 30)))
HOURS = st.sampled_from([time(7, 30), time(8), time(9, 15), time(11, 29), time(13, 30), time(16)])
moments = st.integers(0, 110 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@st.composite
def calendars(draw):
    days = st.dates(date(2026, 9, 20), date(2027, 2, 20))
    changed = draw(st.dictionaries(days, st.sampled_from(["off", "work"]), max_size=15))
    return Calendar(Day(date=day, effect=effect) for day, effect in changed.items())


@st.composite
def ladders(draw):
    before = draw(st.sets(st.integers(1, 30), max_size=6))
    return Ladder(
        opening="10-01",
        at=draw(HOURS),
        before=tuple(sorted(before, reverse=True)),
        last_day=tuple(sorted(draw(st.sets(HOURS, min_size=1, max_size=3)))),
        after_at=draw(HOURS),
        after_days=draw(st.integers(0, 5)),
        weekly=draw(st.booleans()),
        hours=OfficeHours(spans=SPANS),
        digest_at=time(8),
    )


@st.composite
def worlds(draw):
    """Two units and three persons, one of whom serves both; what happens, and the outages."""
    shared, own, leader = (
        Contact(n, role, draw(st.one_of(st.just(START), moments)), hour=draw(st.none() | HOURS))
        for n, role in ((1, Role.focal), (2, Role.focal), (3, Role.leader))
    )
    names = ["submitted", "recalled", "returned", "accepted", "to_leader", "leader_returned"]
    happened = draw(st.lists(st.tuples(moments, st.sampled_from(names)), max_size=6))
    moved = [
        Move(n, "a", what, {}, 1, at) for n, (at, what) in enumerate(sorted(happened), start=1)
    ]
    until = draw(st.dates(date(2026, 11, 30), date(2027, 1, 10)))
    granted = draw(st.lists(moments, max_size=2))
    extended = [
        Decision(n, "r", "b", "extend", {"until": until.isoformat()}, "", at, 1)
        for n, at in enumerate(sorted(granted), start=1)
    ]
    kinds = st.sampled_from(["acknowledged", "being_signed", "snoozed", "not_mine"])
    pressed = draw(
        st.lists(st.tuples(moments, st.sampled_from("ab"), st.integers(1, 3), kinds), max_size=5)
    )
    presses = [Press("r", unit, person, what, at) for at, unit, person, what in sorted(pressed)]
    outages = draw(st.lists(st.tuples(moments, st.integers(1, 12 * 24 * 60)), max_size=3))
    circles = {"a": (shared, own, leader), "b": (shared, leader)}
    return circles, moved, extended, presses, outages


def run(calendar, ladder, world):
    """Walk through the season; return what was said as (now, row) and the states at the time."""
    circles, moved, extended, presses, outages = world
    happenings = sorted({e.at for e in (*moved, *extended, *presses)})
    sent, rows, now = {}, [], START

    def states():
        lives = (
            Life(
                unit,
                tuple(c for c in known if c.joined_at <= now),
                [m for m in moved if m.unit == unit and m.at <= now],
                False,
                [d for d in extended if d.at <= now],
            )
            for unit, known in circles.items()
        )
        return tuple(unit_state(life, ROUND, ladder, calendar) for life in lives)

    while now < datetime(2027, 3, 1, tzinfo=ZONE):
        known = states()
        heard = tuple(press for press in presses if press.at <= now)
        found = plan([Season(ROUND, ladder, calendar, known)], History(sent, heard), now)
        for row in found.owed:
            assert row.key not in sent, "promised twice"
            fate = Fate.delivered if row.outcome is Outcome.due else Fate(row.outcome)
            sent[row.key] = Sent(fate, now, row.message)
            rows.append((now, row, {state.unit: state for state in known}))
        joins = [c.joined_at for known_ in circles.values() for c in known_]
        later = [m for m in (found.next_at, *happenings, *joins) if m and m > now]
        if not later:
            break
        now = min(later)
        for begins, minutes in outages:
            if begins <= now < begins + timedelta(minutes=minutes):
                now = begins + timedelta(minutes=minutes)
    return rows


@settings(max_examples=40, deadline=None)
@given(calendars(), ladders(), worlds())
def test_nobody_is_ever_told_what_is_not_owed_or_when_it_is_not_decent(calendar, ladder, world):
    said = [
        (now, row, known)
        for now, row, known in run(calendar, ladder, world)
        if row.outcome is Outcome.due
    ]
    for now, row, known in said:
        state, local = known[row.key.unit], now.astimezone(ZONE)
        assert calendar.is_working_day(local.date())
        assert ladder.hours.cover(local.time())
        assert state.state.owes
        assert row.key.cycle == state.cycle.id
        assert row.due_at <= now
        contact = next((c for c in state.contacts if c.person == row.key.contact), None)
        if contact is not None:
            assert contact.joined_at <= row.due_at
            assert contact.role is Role.focal or may_hear_leader(
                row, state, calendar, known, world
            )


def may_hear_leader(row, state, calendar, known, world):
    """Return whether a leader may hear this: from the last working day, or when it is signed."""
    last = deadline_before(state.cycle.before, calendar).last_working_day
    presses = world[3]
    own = [p for p in presses if p.unit == state.unit and p.person == 3 and p.what == "snoozed"]
    signed = any(p.what == "being_signed" and p.unit == state.unit for p in presses)
    return local_day(row.due_at) >= last or signed or bool(own)


@settings(max_examples=40, deadline=None)
@given(calendars(), ladders(), worlds())
def test_nobody_hears_more_messages_a_day_than_allowed(calendar, ladder, world):
    rows = [(now, row) for now, row, _ in run(calendar, ladder, world) if row.message]
    messages = {(row.key.contact, local_day(now), row.message) for now, row in rows}
    last_day = {
        (row.key.contact, local_day(now)) for now, row in rows if row.key.step.startswith("T-0")
    }
    for (person, day), count in Counter((p, d) for p, d, _ in messages).items():
        assert count <= (len(ladder.last_day) if (person, day) in last_day else 1)


@settings(max_examples=40, deadline=None)
@given(calendars(), ladders(), worlds())
def test_without_outages_every_step_of_a_unit_that_owes_is_said_or_accounted_for(
    calendar, ladder, world
):
    circles = {
        unit: [replace(c, joined_at=START) for c in known] for unit, known in world[0].items()
    }
    rows = run(calendar, ladder, ({u: tuple(c) for u, c in circles.items()}, [], [], [], []))
    last = deadline_before(ROUND.before, calendar).last_working_day
    wanted = {"opening", *(f"L+{n}" for n in range(1, ladder.after_days + 1))}
    wanted |= {f"T-{n}" for n in ladder.before if calendar.minus(last, n) >= ROUND.opens}
    wanted |= {f"T-0{'abc'[n]}" for n in range(len(ladder.last_day))}
    assert wanted <= {row.key.step for _, row, _ in rows if row.key.unit == "b"}
