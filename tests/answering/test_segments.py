"""Long texts: what asks is found among courtesies and denials, two questions are told apart."""

import pytest

from plan.answering.segments import announced, body, segments


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("hạn?", ["hạn?"]),
        (
            "Kính gửi Sở. Tôi là cán bộ xã. Đề nghị cho biết hạn nộp báo cáo. Trân trọng cảm ơn.",
            ["Đề nghị cho biết hạn nộp báo cáo."],
        ),
        (
            "Tôi không hỏi được cấp bao nhiêu tiền. Điều tôi muốn biết là tiền lấy từ nguồn nào.",
            ["tiền lấy từ nguồn nào."],
        ),
        (
            "Em không cần các con số mà cần ý lớn nhất, vậy mục tiêu chung là gì ạ?",
            ["cần ý lớn nhất, vậy mục tiêu chung là gì ạ?"],
        ),
        (
            "Câu này không liên quan đến việc của Mặt trận. Hội chúng tôi được đề nghị làm gì?",
            ["Hội chúng tôi được đề nghị làm gì?"],
        ),
        ("thứ nhất hạn nộp, thứ hai nộp cho ai", ["hạn nộp", "nộp cho ai"]),
        (
            "Tôi không rành việc này. Kể giúp các mục tiêu đến năm 2030. Xin cảm ơn anh chị nhiều.",
            ["Kể giúp các mục tiêu đến năm 2030."],
        ),
        ("Xã tôi nộp muộn có sao không, có bị phạt không", None),
        ("xã không cần làm kế hoạch riêng đúng không?", None),
    ],
)
def test_the_parts_that_ask(text, parts):
    assert segments(text) == (parts or [text])


def test_two_announced_questions():
    text = "Cần biết cả hai điều: làm trong những năm nào, và làm trên địa bàn nào. Cảm ơn."
    assert announced(text)[0] == ("làm trong những năm nào", "làm trên địa bàn nào.")
    assert announced("Cần biết: làm trong những năm nào, và ở đâu") == []
    assert announced("Tôi hỏi hai điều về kế hoạch") == []


def test_what_is_not_asked_is_no_part_of_the_body():
    assert "tiền" not in body("Tôi không hỏi bao nhiêu tiền. Hạn nộp báo cáo là ngày nào?")
    assert body("Tôi không hỏi bao nhiêu tiền.") == "Tôi không hỏi bao nhiêu tiền."
