"""The life of a report: every move from every state, and what follows from a history of moves."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.deadlines import Deadline
from plan.units import Role
from reports.flow import Returned
from reports.states import (
    Life,
    NotAllowedError,
    State,
    What,
    allowed,
    life,
    on_time,
    receipt_code,
    require,
    returned,
)

START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Move:
    what: str
    at: datetime = START
    value: dict[str, Any] = field(default_factory=dict)


def after(*whats: str, answers: bool = True, closed: bool = False) -> Life:
    return life([Move(what) for what in whats], answers=answers, closed=closed)


@pytest.mark.parametrize(
    ("whats", "state"),
    [
        ((), State.draft),
        (("submitted",), State.submitted),
        (("submitted", "recalled"), State.draft),
        (("submitted", "opened"), State.opened),
        (("submitted", "opened", "reopen_asked"), State.opened),
        (("submitted", "opened", "returned"), State.returned),
        (("submitted", "opened", "returned", "submitted"), State.submitted),
        (("submitted", "opened", "accepted"), State.accepted),
        (("submitted", "accepted", "returned"), State.returned),
        (("submitted", "accepted", "consolidated"), State.consolidated),
        (("submitted", "accepted", "number", "paper"), State.accepted),
        (("to_leader",), State.waiting_leader),
        (("to_leader", "leader_returned"), State.draft),
        (("to_leader", "leader_approved", "submitted"), State.submitted),
        (("to_leader", "recalled"), State.draft),
        # moves that do not fit are passed over
        (("recalled", "accepted", "opened"), State.draft),
        (("submitted", "opened", "recalled"), State.opened),
        (("some_new_move", "submitted"), State.submitted),
    ],
)
def test_the_state_follows_from_the_moves(whats, state):
    assert after(*whats).state is state


def test_nothing_answered_and_nothing_moved_is_not_started():
    assert after(answers=False).state is State.not_started


def test_a_closed_round_closes_what_was_accepted_and_nothing_else():
    assert after("submitted", "accepted", closed=True).state is State.closed
    assert after("submitted", closed=True).state is State.submitted
    assert after(closed=True).state is State.draft


def test_a_unit_owes_until_it_has_sent():
    owed = [life_.owed for life_ in map(after, ("x", "to_leader", "submitted"))]
    assert owed == [True, True, False]
    assert after("submitted", "returned").owed


FOCAL, LEADER, COORDINATOR = {Role.focal}, {Role.leader}, {Role.coordinator}


def may(*whats: str, by: set[Role], **how: bool) -> set[str]:
    return {str(what) for what in allowed(after(*whats), by, **how)}


def test_a_focal_point_recalls_freely_until_the_report_is_opened():
    assert may("submitted", by=FOCAL) == {"recalled", "number", "paper"}
    assert may("submitted", "opened", by=FOCAL) == {"reopen_asked", "number", "paper"}
    assert may("submitted", "opened", "reopen_asked", by=FOCAL) == {"number", "paper"}


def test_the_coordinator_answers_a_wish_to_mend():
    moves = ("submitted", "opened", "reopen_asked")
    assert {"returned", "reopen_refused", "accepted"} <= may(*moves, by=COORDINATOR)
    assert "reopen_refused" not in may("submitted", "opened", by=COORDINATOR)
    assert may(*moves, "reopen_refused", by=FOCAL) == {"reopen_asked", "number", "paper"}


def test_where_the_leader_comes_first_a_focal_point_cannot_send_past_them():
    assert may(by=FOCAL) == {"submitted"}
    assert may(by=FOCAL, leader_first=True) == {"to_leader"}
    assert may("to_leader", by=FOCAL, leader_first=True) == {"recalled"}
    assert may("to_leader", by=LEADER) == {"leader_approved", "leader_returned", "submitted"}
    assert "submitted" in may(by=COORDINATOR, leader_first=True)


def test_viewers_and_strangers_may_nothing():
    for state in State:
        assert not allowed(Life(state), {Role.viewer})
        assert not allowed(Life(state), set())


def test_only_the_coordinator_opens_accepts_returns_and_consolidates():
    for state in State:
        for role in (Role.focal, Role.leader, Role.viewer):
            found = allowed(Life(state), {role})
            assert not found & {What.opened, What.accepted, What.returned, What.consolidated}


def test_a_closed_round_takes_papers_and_nothing_else():
    assert may("submitted", "accepted", by=FOCAL, closed=True) == {"number", "paper"}
    assert may(by=FOCAL, closed=True) == set()


def test_a_refused_move_tells_who_what_and_where():
    with pytest.raises(NotAllowedError, match=r"accepted is not allowed to focal while .* draft"):
        require(What.accepted, after(), FOCAL)
    require(What.submitted, after(), FOCAL)


@settings(deadline=None)
@given(st.lists(st.sampled_from([*What, "noise"]), max_size=30), st.booleans())
def test_any_history_leads_somewhere_and_locked_reports_are_not_editable(whats, closed):
    found = after(*whats, closed=closed)
    assert found.state in State
    assert not (found.editable and found.sent)
    assert found.owed is not found.sent


@settings(deadline=None)
@given(st.lists(st.sampled_from(list(What)), max_size=12))
def test_a_move_that_is_allowed_to_nobody_changes_nothing(whats):
    for earlier, later in pairwise(range(len(whats) + 1)):
        before, now = after(*whats[:earlier]), after(*whats[:later])
        if whats[earlier] not in allowed(before, set(Role)) | {What.to_leader}:
            assert now.state is before.state


def test_a_returned_report_mends_what_was_named_and_not_answered_since():
    back = Move("returned", START, {"questions": ["QH01", "CP01"], "reason": "..."})
    steps = [Move("submitted", START - timedelta(hours=1)), back]
    times = {"QH01": START + timedelta(minutes=1), "CP01": START - timedelta(days=1)}
    found = returned(steps, times)
    assert found == Returned(frozenset({"QH01", "CP01"}), frozenset({"QH01"}))
    assert returned([*steps, Move("submitted", START)], times) is None


def test_the_last_second_of_the_29th_is_on_time_and_midnight_is_late():
    deadline = Deadline(date(2026, 11, 30), date(2026, 11, 29), date(2026, 11, 27))
    midnight = datetime(2026, 11, 29, 17, 0, tzinfo=UTC)  # 00:00 on the 30th at Ha Noi
    assert on_time(midnight - timedelta(seconds=1), deadline)
    assert not on_time(midnight, deadline)


def test_a_receipt_names_round_unit_and_version_and_guards_against_slips():
    code = receipt_code("2026", "07615", 1)
    assert code.startswith("2026-07615-1-")
    assert len(code) == len("2026-07615-1-K7")
    assert receipt_code("2027-a1", "SNV", 2).startswith("2027A1-SNV-2-")
    endings = {receipt_code("2026", f"{n:05}", 1)[-2:] for n in range(200)}
    assert len(endings) > 150
