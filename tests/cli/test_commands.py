"""What an operator does at the terminal, command by command."""

import json
import re
import stat
import zipfile
from contextlib import closing
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.clock import system_clock
from bot.complaint import Complaint
from plan.units import Role
from storage import cards, invitations, memberships
from storage.engine import Store
from storage.memberships import Seat

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def troly(tmp_path, monkeypatch):
    """Run a command in this process, in an empty folder; a complaint is raised as it is."""
    for name in ("TELEGRAM_TOKEN", "DATABASE_URL", "PROGRAMME", "PUBLIC_URL"):
        monkeypatch.delenv(f"TROLY_{name}", raising=False)
    monkeypatch.setenv("TROLY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "250")
    monkeypatch.chdir(tmp_path)

    def run(*words, typed=None):
        done = CliRunner().invoke(app, [str(word) for word in words], input=typed)
        if isinstance(done.exception, Complaint):
            raise done.exception
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return run


@pytest.fixture
def store(tmp_path):
    (tmp_path / "data").mkdir()
    with closing(Store(f"sqlite:///{tmp_path / 'data' / 'troly.db'}")) as opened:
        opened.upgrade(NOW)
        yield opened


def test_init_writes_a_private_file_without_echo_and_never_over_one(troly, tmp_path):
    token = "123456789:TEST-TOKEN-NOT-A-REAL-ONE-0000"
    done = troly("init", typed=token + "\n")
    file = tmp_path / "troly.toml"
    assert done.exit_code == 0
    assert token not in done.output
    assert token in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(Complaint, match="file_exists"):
        troly("init", typed="\n")


def test_init_keeps_nothing_of_a_malformed_token(troly, tmp_path):
    with pytest.raises(Complaint, match="token_malformed"):
        troly("init", typed="khong phai ma\n")
    assert not (tmp_path / "troly.toml").exists()


def test_units_are_listed_in_official_order(troly):
    rows = json.loads(troly("units", "list", "--json").output)
    assert len(rows) == 124
    assert sum(row["reports"] for row in rows) == 123
    assert "xã Lục Ngạn" in troly("units", "list").output


def test_the_shipped_pack_is_right(troly):
    assert "hợp lệ" in troly("programme", "check", "bac-ninh-2282").output


def test_an_invitation_is_printed_once_with_its_links(troly, store, monkeypatch):
    monkeypatch.setenv("TROLY_PUBLIC_URL", "https://baocao.example.gov.vn/")
    issued = json.loads(troly("invite", "luc ngan", "--json").output)
    assert (issued["unit"], issued["role"]) == ("07582", "focal")
    assert issued["web"] == f"https://baocao.example.gov.vn/m/{issued['code']}"
    with store.read() as tx:
        found = invitations.find(tx, issued["code"])
        assert found is not None
        assert found.fault(system_clock()) is None
        rows = tx.exec_driver_sql("select * from invitations").fetchall()
    assert issued["code"] not in str(rows)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("xã Không Có",), "unit_unknown"),
        (("Lục Ngạnn",), "unit_unknown"),
        (("Lục Ngạn", "--role", "coordinator"), "role_wrong"),
    ],
)
def test_an_invitation_for_nobody_is_refused(troly, words, complaint):
    with pytest.raises(Complaint, match=complaint):
        troly("invite", *words)


def test_all_invitations_are_pages_each_with_its_own_code(troly, tmp_path):
    assert troly("invite", "--all", "--out", tmp_path / "thu").exit_code == 0
    pages = sorted((tmp_path / "thu").glob("*.docx"))
    assert len(pages) == 124  # 123 units and the register
    codes = [re.findall(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{2}", _text(page)) for page in pages]
    assert codes[0] == []  # the register holds no code
    assert all(len(found) == 1 for found in codes[1:])
    assert len({found[0] for found in codes[1:]}) == 123
    register = pages[0]
    assert "123 thư mời (cán bộ đầu mối), hiệu lực đến hết ngày" in _text(register)
    with zipfile.ZipFile(register) as parts:
        assert "<w:tblHeader/>" in parts.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("public_url", "says", "says_not"),
    [("https://bc.vn", "Cách 2. Mở trang https://bc.vn rồi gõ", "Lưu ý"),
     (None, "Mở Trợ lý Kế hoạch theo thông báo của Sở Nội vụ tỉnh Bắc Ninh", "Cách 2")],
)  # fmt: skip
def test_a_page_says_where_its_code_is_typed(
    troly, tmp_path, monkeypatch, public_url, says, says_not
):
    if public_url:
        monkeypatch.setenv("TROLY_PUBLIC_URL", public_url)
    ran = troly("invite", "--all", "--out", tmp_path / "thu")
    page = _text(next((tmp_path / "thu").glob("07582*.docx")))
    assert says in page
    assert says_not not in page + (ran.output if public_url else "")
    assert ("chưa có mã QR" in ran.output) == (public_url is None)


def _text(page):
    with zipfile.ZipFile(page) as parts:
        return re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())


def _join(store, name="Nguyễn Thị A"):
    with store.write() as tx:
        person = cards.add(tx, NOW, name=name)
        memberships.begin(tx, Seat(person, "07582", Role.focal), NOW, confirmed=True)
        cards.add_account(tx, person, "telegram", f"4{person}", NOW)
    return person


def test_a_person_is_listed_cut_off_in_one_step_and_relinked(troly, store):
    person = _join(store)
    (row,) = json.loads(troly("people", "list", "--json").output)
    assert (row["person"], row["name"]) == (person, "Nguyễn Thị A")
    assert "Mã cấp lại" in troly("people", "relink", person).output
    assert troly("people", "revoke", person).exit_code == 0
    with store.read() as tx:
        assert memberships.of_person(tx, person) == []
    with pytest.raises(Complaint, match="person_unknown"):
        troly("people", "revoke", 999)


def test_a_backup_brings_everything_back(troly, store, tmp_path):
    person = _join(store)
    (tmp_path / "data" / "files").mkdir()
    (tmp_path / "data" / "files" / "0a1b").write_bytes(b"%PDF")
    assert troly("backup", "--out", tmp_path / "kho").exit_code == 0
    (copy,) = (tmp_path / "kho").glob("troly-*")
    _join(store, "người sau")
    store.close()
    with pytest.raises(Complaint, match="restore_busy"):
        troly("restore", copy)
    (tmp_path / "data" / "files" / "0a1b").unlink()
    assert troly("restore", copy, "--replace").exit_code == 0
    assert (tmp_path / "data" / "files" / "0a1b").read_bytes() == b"%PDF"
    assert [r["person"] for r in json.loads(troly("people", "list", "--json").output)] == [person]


def test_a_damaged_backup_is_refused_before_anything_is_touched(troly, store, tmp_path):
    _join(store)
    broken = tmp_path / "troly-x.db"
    broken.write_bytes(b"SQLite format 3\0" + b"\xff" * 999)
    with pytest.raises(Complaint, match="backup_missing"):
        troly("restore", broken, "--replace")
    assert len(json.loads(troly("people", "list", "--json").output)) == 1


def test_doctor_tells_each_thing_with_its_mend_and_no_secret(troly, store, monkeypatch):
    secret = "123456789:TEST-TOKEN-NOT-A-REAL-ONE-0000"
    monkeypatch.setenv("TROLY_TELEGRAM_TOKEN", secret)
    monkeypatch.setenv("TROLY_TELEGRAM_BASE_URL", "http://127.0.0.1:9")
    done = troly("doctor", "--json")
    found = {row["check"]: row["level"] for row in json.loads(done.output)}
    assert found["schema"] == found["pragmas"] == found["programme"] == "pass"
    assert found["telegram"] == "warn"
    assert done.exit_code == 1
    assert secret.split(":")[1] not in done.output


def test_doctor_fails_on_settings_that_are_wrong(troly, tmp_path):
    (tmp_path / "troly.toml").write_text("web_prt = 1\n")
    done = troly("doctor")
    assert done.exit_code == 2
    assert "web_prt" in done.output
