"""What was asked, what was pressed: a reply answers the last line attempted before it."""

from datetime import timedelta

import pytest

from plan.names import compare_key
from storage import post
from storage.engine import Store, Tx
from storage.lines import REMINDER, NewLine
from tests.storage.support import NOW, SECOND, Words, account, line, person

YES = {"label": "Có, đã đủ", "action": "answer", "args": {"value": "yes"}}
NO = {"label": "Chưa", "action": "answer", "args": {"value": "no"}}


def test_a_key_is_promised_once_ever(store: Store) -> None:
    new = NewLine("telegram", "lan", "p", "", priority=REMINDER)
    with store.write() as tx:
        first = post.promise_once(tx, "remind:2026:07615:1:1:T-5", new, NOW)
    with store.write() as tx:
        assert post.promise_once(tx, "remind:2026:07615:1:1:T-5", new, NOW) is None
        assert post.promise_once(tx, "remind:2026:07615:1:1:T-3", new, NOW) is not None
        kept = post.line(tx, first or 0)
    assert kept is not None
    assert (kept.priority, kept.key) == (REMINDER, "remind:2026:07615:1:1:T-5")


def test_a_promised_line_equals_what_is_read_back(store: Store) -> None:
    with store.write() as tx:
        who = person(tx, ("telegram", "lan"))
        row = line(
            tx,
            person=who,
            choices=(YES, NO),
            subject="report:2026:07615",
            asks="CC04",
            revision=2,
            card="progress",
            about={"name": "tệp.docx", "n": 3},
            not_before=NOW + SECOND,
        )
        promised = tx.info[post.PROMISED]
        assert promised == [post.line(tx, row)]


ASKED = NOW
CASES = [
    (ASKED - SECOND, None),  # spoke before we tried to ask
    (ASKED - timedelta(microseconds=1), None),
    (ASKED, "q2"),
    (ASKED + timedelta(microseconds=1), "q2"),
    (ASKED.replace(microsecond=0), "q2"),  # a clock of whole seconds: the second counts whole
    (ASKED.replace(microsecond=0) - SECOND, None),
    (ASKED + 30 * SECOND, "q2"),
]


@pytest.mark.parametrize(("sent_at", "answers"), CASES)
def test_a_reply_answers_what_was_asked_before_it(store: Store, sent_at, answers) -> None:
    with store.write() as tx:
        who = person(tx, ("telegram", "lan"))
        first = line(tx, NOW - 60 * SECOND, person=who, subject="report:2026:1", asks="q1")
        second = line(tx, ASKED, person=who, subject="report:2026:1", asks="q2", revision=4)
        line(tx, NOW, person=who)  # says, asks nothing
        found = post.last_asked(tx, Words(sent_at=sent_at))
    if answers:
        assert found == ("report:2026:1", "q2", 4, second)
    else:
        assert found == ("report:2026:1", "q1", 0, first)


def test_an_answer_typed_while_the_next_question_waits_does_not_answer_it(store: Store) -> None:
    with store.write() as tx:
        who = person(tx, ("telegram", "lan"))
        line(tx, NOW, person=who, subject="s", asks="q1")
        line(tx, None, person=who, subject="s", asks="q2")
        spoken = Words(sent_at=NOW + 5 * SECOND)
        last, newest = post.last_asked(tx, spoken), post.newest_ask(tx, spoken)
    assert last is not None
    assert newest is not None
    assert (last.key, newest.key) == ("q1", "q2")


def test_a_person_is_asked_on_one_channel_and_answers_on_another(store: Store) -> None:
    with store.write() as tx:
        who = person(tx, ("telegram", "lan"), ("web", "w7"))
        line(tx, NOW, person=who, subject="s", asks="q1")
        found = post.last_asked(tx, Words("w7", channel="web"))
    assert found is not None
    assert found.key == "q1"


def test_a_stranger_hears_only_what_strangers_were_asked(store: Store) -> None:
    with store.write() as tx:
        who = person(tx, ("telegram", "lan"))
        line(tx, NOW, address="minh", subject="join:x", asks="unit")
        line(tx, NOW, person=who, subject="s", asks="q1")
        account(tx, "lan", ended_at=NOW)  # revoked: a stranger again
        assert post.last_asked(tx, Words()) is None
        found = post.last_asked(tx, Words("minh"))
    assert found is not None
    assert found.subject == "join:x"


def pressed(tx: Tx, row: int, number: int | str, **by: str) -> post.Pressed | None:
    promised = post.line(tx, row)
    assert promised is not None
    return post.press(tx, Words(choice=f"{promised.token}.{number}", **by))


def test_a_button_says_what_it_asks_for(store: Store) -> None:
    with store.write() as tx:
        who = person(tx, ("telegram", "lan"), ("web", "w7"))
        row = line(tx, NOW, person=who, choices=(YES, NO), subject="s", asks="q1")
        found = pressed(tx, row, 1)
        elsewhere = pressed(tx, row, 1, address="w7", channel="web")
    assert found is not None
    assert (found.action, found.args) == ("answer", {"value": "no"})
    assert found.asked == ("s", "q1", 0, row)
    assert elsewhere == found


@pytest.mark.parametrize("number", [2, -1, "x", "", "0.0", "99999999999", "9" * 5000, "١"])
def test_a_forged_number_presses_nothing(store: Store, number: int | str) -> None:
    with store.write() as tx:
        row = line(tx, NOW, choices=(YES, NO))
        assert pressed(tx, row, 0) is not None
        assert pressed(tx, row, number) is None


@pytest.mark.parametrize(
    "choice", [None, "", ".", "0", "no-such-token.0", "a" * 5000 + ".0", "\x01.1"]
)
def test_a_forged_button_presses_nothing(store: Store, choice: str | None) -> None:
    with store.write() as tx:
        line(tx, NOW, choices=(YES, NO))
        assert post.press(tx, Words(choice=choice)) is None


def test_nobody_presses_a_button_of_somebody_else(store: Store) -> None:
    with store.write() as tx:
        lan = person(tx, ("telegram", "lan"))
        person(tx, ("telegram", "minh"), name="Minh")
        hers = line(tx, NOW, person=lan, choices=(YES,))
        strangers = line(tx, NOW, address="khach", choices=(YES,))
        assert pressed(tx, hers, 0, address="minh") is None
        assert pressed(tx, hers, 0, address="khach") is None
        assert pressed(tx, strangers, 0, address="minh") is None
        account(tx, "lan", ended_at=NOW)
        assert pressed(tx, hers, 0) is None


def typed_label(tx: Tx, words: str) -> str | None:
    asked = post.last_asked(tx, Words())
    return post.label_pressed(tx, Words(), compare_key(words), asked.row if asked else 0)


TYPED = [("Có, đã đủ", 1), ("CÓ,  ĐÃ ĐỦ", 1), ("co, da du", 1), ("chua", 0), ("chửa", None)]


@pytest.mark.parametrize(("typed", "number"), TYPED)
def test_a_typed_label_is_the_button(store: Store, typed: str, number: int | None) -> None:
    with store.write() as tx:
        who = person(tx, ("telegram", "lan"))
        line(tx, NOW, person=who, choices=(YES,), subject="s", asks="old")
        row = line(tx, NOW, person=who, choices=(NO, YES), subject="s", asks="new")
        found = typed_label(tx, typed)
        token = getattr(post.line(tx, row), "token", None)
    assert found == (None if number is None else f"{token}.{number}")


def test_two_labels_alike_without_diacritics_are_not_guessed(store: Store) -> None:
    with store.write() as tx:
        alike = [dict(YES, label=label) for label in ("Tam Sơn", "Tâm Sơn")]
        row = line(tx, NOW, choices=tuple(alike))
        assert typed_label(tx, "tam son") is None
        found = typed_label(tx, "Tâm Sơn")
        token = getattr(post.line(tx, row), "token", None)
    assert found == f"{token}.1"


def test_labels_count_from_the_last_question_on(store: Store) -> None:
    link = {"label": "Mở trên web", "action": "on_web", "url": "https://x.example"}
    with store.write() as tx:
        who = person(tx, ("telegram", "lan"))
        line(tx, NOW, person=who, choices=(YES,), subject="s", asks="old")
        line(tx, NOW, person=who, choices=(NO,), subject="s", asks="new")
        notice = line(tx, NOW, person=who, choices=(dict(YES, label="Đã nhận"), link))
        unseen = line(tx, None, person=who, choices=(dict(YES, label="Chưa thấy"),))
        press = {
            label: typed_label(tx, label)
            for label in ("Có, đã đủ", "Chưa", "Đã nhận", "Mở trên web", "Chưa thấy")
        }
        token = getattr(post.line(tx, notice), "token", None)
        assert post.line(tx, unseen) is not None
    assert press["Đã nhận"] == f"{token}.0"
    assert press["Chưa"] is not None
    assert (press["Có, đã đủ"], press["Mở trên web"], press["Chưa thấy"]) == (None, None, None)
