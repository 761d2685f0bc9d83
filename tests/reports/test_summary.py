"""The summary says every answer, every share with its frame, and everything that is doubtful."""

from dataclasses import dataclass

from reports.checks import findings
from reports.flow import OptionalPart
from reports.summary import Beside, last_numbers, summarise
from reports.values import Skipped, Unknown
from tests.reports.support import commune, commune_answers, one, pair, shipped_form


@dataclass(frozen=True)
class Told:
    figures: str
    text: str


def lines(summary):
    return {line.question.id: line for section in summary.sections for line in section.lines}


def test_every_question_of_the_path_has_a_line_with_its_words(book):
    summary = summarise(commune(), book)
    told = lines(summary)
    assert told["QH01"].value == "tổng số 31, nữ 12 (38,7%)"
    assert told["QH01"].share == "38,7%"
    assert told["TM02"].value == "Không có"
    assert told["CC05"].flag == "open"
    assert [line.number for line in told.values()] == list(range(1, len(told) + 1))
    assert "DS02" not in told
    assert "VB01" not in told


def test_the_honest_frame_goes_with_every_summary(book):
    summary = summarise(commune(), book)
    assert "toàn tỉnh" in summary.frame
    assert "không giao chỉ tiêu riêng" in summary.frame
    shares = {share.name: share for share in summary.shares}
    assert shares["Tỷ lệ nữ trong quy hoạch"].value == "38,7% (12/31)"
    assert shares["Tỷ lệ nữ trong quy hoạch"].goal == "50%"
    assert shares["Có lãnh đạo chủ chốt là nữ"].value == "có"


def test_the_kinds_of_nothing_are_flagged_apart(book):
    answers = commune_answers(QH01=Unknown(reason="đang rà soát"), NV02=Skipped())
    del answers["CP01"]
    told = lines(summarise(commune(answers, optional=OptionalPart.skip), book))
    assert (told["QH01"].flag, told["QH01"].value) == ("unknown", "Chưa có số liệu (đang rà soát)")
    assert told["NV02"].flag == "skipped"
    assert (told["CP01"].flag, told["CP01"].value) == ("missing", "")


def test_doubts_and_explanations_stand_at_their_questions(book):
    draft = commune(commune_answers(DT01=pair("DT01", 3, 13)))
    found = tuple(findings(draft))
    told = lines(summarise(draft, book, Beside(findings=found)))
    assert [f.check for f in told["DT01"].doubts] == ["DT02_QH02"]
    explained = {found[0].check: Told(found[0].figures, "01 người đã ra khỏi quy hoạch")}
    told = lines(summarise(draft, book, Beside(findings=found, explained=explained)))
    assert told["DT01"].notes == ("01 người đã ra khỏi quy hoạch",)
    assert told["DT01"].doubts == ()


def test_last_year_stands_beside_this_year(book):
    last = {"QH01": pair("QH01", 28, 10), "CP01": one("CP01", 40_000_000)}
    told = lines(summarise(commune(), book, Beside(last_year=last)))
    assert told["QH01"].last == "tổng số 28, nữ 10 (35,7%)"
    assert told["CP01"].last == "40.000.000 đồng"
    assert last_numbers(shipped_form(), last) == {"QH01": 28, "QH02": 10, "CP01": 40_000_000}


def test_the_settings_mark_the_main_readings(book):
    settings = {"key_leader_definition": "V3", "training_reading": "yearly"}
    summary = summarise(commune(), book, Beside(settings=settings))
    main = {s.name for s in summary.shares if s.headline}
    assert "Tỷ lệ nữ trong số lãnh đạo chủ chốt" in main
    assert "Có lãnh đạo chủ chốt là nữ" not in main
