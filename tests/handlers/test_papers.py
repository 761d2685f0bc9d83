"""Papers are made from what was sent, by the words on their line."""

from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from handlers.papers import NoSuchPaperError, rendered
from tests.handlers.office import TO_REVIEW, act, read_by, send, staffed


@pytest.fixture
def office(play):
    return staffed(play)


def made(play, about):
    with play.store.read() as tx:
        return BytesIO(rendered(tx, play.house, about, play.now))


def words(stream):
    paper = Document(stream)
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def test_the_receipts_paper_says_what_was_sent_then(office):
    send(office)
    about = office.last("lan").about
    act(office, "lan", "[Rút về để sửa]", "[Xác nhận rút]", "[Sửa mục khác]")
    section = next(b for b in office.last("lan").buttons if b.startswith("Mục tiêu 2"))
    act(office, "lan", f"[{section}]", "[Người trong quy hoạch lãnh đạo, quản lý]", "40 12")
    paper = words(made(office, about))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in paper
    assert "31" in paper
    assert "40" not in paper


def test_a_draft_is_printed_as_it_stands(office):
    act(office, "lan", "/baocao", *TO_REVIEW, "[Lấy bản DOCX]")
    assert office.last("lan").about["version"] == 0
    assert "38,7" in words(made(office, office.last("lan").about))


def test_the_workbook_has_every_unit_and_counts_accepted_reports(office):
    send(office)
    read_by(office)
    act(office, "hoa", "[Duyệt]", "/tinhhinh", "[Tải XLSX]")
    book = load_workbook(made(office, office.last("hoa").about))
    text = "\n".join(
        str(cell.value) for sheet in book for row in sheet for cell in row if cell.value
    )
    assert "xã Lục Ngạn" in text
    assert "xã Đại Sơn" in text


@pytest.mark.parametrize(
    "about",
    [{}, {"paper": "report"}, {"paper": "report", "round": "2026", "unit": "x"}, {"paper": "x"}],
)
def test_a_paper_that_cannot_be_made_says_so(office, about):
    with pytest.raises(NoSuchPaperError):
        made(office, about)
