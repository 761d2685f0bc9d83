"""The DOCX: layout of decree 30/2020 in its structure, and right to the eye where it can be seen."""

import shutil
import subprocess
import tomllib
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from plan.paperwork import PaperText
from plan.programme import PACKS
from plan.units import Unit, Units, read_units
from reports.checks import findings
from reports.document import Sheet, render
from reports.flow import Draft, OptionalPart
from reports.summary import Beside
from reports.values import Narrative, Numbers, Skipped, Unknown
from tests.reports.support import TODAY, commune_answers, pair, shipped_form, words, yes

PACK = PACKS / "bac-ninh-2282"
TEXT = PaperText.model_validate(
    tomllib.loads((PACK / "document.toml").read_text(encoding="utf-8"))
)
ROWS = read_units((PACK / "units.csv").read_text(encoding="utf-8"))
UNITS = Units(Unit.model_validate(row) for row in ROWS)
FORM = shipped_form()
LONG = "- Ý thứ nhất & <quan trọng> “trích dẫn”: " + "nội dung dài của đơn vị " * 30
DEPARTMENT = {
    "CC06": pair("CC06", 4, 1), "QH01": pair("QH01", 31, 12), "DT01": pair("DT01", 8, 10),
    "NV01": yes(), "NV06": pair("NV06", 5, 320), "CP01": Numbers(boxes={"CP01": 1_200_000_000}),
    "TM01": words(LONG), "TM02": words(""), "TM03": words(LONG),
}  # fmt: skip


def sheet(code: str, answers=None, **more) -> Sheet:
    unit = UNITS[code]
    given = (
        (commune_answers() if unit.level == "commune" else DEPARTMENT)
        if answers is None
        else answers
    )
    draft = Draft(FORM, unit.question_set, given, OptionalPart.skip)
    settings = {"key_leader_definition": "V1", "training_reading": "cumulative"}
    more.setdefault("beside", Beside(settings=settings))
    return Sheet(unit, TEXT, draft, 2026, date(2026, 11, 15), TODAY, **more)


_PLAIN = {}


def opened(book, code, answers=None, **more):
    """The paper of a unit; the plain one of each is made once, since nobody changes it."""
    if answers is None and not more:
        if code not in _PLAIN:
            _PLAIN[code] = Document(BytesIO(render(sheet(code), book)))
        return _PLAIN[code]
    return Document(BytesIO(render(sheet(code, answers, **more), book)))


def paragraphs(document) -> list[str]:
    return [p.text for p in document.paragraphs]


def everything(document) -> str:
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([*paragraphs(document), *cells])


def test_the_paper_is_a4_with_the_decrees_margins_and_type(book):
    section = opened(book, "07615").sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = [
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    ]
    assert [round(m.mm) for m in margins] == [20, 20, 30, 15]
    assert opened(book, "07615").styles["Normal"].font.name == "Times New Roman"


def test_pages_are_numbered_from_the_second_and_the_first_is_marked_a_draft(book):
    section = opened(book, "07615").sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == "DỰ THẢO"
    assert "PAGE" in section.header._element.xml
    training = opened(book, "07615", training=True).sections[0]
    assert training.first_page_header.paragraphs[0].text == "DỰ THẢO - TẬP HUẤN"


def test_a_commune_has_its_committees_head_and_signature(book):
    document = opened(book, "07615", signed=date(2026, 11, 5))
    head, end = document.tables[0], document.tables[1]
    assert [p.text for p in head.cell(0, 0).paragraphs][:2] == ["ỦY BAN NHÂN DÂN", "XÃ SƠN ĐỘNG"]
    assert head.cell(0, 1).text.startswith(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    )
    assert head.cell(1, 0).text == "Số:        /BC-UBND"
    assert head.cell(1, 1).text == "Sơn Động, ngày 05 tháng 11 năm 2026"
    assert head.cell(1, 1).paragraphs[0].runs[0].italic
    assert end.cell(0, 1).text.strip() == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"
    assert end.cell(0, 0).text.startswith("Nơi nhận:\n- Như trên;")
    assert "- Lưu: VT" in end.cell(0, 0).text


def test_a_department_stands_under_the_provinces_committee(book):
    head = opened(book, "SNNMT").tables[0]
    lines = head.cell(0, 0).paragraphs
    assert [p.text for p in lines][:3] == ["UBND TỈNH BẮC NINH", "SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"]
    assert [bool(p.runs[0].bold) for p in lines[:3]] == [False, True, True]
    assert head.cell(1, 0).text == "Số:        /BC-SNNMT"
    assert head.cell(1, 1).text == "Bắc Ninh, ngày       tháng       năm 2026"
    assert opened(book, "SNNMT").tables[1].cell(0, 1).text.strip() == "GIÁM ĐỐC"


@pytest.mark.parametrize("code", ["MTTQ", "HLHPN", "TD"])
def test_mass_organisations_get_a_plain_draft_without_the_national_head(book, code):
    document = opened(book, code)
    told = everything(document)
    assert "CỘNG HÒA" not in told
    assert "Số:" not in told
    assert paragraphs(document)[0] == UNITS[code].official_name.upper()


def test_tables_have_their_grid_set_so_that_no_office_wraps_the_head(book):
    for table in opened(book, "07615").tables:
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        cells = [int(cell._tc.tcPr.tcW.get(qn("w:w"))) for cell in table.rows[0].cells]
        assert cells == grid
        assert abs(sum(grid) - 165 * 1440 / 25.4) < 10
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"


def test_rules_are_borders_and_never_underscores(book):
    document = opened(book, "07615")
    assert "__" not in everything(document)
    assert document.element.xml.count("<w:pBdr>") == 3


def test_the_last_paragraph_keeps_the_signature_with_it(book):
    document = opened(book, "07615")
    last = next(p for p in document.paragraphs if p.text.endswith("./."))
    assert last.paragraph_format.keep_with_next
    assert last._p.getnext().tag == qn("w:tbl")


def test_the_parts_are_numbered_without_gaps_and_untold_ones_left_out(book):
    heads = [
        t
        for t in paragraphs(opened(book, "07615"))
        if t.split(".")[0] in {"I", "II", "III", "IV", "V", "VI", "VII"}
    ]
    assert [head.split(".")[0] for head in heads] == ["I", "II", "III", "IV", "V", "VI"]
    assert heads[1] == "II. KẾT QUẢ THỰC HIỆN CÁC MỤC TIÊU"


def test_figures_become_sentences_with_leading_zeros_and_shares(book):
    told = paragraphs(opened(book, "07615"))
    assert (
        "- Hội đồng nhân dân hiện có 02 Chủ tịch, Phó Chủ tịch, trong đó nữ 01 người (50%)."
        in told
    )
    assert "- Chưa ban hành kế hoạch thực hiện Chương trình." in told
    assert "- Kinh phí bố trí từ ngân sách nhà nước: 45.500.000 đồng." in told
    assert (
        "- Tỷ lệ nữ trong quy hoạch: 38,7% (12/31); mục tiêu của toàn tỉnh đến năm 2030: 50%."
        in told
    )
    assert any("số liệu tính đến ngày 15/11/2026" in text for text in told)


def test_what_is_missing_unknown_or_skipped_is_told_as_it_is(book):
    answers = commune_answers(QH01=Unknown(reason="đang rà soát"), NV02=Skipped())
    del answers["CP01"]
    told = paragraphs(opened(book, "07615", answers))
    assert "- Người trong quy hoạch lãnh đạo, quản lý: chưa có số liệu (đang rà soát)." in told
    assert "- Kinh phí bố trí từ ngân sách nhà nước: …………" in told
    assert not any("văn bản lãnh đạo, chỉ đạo" in text for text in told)


def test_own_words_stand_as_typed_with_every_letter(book):
    told = paragraphs(
        opened(book, "07615", commune_answers(TM01=Narrative(text=f"{LONG}\n\n- Ý hai")))
    )
    assert LONG.strip() in told
    assert "- Ý hai" in told
    assert "Không có." in told


def test_counts_that_could_name_a_person_stand_neither_in_text_nor_appendix(book):
    answers = commune_answers(DS00=yes(), DS02=pair("DS02", 7, 1))
    told = everything(opened(book, "07615", answers))
    assert "07" not in told
    assert "người dân tộc thiểu số: tổng số" not in told
    assert "được cung cấp riêng cho Sở Nội vụ" in told


def test_explanations_go_with_the_figures_and_last_year_beside_them(book):
    answers = commune_answers(DT01=pair("DT01", 3, 13))
    found = tuple(findings(Draft(FORM, "commune", answers)))
    told = type(
        "Told", (), {"figures": found[0].figures, "text": "01 người đã ra khỏi quy hoạch"}
    )()
    beside = Beside({"QH01": pair("QH01", 28, 10)}, found, {found[0].check: told})
    document = opened(book, "07615", answers, beside=beside)
    assert "Giải trình: 01 người đã ra khỏi quy hoạch" in paragraphs(document)
    rows = [[c.text for c in row.cells] for row in document.tables[2].rows]
    assert ["3", "Người trong quy hoạch lãnh đạo, quản lý", "người", "28", "31", ""] in rows
    assert ["", "- nữ", "người", "10", "12", "38,7%"] in rows


def test_the_letter_that_asked_is_named_and_the_file_names_no_machine(book):
    document = opened(
        book, "07615", request="Công văn số 100/SNV-CCVC ngày 01/10/2026 của Sở Nội vụ"
    )
    assert "và Công văn số 100/SNV-CCVC ngày 01/10/2026 của Sở Nội vụ, Ủy ban" in everything(
        document
    )
    assert document.core_properties.author == "Trợ lý Kế hoạch"
    assert document.core_properties.created.date() == TODAY


@pytest.mark.parametrize("code", ["SNV", "STP", "STC", *TEXT.units])
def test_units_with_heads_or_questions_of_their_own_get_their_paper(book, code):
    unit = UNITS[code]
    paper = replace(sheet("07615"), unit=unit, draft=Draft(FORM, unit.question_set, {}))
    told = everything(Document(BytesIO(render(paper, book))))
    own = TEXT.own(unit)
    assert all(line in told for line in own.name.split("\n"))
    assert all(line in told for line in own.signer)


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Path:
    if OFFICE is None:
        pytest.skip("no LibreOffice here: the rendered DOCX was not looked at")
    return tmp_path_factory.mktemp("office")


def rendered(folder: Path, papers: dict[str, bytes]) -> dict[str, PdfReader]:
    """Convert all at once: starting the office is what takes long."""
    for name, content in papers.items():
        (folder / f"{name}.docx").write_bytes(content)
    command = [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*command, *(f"{folder}/{n}.docx" for n in papers)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return {name: PdfReader(folder / f"{name}.pdf") for name in papers}


@pytest.mark.office
def test_to_the_eye_the_national_head_is_one_line_and_the_signature_never_alone(office, book):
    # The end of the text falls on different places of a page, also just before its end.
    texts = ["Một dòng ngắn.\n" * lines for lines in (1, 19, 20, 40)]
    papers = {
        f"{code}-{at}": render(sheet(code, dict(base, TM03=words(text))), book)
        for code, base in (("07615", commune_answers()), ("SNNMT", DEPARTMENT), ("TD", DEPARTMENT))
        for at, text in enumerate(texts)
        if code == "07615" or at == 0
    }
    for name, pdf in rendered(office, papers).items():
        pages = [page.extract_text() for page in pdf.pages]
        first = pages[0].splitlines()
        if not name.startswith("TD"):
            assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first
            assert "Độc lập - Tự do - Hạnh phúc" in first
        (signed,) = [at for at, text in enumerate(pages) if "Nơi nhận:" in text]
        assert "tổng hợp./." in pages[signed]
        assert pages[1].splitlines()[0].strip() == "2"
        assert not first[0].strip().isdigit()
