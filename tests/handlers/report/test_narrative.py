"""A text in several messages: nothing of it is lost, nothing in it is taken for a question."""

import pytest

from reports.values import Narrative, from_json
from storage import answers, pieces
from tests.handlers.office import COMMUNE, REQUIRED, act, staffed


@pytest.fixture
def office(play):
    staffed(play)
    act(play, "lan", "/baocao", *REQUIRED[:8])
    return play


def text_of(play, question="TM01"):
    with play.store.read() as tx:
        found = answers.current_of(tx, "2026", COMMUNE, question)
    return from_json(found.value).text if found else None


def waiting(play):
    with play.store.read() as tx:
        return pieces.waiting(tx, pieces.Place("2026", COMMUNE, "TM01", play.people["lan"]))


def test_parts_are_counted_and_joined_with_their_line_breaks(office):
    act(office, "lan", "Ý một\n- a\n- b", "Ý hai")
    assert "Đã nhận 2 đoạn, 19/1.000 ký tự" in office.last("lan")
    act(office, "lan", "[Xong]")
    assert text_of(office) == "Ý một\n- a\n- b\nÝ hai"
    assert waiting(office) == []


def test_a_text_pasted_from_word_survives(office):
    word = "“Kết quả”:\r\n•\tCử 08 nữ cán bộ – đạt 100%;\r\n\r\n•\tBổ nhiệm 01 nữ & 02 nam."
    act(office, "lan", word, "[Xong]")
    assert text_of(office) == (
        "“Kết quả”:\n• Cử 08 nữ cán bộ – đạt 100%;\n\n• Bổ nhiệm 01 nữ & 02 nam."
    )


def test_what_looks_like_a_question_is_the_answer(office):
    act(office, "lan", "Chỉ tiêu của xã là gì, hạn khi nào?", "[Xong]")
    assert text_of(office) == "Chỉ tiêu của xã là gì, hạn khi nào?"


@pytest.mark.parametrize("words", ["hỏi: chỉ tiêu quy hoạch là gì", "Hoi : han khi nao"])
def test_words_after_the_mark_ask_about_the_plan_and_come_back(office, words):
    act(office, "lan", "Ý một")
    heard = act(office, "lan", words)
    assert waiting(office) == ["Ý một"]
    assert "Kết quả nổi bật trong năm" in heard[-1]
    assert "Đã nhận 1 đoạn" in heard[-1]


def test_the_button_asks_about_the_plan_and_comes_back(office):
    act(office, "lan", "Ý một", "[Hỏi về kế hoạch]", "hạn khi nào?")
    assert waiting(office) == ["Ý một"]
    assert "Kết quả nổi bật trong năm" in office.last("lan")
    act(office, "lan", "Ý hai")
    assert waiting(office) == ["Ý một", "Ý hai"]


def test_to_reach_a_person_is_offered_not_asked_beside_the_report(office):
    act(office, "lan", "Ý một")
    heard = act(office, "lan", "[Hỏi về kế hoạch]", "cho gặp cán bộ phụ trách")
    assert not any("Xin gõ câu hỏi gửi" in line for line in heard)
    assert "bấm nút dưới đây" in heard[-2]
    act(office, "lan", "Ý hai")
    assert waiting(office) == ["Ý một", "Ý hai"]


def test_what_may_have_been_meant_as_a_question_is_kept_and_told(office):
    act(office, "lan", "Ý một", "Chỉ tiêu của xã là gì?")
    assert waiting(office) == ["Ý một", "Chỉ tiêu của xã là gì?"]
    assert "Trợ lý đã ghi lời vừa gõ vào báo cáo" in office.last("lan")


def test_too_long_is_kept_and_told_and_mended_by_the_last_part(office):
    act(office, "lan", "a" * 600, "b" * 600)
    assert "vượt 201 ký tự" in office.last("lan")
    act(office, "lan", "[Xong]")
    assert text_of(office) is None
    act(office, "lan", "[Bỏ đoạn cuối]")
    assert "Đã nhận 1 đoạn, 600/1.000" in office.last("lan")
    act(office, "lan", "[Xong]")
    assert text_of(office) == "a" * 600


def test_writing_anew_takes_all_parts_back(office):
    act(office, "lan", "một", "hai", "[Xóa viết lại]")
    assert "Đã bỏ nội dung đang viết" in office.last("lan")
    act(office, "lan", "ba bốn", "[Xong]")
    assert text_of(office) == "ba bốn"


def test_done_without_words_asks_for_them(office):
    act(office, "lan", "[Xong]")
    assert "Chưa có nội dung nào" in office.last("lan")
    assert text_of(office) is None


def test_parts_wait_for_somebody_who_leaves_and_comes_back(office):
    act(office, "lan", "Ý một", "[Để sau]")
    office.at("2026-11-20 09:00")
    act(office, "lan", "/baocao")
    assert "Đã nhận 1 đoạn" in office.last("lan")
    act(office, "lan", "Ý hai", "[Xong]")
    assert text_of(office) == "Ý một\nÝ hai"


def test_nothing_is_a_word_only_while_nothing_was_written(office):
    act(office, "lan", "Ý một", "[Xong]", "Khó khăn về kinh phí.", "không có")
    act(office, "lan", "[Xong]")
    assert text_of(office, "TM02") == "Khó khăn về kinh phí.\nkhông có"


def test_markup_in_a_text_is_only_text(office):
    heard = act(office, "lan", "<b>đậm</b> & {slot}", "[Xong]")
    assert "<b>đậm</b> & {slot}" in heard[0]
    assert text_of(office) == "<b>đậm</b> & {slot}"


def test_a_standing_text_is_shown_and_replaced_as_a_whole(office):
    act(office, "lan", "Bản cũ", "[Xong]", "[Quay lại]")
    assert "Nội dung đang ghi:\nBản cũ" in office.last("lan")
    act(office, "lan", "Bản mới", "[Xong]")
    assert text_of(office) == "Bản mới"


def test_nothing_stored_is_narrative_of_no_words(office):
    act(office, "lan", "Ý một", "[Xong]", "[Không có]")
    with office.store.read() as tx:
        found = answers.current_of(tx, "2026", COMMUNE, "TM02")
    assert from_json(found.value) == Narrative(text="")
