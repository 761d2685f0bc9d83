"""Codes, seats, requests, cards and choices, on both engines, read back by another connection."""

import hashlib
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from plan.units import Role
from storage import (
    attempts,
    cards,
    invitations,
    join_requests,
    memberships,
    people,
    preferences,
)
from storage.engine import Store
from storage.invitations import New
from storage.memberships import Seat
from storage.tables import metadata

NOW = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def person(store: Store, name: str = "Lan") -> int:
    with store.write() as tx:
        return cards.add(tx, NOW, name=name)


def issued(store: Store, **more: object) -> str:
    fields = {"purpose": "join", "expires_at": NOW + timedelta(days=7), "unit": "07582"} | more
    with store.write() as tx:
        return invitations.issue(tx, New(**fields), NOW)


def test_a_code_is_kept_as_its_hash_only(store: Store):
    code = issued(store)
    with store.read() as tx:
        stored = repr([tuple(row) for row in tx.execute(select(metadata.tables["invitations"]))])
    assert code not in stored
    assert hashlib.sha256(code.encode()).hexdigest() in stored


def test_two_codes_are_never_alike(store: Store):
    codes = {issued(store) for _ in range(20)}
    assert len(codes) == 20
    assert {len(code) for code in codes} == {invitations.LENGTH}


def test_of_many_hands_at_once_only_one_uses_a_code(store: Store):
    code, lan = issued(store), person(store)
    done: list[bool] = []

    def use() -> None:
        with store.write() as tx:
            found = invitations.find(tx, code)
            assert found
            done.append(invitations.use(tx, found.id, lan, NOW))

    hands = [Thread(target=use) for _ in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(done) == [False] * 7 + [True]


@pytest.mark.parametrize(
    ("after", "fault"),
    [(timedelta(days=7) - timedelta(microseconds=1), None), (timedelta(days=7), "expired")],
)
def test_a_code_runs_out_at_its_very_moment(store: Store, after: timedelta, fault: str | None):
    code, lan = issued(store), person(store)
    with store.write() as tx:
        found = invitations.find(tx, code)
        assert found
        assert found.fault(NOW + after) == fault
        assert invitations.use(tx, found.id, lan, NOW + after) is (fault is None)


def test_revoking_spares_what_was_used_and_what_is_anothers(store: Store):
    lan, minh = person(store), person(store, "Minh")
    used, open_, other = (
        issued(store, purpose="web", person=lan),
        issued(store, purpose="web", person=lan),
        issued(store, purpose="web", person=minh),
    )
    with store.write() as tx:
        invitations.use(tx, invitations.find(tx, used).id, lan, NOW)
        assert invitations.revoke(tx, NOW, person_id=lan) == 1
    with store.read() as tx:
        faults = [invitations.find(tx, code).fault(NOW) for code in (used, open_, other)]
        assert faults == ["used", "revoked", None]
        assert [one.person for one in invitations.open_ones(tx, NOW)] == [minh]


def test_a_limit_counts_within_its_while_only(store: Store):
    limit = ("code", 3, HOUR)
    for minutes in (0, 10, 20):
        with store.write() as tx:
            attempts.note(tx, "code", "t:1", NOW + timedelta(minutes=minutes))
    with store.read() as tx:
        at = NOW + timedelta(minutes=30)
        assert attempts.free_again(tx, limit, "t:1", at) == NOW + HOUR
        assert attempts.free_again(tx, limit, "t:2", at) is None
        assert attempts.free_again(tx, ("ask", 3, HOUR), "t:1", at) is None
        assert attempts.free_again(tx, limit, "t:1", NOW + HOUR) is None


def test_the_newest_choice_counts_and_can_be_taken_back(store: Store):
    lan = person(store)
    with store.write() as tx:
        for value in ("07582", {"a": [1, "é"]}, None):
            preferences.put(tx, lan, "focus", value, NOW)
            assert preferences.get(tx, lan, "focus") == value
        preferences.put(tx, lan, "hour", "08:00", NOW)
        assert preferences.everybody(tx, "hour") == {lan: "08:00"}
        assert preferences.everybody(tx, "focus") == {}
        assert preferences.setting(tx, "days", 7) == 7
        preferences.set_setting(tx, "days", 14, lan, NOW)
        preferences.set_setting(tx, "flag", False, None, NOW)
        assert preferences.setting(tx, "days", 7) == 14
        assert preferences.setting(tx, "flag", True) is False


def test_a_request_is_asked_once_and_decided_once(store: Store):
    lan, hoa = person(store), person(store, "Hoa")
    with store.write() as tx:
        one = join_requests.ask(tx, lan, "07582", Role.focal, NOW)
        assert join_requests.ask(tx, lan, "07582", Role.focal, NOW) == one
        assert join_requests.ask(tx, lan, "07582", Role.leader, NOW) != one
        assert join_requests.decide(tx, one, hoa, NOW, approved=True)
        assert not join_requests.decide(tx, one, hoa, NOW, approved=False)
        assert join_requests.get(tx, one).approved is True
        join_requests.withdraw(tx, lan, NOW)
        assert join_requests.waiting(tx) == []


def test_a_role_begins_once_and_ends_once(store: Store):
    lan, seat = person(store), ("07582", Role.focal)
    with store.write() as tx:
        first, new = memberships.begin(tx, Seat(lan, *seat), NOW, confirmed=False)
        assert new
        assert [m.id for m in memberships.waiting(tx)] == [first]
        again, new = memberships.begin(tx, Seat(lan, *seat), NOW, confirmed=True)
        assert (again, new) == (first, False)
        assert memberships.of_person(tx, lan)[0].confirmed
        assert not memberships.confirm(tx, first, lan, NOW)
        assert [m.id for m in memberships.end(tx, "left", NOW, person_id=lan)] == [first]
        assert memberships.end(tx, "left", NOW, person_id=lan) == []
        assert memberships.of_unit(tx, "07582") == []
        other, new = memberships.begin(tx, Seat(lan, *seat), NOW, confirmed=True)
        assert new
        assert other != first


def test_only_confirmed_coordinators_are_told(store: Store):
    hoa, thu = person(store, "Hoa"), person(store, "Thu")
    with store.write() as tx:
        memberships.begin(tx, Seat(hoa, "SNV", Role.coordinator), NOW, confirmed=True)
        memberships.begin(tx, Seat(thu, "SNV", Role.coordinator), NOW, confirmed=False)
        assert memberships.coordinators(tx) == [hoa]


def test_an_account_speaks_for_one_person_at_a_time(store: Store):
    lan, minh = person(store), person(store, "Minh")
    with store.write() as tx:
        cards.add_account(tx, lan, "telegram", "7", NOW)
        cards.add_account(tx, minh, "telegram", "7", NOW)
    with store.read() as tx:
        assert people.person_of(tx, "telegram", "7") == minh
        assert people.identities_of(tx, lan) == []


def test_an_erased_person_has_no_name_no_account_and_no_choices(store: Store):
    lan = person(store)
    with store.write() as tx:
        cards.change(tx, lan, phone="0912345678", position="Công chức")
        cards.add_account(tx, lan, "telegram", "7001", NOW)
        preferences.put(tx, lan, "focus", "07582", NOW)
        cards.erase(tx, lan, NOW)
    with store.read() as tx:
        card = cards.get(tx, lan)
        assert (card.name, card.position, card.phone, card.erased_at) == ("", "", "", NOW)
        assert people.person_of(tx, "telegram", "7001") is None
        assert preferences.get(tx, lan, "focus") is None
        assert cards.all_of_them(tx) == {}
        with pytest.raises(cards.NoSuchPersonError):
            cards.get(tx, 10_000)
