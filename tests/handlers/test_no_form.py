"""A pack without a form: the assistant answers and knows the deadline, and collects nothing."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from bot.opening import opened
from bot.settings import Settings
from plan.programme import find_pack, load_programme
from plan.units import Role
from storage import rounds
from storage.engine import Store
from tests.handlers.play import Play

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def office(sqlite_url, tmp_path):
    with closing(Store(sqlite_url, tmp_path)) as store:
        play = Play(store, load_programme(find_pack("vi-du")))
        play.joins("an", "T01")
        play.joins("ha", "PVHXH", Role.coordinator)
        yield play


def test_a_focal_point_is_offered_no_report_and_hears_the_plans_deadline(office):
    office.say("an", "/start")
    assert list(office.last("an").buttons) == ["Hạn gửi", "Hỏi về kế hoạch", "Trợ giúp"]
    office.say("an", "/baocao")
    assert "không có biểu mẫu báo cáo" in office.last("an")
    office.tap("an", "Hạn gửi")
    assert "15/12" in office.last("an")
    office.say("an", "tổng kinh phí là bao nhiêu")
    assert "960.000.000" in office.last("an")


def test_a_coordinator_is_offered_no_board(office):
    office.say("ha", "/start")
    assert not {"Bảng tình hình", "Lịch nhắc"} & set(office.last("ha").buttons)
    for command in ("/tinhhinh", "/dotxuat"):
        office.say("ha", command)
        assert "không có biểu mẫu báo cáo" in office.last("ha")
    office.say("ha", "/nhac")
    assert "Lịch nhắc" in office.last("ha")


def test_the_trial_and_the_real_thing_open_without_a_round(tmp_path):
    from bot.demo import prepare

    programme = load_programme(find_pack("vi-du"))
    settings = Settings(data_dir=tmp_path)
    with opened(settings, programme, NOW, training=True) as house:
        assert [part.role for part in prepare(house, NOW)] == ["focal", "leader", "coordinator"]
        with house.store.read() as tx:
            assert rounds.all_rounds(tx) == []
