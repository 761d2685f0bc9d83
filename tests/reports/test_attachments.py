"""Which files are kept, which are refused and why, and when to ask."""

import struct
import unicodedata
import zipfile
import zlib
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from xlsxwriter import Workbook

from reports.attachments import MEDIA_TYPES, Outcome, announced, judge, secrecy


def pdf(password: str = "") -> bytes:
    writer, stream = PdfWriter(), BytesIO()
    writer.add_blank_page(72, 72)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(stream)
    return stream.getvalue()


def docx() -> bytes:
    stream = BytesIO()
    Document().save(stream)
    return stream.getvalue()


def xlsx() -> bytes:
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as workbook:
        workbook.add_worksheet()
    return stream.getvalue()


def repacked(content: bytes, extra: dict[str, bytes]) -> bytes:
    source, stream = zipfile.ZipFile(BytesIO(content)), BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            out.writestr(name, source.read(name))
        for name, data in extra.items():
            out.writestr(name, data)
    return stream.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(17) + zlib.compress(b"")
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(20)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)


def verdict(name: str, content: bytes, caption: str = ""):
    return judge(name, caption, content, 20)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [("bao cao.pdf", pdf(), "pdf"), ("BAO CAO.PDF", pdf(), "pdf"), ("a.docx", docx(), "docx"),
     ("a.xlsx", xlsx(), "xlsx"), ("a.png", PNG, "png"), ("a.jpg", JPG, "jpg"), ("a.jpeg", JPG, "jpg"),
     ("photo", JPG, "jpg"), ("báo cáo số 12.pdf", b"\n" + pdf(), "pdf")],
)  # fmt: skip
def test_what_a_report_needs_is_kept(name, content, kind):
    found = verdict(name, content)
    assert (found.outcome, found.phrase) == (Outcome.kept, "")
    assert found.media_type == MEDIA_TYPES[kind]


BOMB = repacked(docx(), {"word/media/a.bin": bytes(60 * 2**20)})
MANY = repacked(docx(), {f"word/media/{n}": b"" for n in range(5001)})
LOCKED = bytearray(docx())
LOCKED[LOCKED.rindex(b"PK\x01\x02") + 8] |= 1


@pytest.mark.parametrize(
    ("name", "content", "phrase"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", pdf() + bytes(20 * 2**20), "too_large"),
        ("a.exe", b"MZ" + bytes(100), "kind"),
        ("a.zip", repacked(docx(), {}), "kind"),
        ("a.doc", OLE + bytes(600), "kind"),
        ("a.docm", docx(), "kind"),
        ("a.pdf.exe", pdf(), "kind"),
        ("a.html", b"<html>", "kind"),
        ("a.pdf", b"<html>", "kind"),
        ("a.pdf", docx(), "mismatch"),
        ("a.docx", xlsx(), "mismatch"),
        ("a.png", JPG, "mismatch"),
        ("a.pdf", b"%PDF-1.7 rubbish", "broken"),
        ("a.pdf", b"%PDF-1.7\n" + b"1 0 obj\n" * 2**18 + b"%%EOF", "broken"),
        ("a.pdf", b"%PDF-1.7\ntrailer\n" + b"<<" * 2**20 + b"\nstartxref\n9\n%%EOF", "broken"),
        ("a.docx", docx()[:200], "broken"),
        ("a.docx", b"PK\x03\x04", "broken"),
        ("a.xlsx", repacked(docx(), {})[:-30], "broken"),
        ("a.docx", repacked(docx(), {"word/vbaProject.bin": b"x"}), "macro"),
        ("a.xlsx", repacked(xlsx(), {"xl/VBAPROJECT.BIN": b"x"}), "macro"),
        ("a.xlsx", repacked(xlsx(), {"xl/macrosheets/sheet1.xml": b"x"}), "macro"),
        ("a.docx", repacked(docx(), {"word/activeX/activeX1.bin": b"x"}), "macro"),
        ("a.docx", ENCRYPTED, "encrypted"),
        ("a.pdf", pdf("mat khau"), "encrypted"),
        ("a.pdf", pdf("mat khau").replace(b"/Encrypt", b"/#45ncr#79pt"), "encrypted"),
        ("a.docx", bytes(LOCKED), "encrypted"),
        ("a.docx", BOMB, "bomb"),
        ("a.docx", MANY, "bomb"),
        ("photo", b"random", "kind"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_report_does_not_need_is_refused_with_the_reason(name, content, phrase, book):
    found = verdict(name, content)
    assert (found.outcome, found.phrase) == (Outcome.refused, f"files.{phrase}")
    assert book.render(found.phrase)


SECRET = [
    "MẬT.pdf",
    "bao_cao_MẬT.pdf",
    "mật-so 12.pdf",
    "Tối Mật.pdf",
    "TUYỆT MẬT.pdf",
    "công văn mật (1).pdf",
]
MAYBE = [
    "MAT.pdf",
    "bao_cao_mat.pdf",
    "toi mat.pdf",
    "cv mat 12.pdf",
    "TAI LIEU MAT.pdf",
    "cong van maatj.pdf",
]
INNOCENT = ["mat tran to quoc.pdf", "MAT TRAN.pdf", "Mặt trận Tổ quốc.pdf", "giai phong mat bang.pdf",
            "mặt hàng.pdf", "mật độ dân số.pdf", "danh sach co mat.pdf", "matran.pdf", "format.pdf",
            "thảo.pdf", "mất.pdf"]  # fmt: skip


@pytest.mark.parametrize("name", SECRET)
def test_an_accented_mark_of_secrecy_is_refused_in_the_name_and_in_the_caption(name):
    for given_name in (name, unicodedata.normalize("NFD", name)):
        assert announced(given_name, "", 10, 20).phrase == "files.secret"
        assert verdict("a.pdf", pdf(), caption=given_name).phrase == "files.secret"


@pytest.mark.parametrize("name", MAYBE)
def test_an_unaccented_one_is_asked_about(name):
    found = verdict(name, pdf())
    assert (found.outcome, found.phrase) == (Outcome.ask, "files.maybe_secret")
    assert found.media_type == MEDIA_TYPES["pdf"]


@pytest.mark.parametrize("name", INNOCENT)
def test_the_fatherland_front_is_no_secret(name):
    assert secrecy(name, "") is None


def test_a_file_that_is_refused_anyway_is_not_asked_about():
    assert verdict("mat.exe", b"MZ").phrase == "files.kind"
    assert announced("a.pdf", "", 21 * 2**20, 20).phrase == "files.too_large"


@settings(deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.binary(max_size=300))
def test_any_file_gets_a_verdict(name, caption, content):
    assert judge(name, caption, content, 20).outcome in Outcome


WHOLE_PDF, WHOLE_DOCX = pdf(), docx()


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 3000))
def test_a_damaged_file_gets_a_verdict(damage, at):
    for content in (WHOLE_PDF, WHOLE_DOCX):
        broken = content[:at] + damage + content[at + len(damage) :]
        assert judge("a", "", broken, 20).outcome in Outcome
