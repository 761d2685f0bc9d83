"""The facts of a report on both engines: answers, pieces, moves, versions, explanations, files."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plan.programme import find_pack, load_programme
from storage import answers, cards, explanations, files, moves, pieces, rounds, submissions
from storage.answers import ConflictError, NewAnswer
from storage.explanations import Explanation
from storage.files import Kept
from storage.pieces import Place
from storage.submissions import Submission

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
REPORT = ("2026", "07582")


@pytest.fixture(scope="module")
def programme():
    return load_programme(find_pack("bac-ninh-2282"))


@pytest.fixture
def tx(store, programme):
    with store.write() as tx:
        rounds.ensure_annual_rounds(tx, programme, NOW)
        for name in ("Lan", "Mai"):
            cards.add(tx, NOW, name=name, position="", phone="")
        yield tx


def told(question="QH01", value="{}", person=1):
    return NewAnswer(*REPORT, question, value, person, "console")


def sent(version, at=NOW, *, on_time=True, round_id="2026"):
    content = {"answers": {"QH01": f"v{version}"}, "explanations": {}}
    receipt = f"{round_id}-{version}"
    return Submission(round_id, "07582", version, "2026.1", content, receipt, 1, at, on_time)


def test_every_answer_stays_and_the_newest_counts(tx):
    answers.put(tx, told(value="1"), 0, NOW)
    answers.put(tx, told(value="2", person=2), 1, NOW)
    assert [g.value for g in answers.history(tx, *REPORT)] == ["1", "2"]
    standing = answers.current(tx, *REPORT)["QH01"]
    assert (standing.value, standing.revision, standing.person) == ("2", 2, 2)
    assert answers.current_of_round(tx, "2026")["07582"]["QH01"] == standing
    assert answers.current_of_round(tx, "2026", ["07615"]) == {}


@pytest.mark.parametrize("over", [0, 2, 7])
def test_an_answer_over_another_revision_is_a_conflict_that_shows_it(tx, over):
    first = answers.put(tx, told(value="1"), 0, NOW)
    with pytest.raises(ConflictError) as clash:
        answers.put(tx, told(value="2", person=2), over, NOW)
    assert clash.value.theirs == first
    assert len(answers.history(tx, *REPORT)) == 1


def test_pieces_wait_for_their_own_writer(tx):
    mine, theirs = Place(*REPORT, "TM01", 1), Place(*REPORT, "TM01", 2)
    for text in ("một", "hai", "ba"):
        pieces.add(tx, mine, text, NOW)
    pieces.add(tx, theirs, "khác", NOW)
    pieces.close(tx, mine, NOW, last_only=True)
    assert pieces.waiting(tx, mine) == ["một", "hai"]
    pieces.close(tx, mine, NOW)
    assert pieces.waiting(tx, mine) == []
    assert pieces.waiting(tx, theirs) == ["khác"]
    assert pieces.ever(tx, *REPORT) == ["một", "hai", "ba", "khác"]


def test_moves_come_back_in_order_with_their_words(tx):
    moves.add(tx, REPORT, "submitted", 1, NOW, version=1)
    moves.add(tx, REPORT, "returned", None, NOW, reason="chưa khớp", questions=["QH01"])
    assert [m.what for m in moves.of_report(tx, *REPORT)] == ["submitted", "returned"]
    (_, back) = moves.of_round(tx, "2026")["07582"]
    assert back.value == {"reason": "chưa khớp", "questions": ["QH01"]}
    assert back.at == NOW


def test_versions_heads_and_the_accepted_one(tx):
    for version in (1, 2):
        submissions.add(tx, sent(version, NOW + timedelta(days=version)))
    assert submissions.accepted(tx, *REPORT) is None
    moves.add(tx, REPORT, "accepted", 2, NOW + timedelta(days=2, hours=1), version=2)
    submissions.add(tx, sent(3, NOW + timedelta(days=5), on_time=False))
    assert submissions.accepted(tx, *REPORT).version == 2
    assert submissions.latest(tx, *REPORT).version == 3
    head = submissions.heads(tx, "2026")["07582"]
    assert (head.version, head.receipt, head.on_time) == (3, "2026-3", False)
    assert submissions.latest_of_round(tx, "2026")["07582"].answers == {"QH01": "v3"}


def test_the_last_years_report_is_the_newest_accepted_annual_one(tx, programme):
    submissions.add(tx, sent(1))
    later = datetime(2028, 10, 5, tzinfo=UTC)
    rounds.ensure_annual_rounds(tx, programme, later)
    assert submissions.accepted_before(tx, "07582", 2028) is None
    moves.add(tx, REPORT, "accepted", 2, NOW + timedelta(hours=1), version=1)
    assert submissions.accepted_before(tx, "07582", 2028).round == "2026"
    assert submissions.accepted_before(tx, "07582", 2026) is None
    assert submissions.accepted_before(tx, "07615", 2028) is None


def test_the_newest_explanation_of_a_check_counts(tx):
    for text in ("đầu", "sau"):
        explanations.add(tx, REPORT, Explanation("QH01_0", "QH01=0", text), 1, NOW)
    assert explanations.current(tx, *REPORT) == {"QH01_0": Explanation("QH01_0", "QH01=0", "sau")}


def test_files_are_counted_named_and_removed_only_where_they_belong(tx):
    kept = Kept("random", "0" * 64, "a.pdf", "application/pdf", 10, "other")
    first = files.add(tx, REPORT, kept, 1, NOW)
    files.add(tx, REPORT, replace(kept, stored="random2"), 1, NOW)
    assert not files.remove(tx, "2026", "07615", first, NOW)
    assert files.name_purpose(tx, *REPORT, first, "plan")
    assert files.of_report(tx, *REPORT)[first].purpose == "plan"
    assert files.remove(tx, *REPORT, first, NOW)
    assert files.count(tx, *REPORT) == 1
    assert files.is_kept(tx, "random")
