"""What pages ask of the storage, on both engines."""

from datetime import timedelta

import pytest

from bot.clock import system_clock
from handlers import visit
from handlers.house import House
from storage import cards, deliveries, invitations, post
from storage.invitations import New
from storage.lines import NewLine
from tests.web.stage import PROGRAMME

NOW = system_clock()
HOUSE = House(PROGRAMME)


@pytest.fixture
def person(store):
    with store.write() as tx:
        number = cards.add(tx, NOW, name="A")
        cards.add_account(tx, number, "web", "a1", NOW)
    return number


def promised(store, **line):
    fields = {"channel": "web", "address": "a1", "phrase": "p", "text": "x"} | line
    with store.write() as tx:
        row = post.promise(tx, NewLine(**fields), NOW)
        return post.line(tx, row)


def test_a_session_is_a_stranger_then_a_person_then_ended(store, person):
    with store.write() as tx:
        assert visit.visitor(tx, HOUSE, "new") == visit.Visitor(visit.Who(None))
        assert visit.visitor(tx, HOUSE, "a1").who.person == person
        cards.end_accounts(tx, person, NOW)
        assert visit.visitor(tx, HOUSE, "a1").ended
        cards.add_account(tx, person, "web", "a1", NOW)
        assert not visit.visitor(tx, HOUSE, "a1").ended


def test_an_erased_account_sees_nothing(store, person):
    line = promised(store, person=person, kind="file")
    with store.write() as tx:
        deliveries.delivered(tx, [(line.id, "1")], NOW)
        cards.erase(tx, person, NOW)
        assert visit.told(tx, "a1", 10) == []
        assert visit.file_for(tx, line.token, "a1") is None


def test_a_file_is_for_its_person_or_the_strangers_own_session(store, person):
    mine = promised(store, person=person, kind="file")
    strangers = promised(store, address="s1", kind="file")
    words = promised(store, person=person)
    telegram = promised(store, person=person, kind="file", channel="telegram")
    with store.read() as tx:
        assert visit.file_for(tx, mine.token, "a1") == mine
        assert visit.file_for(tx, strangers.token, "s1") == strangers
        for token, address in (
            (mine.token, "s1"),
            (strangers.token, "a1"),
            (words.token, "a1"),
            (telegram.token, "a1"),
            ("", "a1"),
        ):
            assert visit.file_for(tx, token, address) is None


def test_one_session_never_sees_the_lines_of_another(store, person):
    theirs = promised(store, person=person)
    with store.write() as tx:
        deliveries.attempted(tx, [theirs.id], NOW)
        assert visit.said(tx, "a1", theirs.id).id == theirs.id
        assert visit.said(tx, "a2", theirs.id) is None
        assert visit.missed(tx, "a2", theirs.id, 10) == []
        assert len(visit.missed(tx, "a1", theirs.id, 10)) == 1


def test_looking_at_a_code_tells_little_and_changes_nothing(store, person):
    with store.write() as tx:
        expires = NOW + timedelta(days=1)
        join = invitations.issue(tx, New("join", expires, "07582"), NOW)
        own = invitations.issue(tx, New("web", expires, person=person), NOW)
        handover = invitations.issue(tx, New("handover", expires, "07582", person=person), NOW)
        assert visit.look_at(tx, "nothing") == visit.Brought(known=False)
        assert visit.look_at(tx, join) == visit.Brought(known=True, keeps_session=True)
        assert visit.look_at(tx, own) == visit.Brought(known=True, person=person)
        assert visit.look_at(tx, handover).person is None
        assert invitations.use(tx, invitations.find(tx, join).id, person, NOW)
        assert visit.look_at(tx, join.lower()).used_by == person


def test_a_person_counts_as_seen_for_a_minute(store, person):
    with store.write() as tx:
        assert not visit.is_unseen(tx, "a1", NOW)
        later = NOW + timedelta(minutes=2)
        assert visit.is_unseen(tx, "a1", later)
        visit.note_seen(tx, "a1", later)
        assert not visit.is_unseen(tx, "a1", later)
        assert not visit.is_unseen(tx, "stranger", later)


def test_limits_count_by_the_hour(store):
    origin = visit.Origin("b", "n", "code")
    with store.write() as tx:
        for _ in range(5):
            assert visit.may_try_again(tx, HOUSE, origin, NOW) is None
            visit.count(tx, origin, NOW)
        assert visit.may_try_again(tx, HOUSE, origin, NOW) == NOW + timedelta(hours=1)
        later = NOW + timedelta(hours=1)
        assert visit.may_try_again(tx, HOUSE, origin, later) is None
        assert visit.may_try_again(tx, HOUSE, visit.Origin("b", "n", "stranger"), NOW) is None
