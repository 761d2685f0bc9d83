"""Who is behind an account, and where to speak to a person first."""

from datetime import timedelta

from storage import people
from storage.engine import Store
from tests.storage.support import NOW, account, person


def test_an_account_belongs_to_a_person_until_it_ends(store: Store) -> None:
    with store.write() as tx:
        who = person(tx, ("telegram", "lan"), ("web", "w7"))
        assert people.person_of(tx, "telegram", "lan") == who
        assert people.person_of(tx, "web", "lan") is None
        account(tx, "lan", ended_at=NOW)
    with store.write() as tx:
        assert people.person_of(tx, "telegram", "lan") is None
        assert [i.address for i in people.identities_of(tx, who)] == ["w7"]
        heir = person(tx, ("telegram", "lan"), name="Minh")
    with store.write() as tx:
        assert people.person_of(tx, "telegram", "lan") == heir


def preferred(store: Store, **last_seen: int) -> str | None:
    with store.write() as tx:
        for address, minutes in last_seen.items():
            account(tx, address, last_seen_at=NOW - timedelta(minutes=minutes))
        who = people.person_of(tx, "web", "web1") or 0
        found = people.preferred(tx, who)
    return found.address if found else None


def test_speaking_first_goes_where_it_is_heard(store: Store) -> None:
    with store.write() as tx:
        person(tx, ("web", "web1"), ("telegram", "old"), ("telegram", "new"))
    assert preferred(store, old=500, new=10, web1=0) == "new"
    assert preferred(store, old=5) == "old"
    with store.write() as tx:
        assert people.lost(tx, "telegram", "old", "blocked", NOW) is not None
        assert people.lost(tx, "telegram", "old", "blocked", NOW) is None, "told once"
    assert preferred(store) == "new"
    with store.write() as tx:
        people.lost(tx, "telegram", "new", "blocked", NOW)
    assert preferred(store) == "web1"
    with store.write() as tx:
        account(tx, "web1", ended_at=NOW)
    assert preferred(store) is None


def test_who_speaks_is_reachable_again(store: Store) -> None:
    with store.write() as tx:
        person(tx, ("telegram", "lan"))
        people.lost(tx, "telegram", "lan", "blocked", NOW)
        identity = people.by_account(tx, "telegram", "lan")
        assert identity is not None
        people.saw(tx, identity, NOW)
        seen = people.by_account(tx, "telegram", "lan")
    assert seen is not None
    assert (seen.unreachable_since, seen.last_seen_at) == (None, NOW)


def test_being_seen_is_written_once_a_minute(store: Store) -> None:
    with store.write() as tx:
        person(tx, ("telegram", "lan"))
        for seconds in (0, 30, 59, 61):
            identity = people.by_account(tx, "telegram", "lan")
            assert identity is not None
            people.saw(tx, identity, NOW + timedelta(seconds=seconds))
            seen = people.by_account(tx, "telegram", "lan")
            assert seen is not None
            expected = NOW if seconds < 60 else NOW + timedelta(seconds=61)
            assert seen.last_seen_at == expected
