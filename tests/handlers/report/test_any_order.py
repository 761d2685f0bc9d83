"""Whatever is typed and tapped in whatever order: nothing breaks, no answer is ever lost."""

from contextlib import closing

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.values import from_json
from storage import answers, audit, pieces, submissions
from tests.handlers.office import COMMUNE, act, staffed
from tests.handlers.play import Play

WORDS = st.one_of(
    st.sampled_from(
        [
            "2 1",
            "31 12",
            "12/31",
            "khoảng 20",
            "0",
            "không",
            "có",
            "chưa có số liệu",
            "45,5 triệu",
            "125/BC-UBND ngày 01/10/2026",
            "Ý một\n- ý hai",
            "không có",
            "xong",
            "đúng",
            "hỏi: hạn khi nào",
            "/baocao",
            "/huy",
            "/trogiup",
            "/tinhhinh",
            "999999999999999999999",
        ]
    ),
    st.text(max_size=40),
)
PEOPLE = st.sampled_from(["lan", "lan", "lan", "mai", "hoa"])
# Which of the buttons seen so far: from the newest line (0) backwards, and its place there.
ACTS = st.lists(
    st.tuples(PEOPLE, st.one_of(WORDS, st.tuples(st.integers(0, 3), st.integers(0, 30)))),
    min_size=5,
    max_size=40,
)


def everything(play):
    with play.store.read() as tx:
        return {given.id: given for given in answers.history(tx, "2026", COMMUNE)}


def did(play, who, what):
    """Type words, or tap a button of one of the newest lines; return False where there is none."""
    if isinstance(what, str):
        play.say(who, what)
        return
    back, place = what
    lines = [line for line in play.heard.get(who, []) if line.buttons]
    if back < len(lines):
        choices = list(lines[-1 - back].buttons.values())
        play.press(who, choices[place % len(choices)])


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_no_sequence_of_acts_breaks_or_loses_an_answer(acts, fresh_store, programme):
    with closing(fresh_store()) as store:
        play = staffed(Play(store, programme))
        play.joins("mai", COMMUNE)
        act(play, "lan", "/baocao")
        before = everything(play)
        for who, what in acts:
            parts = typed_parts(play)
            did(play, who, what)
            after = everything(play)
            assert before.items() <= after.items()
            assert len(after) - len(before) <= 1
            assert parts <= typed_parts(play) | told(after)
            before = after
        whole(play, before)


def typed_parts(play):
    """Return every part of a narrative that was ever kept, closed ones too."""
    with play.store.read() as tx:
        return set(pieces.ever(tx, "2026", COMMUNE))


def told(given):
    return {getattr(from_json(each.value), "text", "") for each in given.values()}


def whole(play, given):
    """Check that revisions follow each other, versions are intact and the chain holds."""
    by_question = {}
    for each in given.values():
        by_question.setdefault(each.question, []).append(each.revision)
    assert all(found == list(range(1, len(found) + 1)) for found in by_question.values())
    with play.store.read() as tx:
        sent = submissions.versions(tx, "2026", COMMUNE)
        assert audit.verify(tx) == []
    assert [each.version for each in sent] == list(range(1, len(sent) + 1))
