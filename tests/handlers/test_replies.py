"""Questions sent on: who may answer, who is told, who gets the reply afterwards."""

from datetime import timedelta

import pytest

from plan.units import Role
from storage import questions
from tests.handlers.talk import JUSTICE, LUC_NGAN, SON_DONG, Talk, phrases

ODD = "Phó trưởng thôn nuôi cá có được thưởng nhiệm kỳ 2019 không"


@pytest.fixture
def hoa(talk: Talk) -> int:
    return talk.somebody("hoa", "SNV", Role.coordinator)


@pytest.fixture
def lan(talk: Talk) -> int:
    return talk.somebody("lan", LUC_NGAN)


def sends(talk: Talk, who: str, words: str = ODD) -> list:
    """Ask to reach a person and send words on."""
    talk.says(who, "/gap")
    return talk.says(who, words)


def answers(talk: Talk, words: str = "Không, nhiệm kỳ ấy không thuộc Kế hoạch.") -> list:
    talk.taps("hoa", "Trả lời")
    talk.says("hoa", words)
    return talk.taps("hoa", "Gửi trả lời")


def test_whoever_sent_the_same_words_is_told_once_each(talk: Talk, hoa: int, lan: int):
    talk.somebody("minh", SON_DONG)
    talk.somebody("binh", JUSTICE)
    sends(talk, "lan")
    sends(talk, "minh", ODD.upper() + "???")
    sends(talk, "lan")
    sends(talk, "binh", "Câu khác hẳn, hỏi về kho lưu trữ")
    said = answers_to(talk, ODD)
    assert phrases(said, "lan") == ["ask_desk.reply_came"]
    assert phrases(said, "minh") == ["ask_desk.reply_came"]
    assert phrases(said, "binh") == []


def answers_to(talk: Talk, words: str) -> list:
    """Answer a question chosen from the list."""
    talk.says("hoa", "/cauhoi")
    for label in [c["label"] for c in talk.last("hoa").choices or []]:
        if label.casefold().startswith(words[:15].casefold()):
            talk.taps("hoa", label)
            break
    return answers(talk)


@pytest.mark.parametrize("label", ["Trả lời", "Bỏ qua"])
def test_nobody_but_the_coordinator_answers(talk: Talk, hoa: int, lan: int, label: str):
    sends(talk, "lan")
    button = talk.button("hoa", label)
    assert phrases(talk.presses("lan", button))[0] == "help.stale"
    talk.end_roles(hoa)
    assert phrases(talk.presses("hoa", button)) == ["enrol.not_coordinator"]
    with talk.store.read() as tx:
        assert len(questions.unanswered(tx)) == 1


def test_a_reply_typed_after_the_role_has_ended_is_not_kept(talk: Talk, hoa: int, lan: int):
    sends(talk, "lan")
    talk.taps("hoa", "Trả lời")
    talk.end_roles(hoa)
    assert phrases(talk.says("hoa", "Không được thưởng.")) == ["enrol.not_coordinator"]
    assert talk.count("replies") == 0


def test_a_second_answer_is_asked_for_only_on_purpose(talk: Talk, hoa: int, lan: int):
    sends(talk, "lan")
    button = talk.button("hoa", "Trả lời")
    answers(talk)
    assert phrases(talk.presses("hoa", button)) == ["ask_desk.answered_already"]


def test_only_an_approved_reply_reaches_the_next_asker(talk: Talk, hoa: int, lan: int):
    talk.somebody("minh", SON_DONG)
    sends(talk, "lan")
    answers(talk)
    assert phrases(talk.says("minh", ODD)) != ["ask_desk.answer"]
    talk.taps("hoa", "Dùng làm câu trả lời chung")
    (line,) = talk.says("minh", ODD.lower())
    assert line.phrase == "ask_desk.answer"
    assert "không thuộc Kế hoạch" in line.text
    assert "Sở Nội vụ tỉnh Bắc Ninh trả lời" in line.text
    talk.taps("hoa", "Thu hồi")
    assert phrases(talk.says("minh", ODD)) != ["ask_desk.answer"]


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("pho truong thon nuoi ca co duoc thuong nhiem ky 2019 khong", True),
        ("Phó trưởng thôn nuôi cá có đc thưởng nhiệm kỳ 2019 ko ạ", True),
        ("Phó trưởgn thôn nuôi cá có được thưởng nhiệm kỳ 2019 không", True),
        ("Phó trưởng thôn nuôi cá không có được thưởng nhiệm kỳ 2019", False),
        ("Trưởng thôn nuôi cá có được thưởng nhiệm kỳ 2019 không", False),
        ("Phó trưởng thôn nuôi gà có được thưởng nhiệm kỳ 2019 không", False),
        ("Phó trưởng thôn nuôi cá có được thưởng nhiệm kỳ 2018 không", False),
        ("Phó trưởng thôn có được thưởng không", False),
    ],
)
def test_a_reply_is_for_the_same_question_only(
    talk: Talk, hoa: int, lan: int, typed: str, same: bool
):
    sends(talk, "lan")
    answers(talk)
    talk.taps("hoa", "Dùng làm câu trả lời chung")
    said = talk.says("stranger", typed)
    assert ("không thuộc Kế hoạch" in said[0].text) is same


@pytest.mark.parametrize("words", ["", "?", "abc", "x" * 1501])
def test_words_too_short_or_too_long_are_asked_again(talk: Talk, hoa: int, lan: int, words: str):
    talk.says("lan", "/gap")
    assert phrases(talk.says("lan", words)) == ["ask_desk.words_unclear"]
    assert talk.count("questions") == 0


def test_a_stranger_is_asked_to_join_first(talk: Talk, hoa: int):
    assert phrases(talk.says("stranger", "/gap")) == ["ask_desk.join_to_send"]


def test_somebody_may_send_only_so_many_a_day(talk: Talk, hoa: int, lan: int):
    for number in range(10):
        sends(talk, "lan", f"Câu hỏi số {number} về kho lưu trữ")
    assert phrases(sends(talk, "lan"), "hoa") == []
    talk.now += timedelta(days=1)
    assert phrases(sends(talk, "lan"), "hoa") == ["ask_desk.came"]


def test_a_dismissed_question_leaves_the_list_in_all_its_wordings(talk: Talk, hoa: int, lan: int):
    sends(talk, "lan")
    sends(talk, "lan", ODD.upper())
    talk.taps("hoa", "Bỏ qua")
    with talk.store.read() as tx:
        assert questions.unanswered(tx) == []


def test_strangers_ask_at_a_gentle_rate(talk: Talk):
    for _ in range(20):
        assert phrases(talk.says("stranger", "hạn gửi báo cáo")) != ["ask_desk.too_fast"]
    assert phrases(talk.says("stranger", "hạn gửi báo cáo")) == ["ask_desk.too_fast"]
    talk.now += timedelta(hours=1)
    assert phrases(talk.says("stranger", "hạn gửi báo cáo")) != ["ask_desk.too_fast"]


def test_a_reply_is_shown_before_it_is_sent(talk: Talk, hoa: int, lan: int):
    sends(talk, "lan")
    talk.taps("hoa", "Trả lời")
    said = talk.says("hoa", "Không, nhiệm kỳ ấy không thuộc Kế hoạch.")
    assert phrases(said, "hoa") == ["ask_desk.reply_preview"]
    assert phrases(said, "lan") == []
    first = talk.button("hoa", "Gửi trả lời")
    said = talk.says("hoa", "Không; xem lại mục V.1.")
    assert phrases(talk.presses("hoa", first), "lan") == []
    assert talk.count("replies") == 0
    assert phrases(talk.taps("hoa", "Gửi trả lời"), "lan") == ["ask_desk.reply_came"]


def test_a_question_marked_as_one_is_never_the_reply(talk: Talk, hoa: int, lan: int):
    sends(talk, "lan")
    talk.taps("hoa", "Trả lời")
    said = phrases(talk.says("hoa", "hỏi: hạn báo cáo là khi nào"), "hoa")
    assert said == ["ask_desk.answer", "ask_desk.what_to_reply"]
    assert talk.count("replies") == 0


def test_replies_in_use_are_found_again_and_taken_back(talk: Talk, hoa: int, lan: int):
    sends(talk, "lan")
    answers(talk)
    talk.taps("hoa", "Dùng làm câu trả lời chung")
    talk.says("hoa", "/cauhoi")
    line = talk.taps("hoa", "Câu trả lời dùng chung (1)")[0]
    assert ODD in line.text
    label = (line.choices or [])[0]["label"]
    button = talk.button("hoa", label)
    assert phrases(talk.presses("lan", button))[0] == "help.stale"
    assert "không thuộc Kế hoạch" in talk.presses("hoa", button)[0].text
    talk.taps("hoa", "Thu hồi")
    assert "không thuộc Kế hoạch" not in talk.says("stranger", ODD)[0].text
