"""A unit's own figures: only its own, only accepted ones, and the arithmetic is right."""

from datetime import timedelta

import pytest

from handlers.ask import figures
from handlers.desk import Turn
from handlers.identify import known
from handlers.inbound import Inbound, Kind
from plan.phrasebook import strip_markup
from plan.units import Role
from reports.values import Numbers, to_json
from storage import moves, rounds, submissions
from storage.submissions import Submission
from tests.handlers.talk import LUC_NGAN, SON_DONG, Talk


def accepted(talk: Talk, unit: str, year: int, person: int, *boxes: int, accept: bool = True):
    """Let a unit have sent its planning figures, and the coordinator have accepted them."""
    value = Numbers(boxes=dict(zip(("QH01", "QH02"), boxes, strict=True)))
    at = talk.now - timedelta(days=1)
    with talk.store.write() as tx:
        known_rounds = {round_.id for round_ in rounds.all_rounds(tx)}
        if str(year) not in known_rounds:
            rounds._add(tx, rounds.annual_round(talk.programme, year), at)
        version = talk.programme.form.version
        content = {"answers": {"QH01": to_json(value)}}
        submissions.add(
            tx,
            Submission(
                str(year), unit, 1, version, content, f"R{unit}{year}", person, at, on_time=True
            ),
        )
        if accept:
            moves.add(tx, (str(year), unit), "accepted", person, talk.now)


def told(talk: Talk, address: str, text: str) -> str:
    """Return the plain text of the answer to a question about own figures."""
    inbound = Inbound(
        channel="test", address=address, key="k", kind=Kind.text, sent_at=talk.now, text=text
    )
    with talk.store.write() as tx:
        turn = Turn(tx, talk.house, inbound, known(tx, talk.person(address)), talk.now)
        figures.show(turn, text)
    say = turn.effects[0]
    return strip_markup(talk.programme.phrases.render(say.phrase, **say.slots))


@pytest.mark.parametrize(
    ("whole", "part", "words"),
    [
        (31, 12, "12/31 = 38,7%. Mức 50% của 31 là 16; còn thiếu 4"),
        (30, 15, "15/30 = 50%, đã đạt mức 50%"),
        (30, 14, "14/30 = 46,7%. Mức 50% của 30 là 15; còn thiếu 1"),
        (1, 0, "0/1 = 0%. Mức 50% của 1 là 1; còn thiếu 1"),
        (2400, 1199, "1.199/2.400 = dưới 50%. Mức 50% của 2.400 là 1.200; còn thiếu 1"),
        (0, 0, "không xác định"),
    ],
)
def test_the_arithmetic_is_shown(talk: Talk, whole: int, part: int, words: str):
    lan = talk.somebody("lan", LUC_NGAN)
    accepted(talk, LUC_NGAN, 2026, lan, whole, part)
    assert words in told(talk, "lan", "đạt 50% chưa, còn thiếu mấy người")


def test_last_year_means_last_year(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    accepted(talk, LUC_NGAN, 2025, lan, 30, 10)
    accepted(talk, LUC_NGAN, 2026, lan, 40, 20)
    assert "nữ 10" in told(talk, "lan", "năm ngoái báo bao nhiêu")
    assert "20/40" in told(talk, "lan", "quy hoạch nữ của mình đạt bao nhiêu")


def test_what_was_sent_but_not_accepted_is_not_told(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    accepted(talk, LUC_NGAN, 2026, lan, 40, 20, accept=False)
    assert "chưa có báo cáo nào được duyệt" in told(talk, "lan", "đạt bao nhiêu rồi")


def test_never_another_units_figures(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    talk.somebody("minh", SON_DONG)
    accepted(talk, LUC_NGAN, 2026, lan, 40, 20)
    accepted(talk, SON_DONG, 2026, lan, 50, 30)
    for text in ("xã Lục Ngạn báo bao nhiêu", "xa luc ngan dat 50% chua", "đạt 50% chưa"):
        said = told(talk, "minh", text)
        assert "40" not in said
        assert ("30/50" in said) is (text == "đạt 50% chưa")


def test_viewers_see_no_counts(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    talk.somebody("xem", LUC_NGAN, Role.viewer)
    accepted(talk, LUC_NGAN, 2026, lan, 40, 1)
    assert "1/40" not in told(talk, "xem", "đạt bao nhiêu rồi")


def test_the_frame_is_always_there(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    accepted(talk, LUC_NGAN, 2026, lan, 31, 12)
    assert talk.programme.form.frame in told(talk, "lan", "đạt 50% chưa")
