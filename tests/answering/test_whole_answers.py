"""Answers as wholes: two questions in one sentence, a share misread, an aside that is no scope."""

import pytest

from plan.answering.compose import shortened
from plan.answering.query import Query

COMMUNE = "UBND xã Lục Ngạn"


@pytest.mark.parametrize(
    ("question", "cited", "facts"),
    [
        (
            "hạn nộp báo cáo là ngày nào và ai là người ký kế hoạch này",
            {"VI", "KY"},
            ["29/11", "Lê Xuân Lợi"],
        ),
        ("kế hoạch thực hiện đến năm nào, ai ký?", {"V.2", "KY"}, ["2030", "Lê Xuân Lợi"]),
        (
            "hanj nopj baos caos laf ngayf naof vaf ai kys kees hoachj nayf",
            {"VI", "KY"},
            ["29/11", "Lê Xuân Lợi"],
        ),
        ("hạn nộp bc là ngày nào, ai ký kh này z", {"VI", "KY"}, ["29/11", "Lê Xuân Lợi"]),
        ("ai thẩm định, ai phản biện", {"V.3.2.1", "V.3.6.2"}, ["Sở Tư pháp", "MTTQ"]),
        (
            "Thứ nhất, hạn báo cáo là khi nào? Thứ hai, vướng mắc thì phản ánh về đâu?",
            {"VI", "KET"},
            ["29/11", "Sở Nội vụ"],
        ),
        (
            "cho em hỏi chỉ tiêu của xã là bao nhiêu, kinh phí lấy từ đâu ạ",
            {"II.1", "IV.1"},
            ["65%", "ngân sách nhà nước"],
        ),
    ],
)
def test_both_questions_of_one_sentence_are_answered(answerer, question, cited, facts):
    said = answerer.answer(Query(question, COMMUNE))
    assert not said.choices
    assert cited <= set(said.citations)
    assert all(fact in said.answer_text for fact in facts)
    assert len(said.answer_text) <= 2500


@pytest.mark.parametrize(
    "question",
    [
        "vườn ươm là gì và dành cho ai",
        "Sở Tư pháp và Sở Tài chính làm gì",
        "hạn nộp báo cáo là ngày nào và nộp cho ai",
    ],
)
def test_one_question_stays_one(answerer, question):
    said = answerer.answer(Query(question, COMMUNE))
    quotes = said.answer_text.split("\n\n")
    assert len(set(quotes)) == len(quotes)


def test_a_share_of_people_is_not_confirmed(answerer):
    said = answerer.answer(Query("65% số cán bộ xã phải là nữ đúng không", COMMUNE))
    assert not said.answer_text.startswith("Đúng.")
    right = answerer.answer(Query("65% xã có nữ lãnh đạo chủ chốt đúng không", COMMUNE))
    assert right.answer_text.startswith("Đúng. 65%")


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("bỏ cấp huyện rồi thì tỷ lệ lãnh đạo nữ chủ chốt cho xã với tỉnh ghi thế nào", True),
        ("bệnh viện huyện phải có bao nhiêu phần trăm nữ lãnh đạo chủ chốt", False),
    ],
)
def test_a_body_beyond_the_plan_is_an_aside_beside_a_level_of_it(answerer, question, answered):
    said = answerer.answer(Query(question, COMMUNE))
    assert ("II.1" in said.citations and not said.abstained and not said.choices) is answered


def test_an_answer_is_shortened_by_whole_paragraphs():
    assert shortened("một\n\nhai\n\nba", 8) == "một\n\nhai"
    assert shortened("một đoạn dài hơn", 3) == "một đoạn dài hơn"
