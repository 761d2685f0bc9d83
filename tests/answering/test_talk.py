"""Questions that go on with the talk: more of the same, the level beside, what was pointed at."""

import pytest

from plan.answering.query import Query, Turn

FINANCE = (
    Turn("user", "Sở Tài chính làm gì?"),
    Turn("bot", "Sở Tài chính chủ trì tham mưu bố trí kinh phí (mục V.3.3)."),
)
YOUNG = (
    Turn("user", "mô hình vườn ươm là gì"),
    Turn("bot", "Kế hoạch nêu mô hình vườn ươm lãnh đạo nữ trẻ (mục III.2, điểm d)."),
)
ABROAD = (
    Turn("user", "Hợp tác quốc tế làm gì?"),
    Turn("bot", "Trao đổi, học tập kinh nghiệm; huy động nguồn viện trợ (mục III.4)."),
)
OWN_PLAN = (
    Turn("user", "phường phải xây dựng kế hoạch ko"),
    Turn("bot", "Phải, theo mục V.3.5: xây dựng kế hoạch và chủ động bố trí kinh phí."),
)
MINORITY = (
    Turn("user", "mục tiêu về dân tộc thiểu số"),
    Turn("bot", "Ở địa bàn có đồng bào dân tộc thiểu số phải có cán bộ lãnh đạo nữ."),
)


@pytest.mark.parametrize(
    "more",
    [
        "chi tiết hơn",
        "doc nguyen van giup",
        "giải thích thêm ý này giúp em với ạ",
        "nằm ở mục nào vậy, nhắc lại giúp",
        "chi tieets hown",
        "NÓI RÕ HƠN",
    ],
)
def test_more_of_the_same_is_the_provision_itself(answerer, more):
    said = answerer.answer(Query(more, "Sở Ngoại vụ", FINANCE))
    assert said.citations[0] == "V.3.3"
    assert "3.3. Sở Tài chính" in said.answer_text
    assert not said.choices


def test_more_without_a_talk_is_no_answer(answerer):
    said = answerer.answer(Query("chi tiết hơn", "Sở Ngoại vụ"))
    assert said.choices or said.abstained or said.intent != "qa"


def test_more_with_a_question_of_its_own_is_that_question(answerer):
    said = answerer.answer(Query("hạn nộp báo cáo cụ thể là ngày nào", "Sở Ngoại vụ", FINANCE))
    assert said.citations[0] == "VI"


@pytest.mark.parametrize(
    ("spoken", "open_"),
    [
        (YOUNG, "mở lớp ngày nào"),
        (YOUNG, "cụ thể là trường nào"),
        (YOUNG, "vay nam nay mo may noi"),
        (YOUNG, "bao nhiêu tuổi thì được"),
        (ABROAD, "cụ thể là với nước nào?"),
        (OWN_PLAN, "thế phải xong trước ngày nào"),
        (MINORITY, "do la nhung xa nao"),
    ],
)
def test_what_the_plan_leaves_open_of_a_thing_is_silence(answerer, spoken, open_):
    said = answerer.answer(Query(open_, "Sở Ngoại vụ", spoken))
    assert said.abstained or said.choices


def test_a_fact_that_the_plan_gives_is_no_silence(answerer):
    said = answerer.answer(Query("để làm gì vậy", "Tỉnh đoàn", YOUNG))
    assert said.citations[0] == "III.2.d"
    assert not said.abstained


HEALTH = (
    Turn("user", "em ở Sở Y tế, mới nhận việc này"),
    Turn("bot", "Anh/chị cần hỏi nội dung nào của Kế hoạch?"),
)


@pytest.mark.parametrize(
    ("introduced", "cited"),
    [
        (HEALTH, "V.3.4"),
        ((Turn("user", "Tôi, UBND xã Nghĩa Phương"), Turn("bot", "Vâng.")), "V.3.5"),
        ((Turn("user", "chào ad, em bên Mặt trận tỉnh"), Turn("bot", "Vâng.")), "V.3.6.1"),
        ((*HEALTH, Turn("user", "à em làm bên Sở Tư pháp"), Turn("bot", "Vâng.")), "V.3.2.1"),
    ],
)
def test_a_stranger_is_answered_for_the_unit_they_named(answerer, introduced, cited):
    said = answerer.answer(Query("bên em phải làm những gì", None, introduced))
    assert said.citations[0] == cited


def test_who_says_where_they_are_may_ask_about_another(answerer):
    said = answerer.answer(Query("em ở phường Việt Yên, hỏi Sở Tư pháp làm gì"))
    assert said.citations[0] == "V.3.2.1"
    said = answerer.answer(Query("bên em phải làm gì", "Sở Tài chính", HEALTH))
    assert said.citations[0] == "V.3.3", "a unit that we know is not talked away"


def test_two_questions_told_by_figures(answerer):
    asked = "hỏi 2 ý: 1 là mức phải đạt về nữ chủ chốt 2 là thắc mắc thì gửi ai"
    said = answerer.answer(Query(asked, "UBND phường Việt Yên"))
    assert {"II.1", "KET"} <= set(said.citations)


def test_the_second_of_a_bodys_tasks(answerer):
    talk = (Turn("user", "nhiệm vụ SNV"), Turn("bot", "Chủ trì xây dựng Kế hoạch."))
    said = answerer.answer(Query("gạch đầu dòng thứ hai ghi gì vậy", "Sở Nội vụ", talk))
    assert said.citations[0] == "V.3.1.2"


def test_the_day_of_another_thing_is_not_the_deadline(answerer):
    said = answerer.answer(
        Query("cái đó bọn mình phải ban hành chậm nhất vào hôm nào", "Sở Ngoại vụ", OWN_PLAN)
    )
    assert said.abstained
    said = answerer.answer(Query("báo cáo đó nộp ngày nào", "Sở Ngoại vụ", OWN_PLAN))
    assert said.citations[0] == "VI"


def test_a_level_stands_for_its_body(answerer):
    said = answerer.answer(Query("còn xã thì sao", "Sở Công Thương", FINANCE))
    assert said.citations[0] == "V.3.5"


def test_what_is_pointed_at_is_what_was_spoken_of(answerer):
    said = answerer.answer(Query("ai đc tham gia cái này z", None, YOUNG))
    assert "III.2.d" in said.citations or "III.2.d" in [
        c for o in said.choices for c in o.citations
    ]


def test_a_part_of_the_plan_is_told_with_its_sentence(answerer):
    said = answerer.answer(Query("mục III có mấy nhóm nhiệm vụ, giải pháp, kể tên giúp", None))
    assert said.answer_text.startswith("Có 5 nhóm")
    assert {"III.1", "III.5"} <= set(said.citations)


@pytest.mark.parametrize(
    ("spoken", "anew", "cited"),
    [
        ("chỉ tiêu của xã tôi là gì", "xã phải làm gì", "V.3.5"),
        ("chỉ tiêu của xã tôi là gì", "hạn nộp", "VI"),
        ("chỉ tiêu của xã tôi là gì", "tiền đâu ra", "IV.1"),
        ("chỉ tiêu của xã tôi là gì", "sở tư pháp làm gì", "V.3.2.1"),
        ("chỉ tiêu của xã tôi là gì", "vai trò của mttq", "V.3.6.1"),
        ("chỉ tiêu của xã tôi là gì", "ai ký", "KY"),
        ("hạn báo cáo khi nào", "chỉ tiêu của xã mình", "II.1"),
        ("hạn báo cáo khi nào", "kinh phí thế nào", "IV.1"),
        ("kinh phí lấy ở đâu", "nộp cho ai", "VI"),
    ],
)
def test_a_new_question_is_not_answered_from_the_talk_before(answerer, spoken, anew, cited):
    talk = (Turn("user", spoken), Turn("bot", "Kế hoạch nêu như sau."))
    said = answerer.answer(Query(anew, "UBND xã Kép", talk))
    assert cited in said.citations


def test_courtesy_is_not_heard_inside_a_name(answerer):
    said = answerer.answer(Query("phan cong cho hoi nong dan nam o doan nao", "Sở Y tế"))
    assert said.citations[0].startswith("V.3.6")


def test_when_targets_are_due_is_told(answerer):
    said = answerer.answer(Query("mấy tỷ lệ đó phải đạt vào năm nào", "UBND xã Kép"))
    assert "V.2" in said.citations
    assert "2030" in said.answer_text
