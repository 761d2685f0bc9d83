"""Papers of a report: kept or refused with the reason, never in the way of the open question."""

import pytest

from handlers.inbound import FileSent
from plan.units import Role
from storage import files, moves
from tests.handlers.office import COMMUNE, REQUIRED, act, send, staffed


@pytest.fixture
def office(play):
    return staffed(play)


def sent(name="bao-cao.pdf", number=1, **more):
    told = {"stored": f"random{number}", "sha256": "0" * 64} | more
    return FileSent(ref="r", name=name, size=340 * 1024, media_type="application/pdf", **told)


def kept(play, unit=COMMUNE):
    with play.store.read() as tx:
        return [(f.name, f.purpose) for f in files.of_report(tx, "2026", unit).values()]


def test_a_file_in_the_middle_of_a_question_is_kept_and_the_question_comes_back(office):
    act(office, "lan", "/baocao", *REQUIRED[:3])
    heard = office.sends("lan", sent("ke-hoach.pdf"))
    assert "Đã nhận tệp “ke-hoach.pdf” (340 KB)" in heard[0]
    assert "Câu 4/11" in heard[1]
    assert kept(office) == [("ke-hoach.pdf", "other")]
    act(office, "lan", "31 12")
    assert "Câu 5/11" in office.last("lan")


def test_a_kept_file_is_told_what_it_is(office):
    act(office, "lan", "/baocao")
    office.sends("lan", sent("ke-hoach.pdf"))
    act(office, "lan", "[Kế hoạch của đơn vị]")
    assert kept(office) == [("ke-hoach.pdf", "plan")]


def test_the_signed_paper_is_asked_for_after_sending(office):
    send(office)
    act(office, "lan", "[Gửi bản đã ký]")
    office.sends("lan", sent("anh.jpg"))
    assert "Bản đã ký phải là tệp PDF" in office.last("lan")
    office.sends("lan", sent("125-BC-UBND.pdf"))
    assert "Đã nhận bản đã ký" in office.last("lan")
    assert kept(office) == [("125-BC-UBND.pdf", "signed")]
    with office.store.read() as tx:
        assert moves.of_report(tx, "2026", COMMUNE)[-1].what == "paper"


def test_files_are_listed_fetched_and_removed(office):
    act(office, "lan", "/baocao")
    office.sends("lan", sent("mot.pdf", 1))
    office.sends("lan", sent("hai.pdf", 2))
    act(office, "lan", "[Tệp đính kèm]", "[Lấy tệp 2]")
    assert office.last("lan").about["stored"] == "random2"
    act(office, "lan", "[Xóa tệp 1]")
    assert kept(office) == [("hai.pdf", "other")]
    act(office, "lan", "[Xóa tệp 1]")
    assert kept(office) == []


def test_the_number_of_files_is_limited(office):
    act(office, "lan", "/baocao")
    for number in range(21):
        office.sends("lan", sent(f"{number}.pdf", number))
    assert len(kept(office)) == 20
    assert any("đã có 20 tệp" in line for line in office.heard["lan"][-2:])


@pytest.mark.parametrize(
    ("name", "caption"),
    [("CV mật.pdf", ""), ("a.pdf", "tài liệu TỐI MẬT"), ("Mật - quy hoạch.docx", "không mật")],
)
def test_what_is_marked_secret_is_refused(office, name, caption):
    act(office, "lan", "/baocao")
    office.sends("lan", sent(name), caption)
    assert kept(office) == []
    assert any("không nhận tài liệu mật" in line for line in office.heard["lan"][-2:])


def test_a_doubtful_name_wants_a_word(office):
    act(office, "lan", "/baocao")
    office.sends("lan", sent("tai lieu mat.pdf"))
    assert kept(office) == []
    assert any("kèm lời “không mật”" in line for line in office.heard["lan"][-2:])
    office.sends("lan", sent("tai lieu mat.pdf"), "Không mật")
    assert kept(office) == [("tai lieu mat.pdf", "other")]


@pytest.mark.parametrize("name", ["mat tran to quoc.pdf", "khung lam viec.pdf"])
def test_innocent_names_pass(office, name):
    act(office, "lan", "/baocao")
    office.sends("lan", sent(name))
    assert kept(office) == [(name, "other")]


def test_the_engines_refusal_is_told(office):
    act(office, "lan", "/baocao")
    heard = office.sends("lan", sent("a.exe", stored=None, refusal="files.kind"))
    assert "Chỉ nhận tệp PDF, JPG, PNG, DOCX, XLSX" in heard[0]
    assert kept(office) == []


@pytest.mark.parametrize("name", ["stranger", "xem"])
def test_only_focal_points_hand_papers_over(office, name):
    office.joins("xem", COMMUNE, Role.viewer)
    office.sends(name, sent("a.pdf", stored=None if name == "stranger" else "random1"))
    assert kept(office) == []
