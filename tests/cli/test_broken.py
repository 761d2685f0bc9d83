"""Twelve broken installations: each is told in Vietnamese, in six lines, and mended by them."""

import asyncio
import shutil
import socket
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from plan.programme import find_pack
from storage import instance
from storage.engine import Store
from tests.botapi import BotApi

SECRET = "123456789:TEST-TOKEN-NOT-A-REAL-ONE-0000"
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def is_a_complaint(ran, *words):
    """It says what, where and how to mend, in at most six lines, without a traceback or secret."""
    told = ran.out + ran.err
    assert ran.status == 2, told
    assert len(ran.err.strip().splitlines()) <= 6, told
    assert "Traceback" not in told
    assert "Cách sửa" in told
    assert SECRET.split(":")[1] not in told
    assert [word for word in words if word not in told] == []
    return True


def test_a_malformed_token(troly):
    assert is_a_complaint(troly("run", telegram_token="khong-phai-ma"), "telegram_token")


async def test_a_token_that_telegram_refuses(troly):
    async with BotApi() as api:
        base = api.base_url.removesuffix("/bot")
        ran = await asyncio.to_thread(
            troly, "run", telegram_token=SECRET, telegram_base_url=base, web_port=0
        )
    assert is_a_complaint(ran, "từ chối", base)


@pytest.mark.parametrize("wanted", [{"telegram": "true"}, {"telegram_token": ""}])
def test_telegram_wanted_but_no_token(troly, wanted):
    assert is_a_complaint(troly("run", **wanted), "chưa có mã bot")


def test_a_data_folder_that_cannot_be_written(troly, tmp_path):
    (tmp_path / "tep").write_text("a file where a folder should be")
    ran = troly("run", data_dir=tmp_path / "tep" / "data")
    assert is_a_complaint(ran, "thư mục dữ liệu", "tep/data")


def test_a_port_that_is_taken(troly):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert is_a_complaint(troly("run", web_port=port), str(port))


@pytest.fixture
def database(tmp_path):
    """A database of this version in the data folder."""
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "troly.db"
    with closing(Store(f"sqlite:///{path}")) as store:
        store.upgrade(NOW)
    return path


def test_a_database_newer_than_the_code(troly, database):
    with closing(sqlite3.connect(database)) as db:
        db.execute("update alembic_version set version_num = '9999'")
        db.commit()
    assert is_a_complaint(troly("run"), "phiên bản trợ lý mới hơn", "troly.db")


def test_a_damaged_database(troly, database):
    database.write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    for leftover in database.parent.glob("troly.db-*"):
        leftover.unlink()
    assert is_a_complaint(troly("run"), "bị hỏng", "troly.db")


def test_a_second_instance(troly, database):
    with closing(Store(f"sqlite:///{database}")) as store:
        held = instance.hold(store)
        try:
            assert is_a_complaint(troly("run"), "Một trợ lý khác đang chạy")
        finally:
            held.release()


def test_a_programme_that_is_not_there(troly):
    assert is_a_complaint(troly("run", programme="thai-binh"), "thai-binh", "bac-ninh-2282")


def test_a_programme_file_with_a_wrong_value(troly, tmp_path):
    pack = tmp_path / "goi"
    shutil.copytree(find_pack("bac-ninh-2282"), pack)
    ladder = (pack / "reminders.toml").read_text(encoding="utf-8")
    (pack / "reminders.toml").write_text(ladder.replace('at = "08:00"', 'at = "26:00"', 1))
    ran = troly("run", programme=pack)
    assert is_a_complaint(ran, "reminders.toml", "at")


def test_a_pack_whose_files_do_not_fit_together(troly, tmp_path):
    pack = tmp_path / "goi"
    shutil.copytree(find_pack("bac-ninh-2282"), pack)
    topics = (pack / "topics.toml").read_text(encoding="utf-8")
    (pack / "topics.toml").write_text(
        topics.replace('provisions = ["0"]', 'provisions = ["X"]', 1)
    )
    for words in (("programme", "check", pack), ("run", "--settings", tmp_path / "s.toml")):
        (tmp_path / "s.toml").write_text(f'programme = "{pack}"\n')
        ran = troly(*words)
        assert is_a_complaint(ran, "topics.toml", "doc.title.provisions", "“X”")


def test_a_settings_file_with_an_unknown_key(troly, tmp_path):
    (tmp_path / "troly.toml").write_text("web_prt = 8080\n")
    assert is_a_complaint(troly("run"), "web_prt", "web_port")


def test_a_settings_file_that_is_no_toml(troly, tmp_path):
    (tmp_path / "troly.toml").write_text("web_port 8080\n")
    assert is_a_complaint(troly("run"), "troly.toml")


def test_a_real_database_is_not_for_training_nor_the_other_way(troly, database):
    with closing(sqlite3.connect(database)) as db:
        db.execute("insert into marks values ('training', 'true', 0)")
        db.commit()
    assert is_a_complaint(troly("run", web_port=0), "TẬP HUẤN")


def test_a_false_clock_is_for_training_only(troly, tmp_path):
    clock = tmp_path / "clock"
    clock.write_text("2026-11-20T08:00:00+07:00")
    assert is_a_complaint(troly("run", clock_file=clock), "TROLY_CLOCK_FILE")


@pytest.mark.parametrize(
    ("words", "said"),
    [(("nosuch",), "không hiểu “nosuch”"), (("people", "revoke"), "thiếu person"),
     (("people", "revoke", "lan"), "giá trị của person không dùng được"),
     (("invite", "07582", "--role", "boss"), "--role không dùng được. focal: đầu mối"),
     (("doctor", "--nosuch"), "không có tùy chọn --nosuch"), (("doctor", "a"), "không hiểu “a”"),
     (("invite",), "troly invite 07582"), (("invite", "07582", "--all"), "troly invite 07582")],
)  # fmt: skip
def test_a_command_typed_wrong(troly, words, said):
    assert is_a_complaint(troly(*words), said)


def test_no_command_shows_the_help(troly):
    ran = troly()
    assert (ran.status, ran.err) == (2, "")
    assert "invite" in ran.out
