"""Before sending: everything that does not fit comes together, errors and oddities apart."""

import pytest

from storage import explanations, rounds, submissions
from tests.handlers.office import COMMUNE, SENT, TO_REVIEW, act, staffed


@pytest.fixture
def office(play):
    return staffed(play)


def jump(play, section, question):
    act(play, "lan", "[Sửa mục khác]")
    button = next(b for b in play.last("lan").buttons if b.startswith(section))
    return act(play, "lan", f"[{button}]", f"[{question}]")


def test_the_summary_has_every_number_and_share_with_the_honest_words(office):
    act(office, "lan", "/baocao", *TO_REVIEW)
    text = office.last("lan").text
    assert "Chủ tịch, Phó Chủ tịch HĐND: tổng số 2, nữ 1 (50%)" in text
    assert "Kinh phí bố trí từ ngân sách nhà nước: 45.500.000 đồng" in text
    assert "Tỷ lệ nữ trong quy hoạch: 38,7% (12/31); mục tiêu của toàn Chương trình: 50%" in text
    assert "Kế hoạch không giao chỉ tiêu riêng từng năm, từng đơn vị" in text
    assert "Hạn: trước ngày 30/11/2026; ngày làm việc cuối: thứ Sáu 27/11" in text


def test_errors_have_a_button_to_mend_and_stop_the_sending(office):
    act(office, "lan", "/baocao", *TO_REVIEW)
    jump(office, "Mục tiêu 1", "Chủ tịch UBND là nữ")
    act(office, "lan", "[Có]")
    jump(office, "Mục tiêu 1", "Chủ tịch, Phó Chủ tịch UBND")
    act(office, "lan", "3 0")
    review = office.last("lan")
    assert "Cần sửa trước khi gửi" in review
    assert "Gửi báo cáo" not in review.buttons
    act(office, "lan", "[Sửa: Chủ tịch UBND là nữ]", "[Không]")
    assert "Cần sửa trước khi gửi" not in office.last("lan")
    assert "Gửi báo cáo" in office.last("lan").buttons


def test_a_forged_or_old_send_button_does_not_jump_over_an_error(office):
    act(office, "lan", "/baocao", *TO_REVIEW)
    ready = office.last("lan")
    jump(office, "Mục tiêu 1", "Chủ tịch UBND là nữ")
    act(office, "lan", "[Có]")
    jump(office, "Mục tiêu 1", "Chủ tịch, Phó Chủ tịch UBND")
    act(office, "lan", "3 0")
    office.tap("lan", "Gửi báo cáo", line=ready)
    assert "Cần sửa trước khi gửi" in office.last("lan")


def test_oddities_need_one_line_each_and_another_number_needs_it_anew(office):
    act(office, "lan", "/baocao", *TO_REVIEW)
    jump(office, "Mục tiêu 3", "Nữ trong quy hoạch được đào tạo, bồi dưỡng, tập huấn")
    act(office, "lan", "8 14")
    review = office.last("lan")
    assert "Cần một dòng giải thích" in review
    assert "Gửi báo cáo" not in review.buttons
    for empty in ("?", "không", "Không có ạ", "chưa rõ"):
        act(office, "lan", "[Giải thích 1]", empty)
        assert "Đã ghi giải thích" not in office.last("lan")
    act(office, "lan", "02 người đã ra khỏi quy hoạch")
    assert "Đã giải thích\n1. " in office.last("lan").text
    assert "Cần một dòng giải thích" not in office.last("lan")
    assert "Giải thích: 02 người đã ra khỏi quy hoạch" in office.last("lan")
    assert "Gửi báo cáo" in office.last("lan").buttons
    jump(office, "Mục tiêu 3", "Nữ trong quy hoạch được đào tạo, bồi dưỡng, tập huấn")
    act(office, "lan", "8 15")
    assert "Gửi báo cáo" not in office.last("lan").buttons
    with office.store.read() as tx:
        assert len(explanations.current(tx, "2026", COMMUNE)) == 1


def test_a_change_against_last_year_is_an_oddity(office):
    act(office, "lan", "/baocao", *SENT)
    act(office, "hoa", "[Xem báo cáo]", "[Mở báo cáo]", "[Duyệt]")
    office.at("2027-10-05 08:00")
    with office.store.write() as tx:
        rounds.ensure_annual_rounds(tx, office.programme, office.now)
    acts = ["[Chưa]", "2 1", "3 1", "60 12", "0 10", *TO_REVIEW[5:]]
    act(office, "lan", "/baocao", *acts)
    assert "thay đổi nhiều so với năm trước (31)" in office.last("lan")
    act(office, "lan", "[Giải thích 1]", "mở rộng nguồn quy hoạch")
    assert "Gửi báo cáo" in office.last("lan").buttons


def test_the_contents_lead_to_any_answered_question(office):
    act(office, "lan", "/baocao", *TO_REVIEW[:4], "[Mục lục]")
    assert "đã trả lời 4/11 câu bắt buộc" in office.last("lan")
    assert "Mục tiêu 1: lãnh đạo chủ chốt là nữ (2/5)" in office.last("lan").buttons
    act(office, "lan", "[Mục tiêu 1: lãnh đạo chủ chốt là nữ (2/5)]")
    assert "Chủ tịch, Phó Chủ tịch UBND: tổng số 3, nữ 1" in office.last("lan")
    act(office, "lan", "[Chủ tịch, Phó Chủ tịch UBND]", "3 2")
    assert "Câu 5/11" in office.last("lan")


def test_a_change_between_summary_and_final_word_brings_the_summary_back(office):
    office.joins("mai", COMMUNE)
    act(office, "lan", "/baocao", *TO_REVIEW, "[Gửi báo cáo]")
    act(office, "mai", "/baocao")
    act(office, "mai", "[Sửa mục khác]")
    section = next(b for b in office.last("mai").buttons if b.startswith("Mục tiêu 2"))
    act(office, "mai", f"[{section}]", "[Người trong quy hoạch lãnh đạo, quản lý]", "31 13")
    act(office, "lan", "[Xác nhận gửi]")
    assert "Báo cáo vừa có thay đổi" in office.last("lan")
    with office.store.read() as tx:
        assert submissions.latest(tx, "2026", COMMUNE) is None
    act(office, "lan", "[Gửi báo cáo]", "[Xác nhận gửi]")
    with office.store.read() as tx:
        assert '"QH02":13' in submissions.latest(tx, "2026", COMMUNE).answers["QH01"]


def test_words_typed_at_the_summary_are_no_answer(office):
    act(office, "lan", "/baocao", *TO_REVIEW, "31 31")
    with office.store.read() as tx:
        assert submissions.latest(tx, "2026", COMMUNE) is None
