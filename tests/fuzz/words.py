"""Words that people, phones and attackers type."""

import io
import random
import unicodedata

from pypdf import PdfWriter

NUMBERS = (
    *("31 12", "12/31", "tổng 31 nữ 12", "0", "1", "không", "khong co", "k", "chưa có số liệu"),
    *("45,5 triệu", "1 tỷ 2", "ba mươi mốt", "31-12", "12 trên 31", "١٢", "³¹", "1e9", "-5", "½"),
    *("999999999999999999999999", "12/KH-UBND ngày 05/3/2026", "33,3%", "1.234.567", "12.5", "/"),
)
COMMANDS = (
    *("/baocao", "/han", "/trogiup", "/huy", "/donvi", "/bangiao", "/caidat", "/hoso", "/hoi"),
    *("/theodoi", "/nhac", "/duyet", "/cauhoi", "/tinhhinh", "/xoa", "/roi", "/ma", "/start"),
    *(
        "/baocao@thu_bot",
        "/BAOCAO",
        "/khongco",
        "/",
        "//",
        "/start start",
        "/hoi chỉ tiêu",
        "/x y",
    ),
    *("/duyet xã Lục Ngạn", "/ma ABCD", "/baocao 07615", "/nhac 07615", "/xuatexcel", "/thongbao"),
)
QUESTIONS = (
    *(
        "chỉ tiêu về quy hoạch nữ là bao nhiêu?",
        "han nop bao cao khi nao",
        "ai chủ trì?",
        "hỏi: ?",
    ),
    *("xã Sơn Động đã gửi chưa?", "Lục Ngạn", "xa luc ngan", "TX Chũ", "Đồng chí ơi", "cảm ơn"),
    *("so lieu cua xa khac", "mật khẩu là gì", "hỏi: chỉ tiêu về quy hoạch là gì", "ok", "vâng"),
)
# Beginnings of the buttons that lead on: who presses them gets far.
EAGER = (
    *("Xác nhận", "Gửi báo cáo", "Bỏ qua tất cả", "Xong", "Đúng", "Giải thích", "Báo cáo"),
    *("Tiếp tục", "Bắt đầu", "Nhập tiếp", "Xem lại và gửi", "Mở", "Chờ xem", "Trả lại", "Duyệt"),
    *("Ghi", "Gia hạn", "Đang trình ký", "Đã nhận", "Gửi", "Đồng ý", "Bảng tình hình", "Xem"),
    *("xã ", "phường ", "Rút về", "Xin sửa", "Cho phép", "Nhắc", "Viết thông báo", "Tất cả"),
)
SENTENCES = (
    "Do sắp xếp lại đơn vị hành chính.",
    "Đề nghị kiểm tra lại số liệu về quy hoạch.",
    "20/12/2026",
    "Nguyễn Thị Lan",
    "Công chức Văn hóa - Xã hội",
)


def _pdf() -> bytes:
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(width=72, height=72)
    writer.write(out)
    return out.getvalue()


# By name: whatever may be sent as a file. A name that is not here cannot be fetched.
FILES = {
    "ban-ky.pdf": _pdf(),
    "phu-luc.pdf": _pdf(),
    "Công văn MẬT.pdf": _pdf(),
    "../../etc/passwd.pdf": _pdf(),
    "hong.pdf": b"%PDF-1.7\n%%EOF\n",
    "macro.docm": b"PK\x03\x04",
    "bang.xlsx": b"PK\x03\x04 not a zip",
    "anh.jpg": b"not a picture",
    "": b"",
    "x" * 300 + ".pdf": _pdf(),
    "a\x00b.pdf": _pdf(),
}
FILE_NAMES = (*FILES, "ban-ky.pdf", "phu-luc.pdf", "khong-con.pdf")
_RAW = (
    "",
    " ",
    "\n\n\n",
    "\u202e12/31\u202c",
    "\u200b\u200d\ufeff",
    "a\u0300" * 400,
    "chữ " * 1500,
    "x" * 5000,
    "\x00\x01\x1b[31m",
    "<b>đậm</b> <script>alert(1)</script> & </blockquote>",
    "{unit} {body} %s %(x)s",
    "'; DROP TABLE answers; --",
    "👩‍👩‍👧‍👦🇻🇳" * 50,
    "\U0010ffff\ufffe",
    "ᶠᵘᶻᶻ 𝟙𝟚 ⅳ",
    "dòng 1\r\ndòng 2\rdòng 3\u2028dòng 4",
    "báo cáo tháng " + "9" * 4096,
    "\t\t1\t2",
    "-" * 4097,
    "Mật",
)


def weird(rng: random.Random) -> str:
    """Return a text that no form expects."""
    text = rng.choice(_RAW)
    match rng.randint(0, 5):
        case 0:
            return unicodedata.normalize("NFD", f"Đã cử {rng.randint(0, 99)} nữ cán bộ {text}")
        case 1:
            return "".join(chr(rng.choice((rng.randint(1, 0x2FFF), 0x1F600))) for _ in range(80))
        case 2:
            return f"{rng.choice(NUMBERS)} {text}"
    return text
