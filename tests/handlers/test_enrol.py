"""Joining: whose button it is, who decides, and what two hands do at the same time."""

from datetime import timedelta

import pytest

from handlers.inbound import Kind
from plan.units import Role
from storage import cards, invitations, join_requests
from storage.invitations import New
from tests.handlers.talk import JUSTICE, LUC_NGAN, Talk, phrases


@pytest.fixture
def hoa(talk: Talk) -> int:
    return talk.somebody("hoa", "SNV", Role.coordinator)


def code(talk: Talk, unit: str = LUC_NGAN, role: Role = Role.focal, **more: object) -> str:
    new = New("join", talk.now + timedelta(days=7), unit, role, **more)
    with talk.store.write() as tx:
        return invitations.issue(tx, new, talk.now)


def joins(talk: Talk, who: str, code_: str) -> list:
    """Go the whole way from the code to the finished card."""
    talk.says(who, f"/start {code_}")
    talk.taps(who, "Đúng, tiếp tục")
    talk.taps(who, "Đồng ý")
    talk.says(who, "Nguyễn Thị Lan")
    return talk.says(who, "Công chức")


def asks(talk: Talk, who: str, unit: str = "xã Lục Ngạn") -> list:
    """Ask to join without a code, the whole way."""
    talk.says(who, f"/thamgia {unit}")
    talk.taps(who, "Tôi là cán bộ đầu mối")
    talk.taps(who, "Đồng ý")
    talk.says(who, "Nguyễn Thị Lan")
    return talk.says(who, "Công chức")


def test_nothing_is_kept_of_somebody_who_does_not_agree(talk: Talk):
    secret = code(talk)
    talk.says("lan", f"/start {secret}")
    talk.taps("lan", "Đúng, tiếp tục")
    talk.taps("lan", "Không đồng ý")
    with talk.store.read() as tx:
        found = invitations.find(tx, secret)
        assert found
        assert found.fault(talk.now) is None
    assert talk.count("people") == 0


def test_of_two_who_open_one_code_the_first_to_agree_gets_it(talk: Talk, hoa: int):
    secret = code(talk)
    for who in ("lan", "minh"):
        talk.says(who, f"/start {secret}")
        talk.taps(who, "Đúng, tiếp tục")
    talk.taps("lan", "Đồng ý")
    assert phrases(talk.taps("minh", "Đồng ý")) == ["enrol.code_used"]
    assert talk.count("people") == 2  # the coordinator and lan


@pytest.mark.parametrize("label", ["Đúng, tiếp tục", "Đồng ý"])
def test_pressing_twice_changes_nothing(talk: Talk, hoa: int, label: str):
    talk.says("lan", f"/start {code(talk)}")
    talk.taps("lan", "Đúng, tiếp tục")
    talk.taps("lan", "Đồng ý")
    assert phrases(talk.taps("lan", label)) == ["enrol.ask_name"]
    talk.says("lan", "Nguyễn Thị Lan")
    talk.says("lan", "Công chức")
    assert phrases(talk.taps("lan", label)) == ["home.focal"]
    assert talk.count("memberships") == 2


def test_the_coordinator_hears_of_one_request_once(talk: Talk, hoa: int):
    asks(talk, "lan")
    button = talk.button("lan", "Tôi là cán bộ đầu mối")
    assert phrases(talk.presses("lan", button), "hoa") == []


def test_a_code_revoked_or_expired_between_offer_and_consent_lets_nobody_in(talk: Talk):
    secret = code(talk)
    talk.says("lan", f"/start {secret}")
    talk.taps("lan", "Đúng, tiếp tục")
    talk.now += timedelta(days=8)
    assert phrases(talk.taps("lan", "Đồng ý")) == ["enrol.code_expired"]
    assert talk.count("people") == 0


def test_the_first_of_a_unit_waits_and_the_second_does_not(talk: Talk, hoa: int):
    said = joins(talk, "lan", code(talk))
    assert "enrol.first_joined" in phrases(said, "hoa")
    lan, minh = talk.person("lan"), None
    assert talk.roles(lan) == {(LUC_NGAN, "focal", False)}
    talk.taps("hoa", "Duyệt")
    assert talk.roles(lan) == {(LUC_NGAN, "focal", True)}
    said = joins(talk, "minh", code(talk))
    minh = talk.person("minh")
    assert talk.roles(minh) == {(LUC_NGAN, "focal", True)}
    assert phrases(said, "hoa") == []


def test_a_second_one_beside_an_unconfirmed_first_waits_too(talk: Talk, hoa: int):
    joins(talk, "lan", code(talk))
    joins(talk, "minh", code(talk))
    assert talk.roles(talk.person("minh")) == {(LUC_NGAN, "focal", False)}


def test_a_coordinator_by_code_needs_nobody(talk: Talk):
    joins(talk, "hoa", code(talk, "SNV", Role.coordinator))
    assert talk.roles(talk.person("hoa")) == {("SNV", "coordinator", True)}


def test_only_the_coordinating_agency_offers_the_coordinators_role(talk: Talk, hoa: int):
    for unit, offered in (("Sở Tư pháp", False), ("Sở Nội vụ", True)):
        talk.says("lan", f"/thamgia {unit}")
        labels = [choice["label"] for choice in talk.last("lan").choices or []]
        assert ("Tôi là cán bộ tổng hợp" in labels) is offered


@pytest.mark.parametrize("label", ["Duyệt", "Từ chối"])
def test_nobody_else_can_press_the_coordinators_button(talk: Talk, hoa: int, label: str):
    talk.somebody("minh", JUSTICE)
    asks(talk, "lan")
    button = talk.button("hoa", label)
    for who in ("minh", "lan", "stranger"):
        assert phrases(talk.presses(who, button))[0] == "help.stale"
    assert talk.roles(talk.person("lan")) == set()
    with talk.store.read() as tx:
        assert len(join_requests.waiting(tx)) == 1


@pytest.mark.parametrize(
    "choice", ["", ".", "x.0", "0", "....", "AAAAAAAAAAAAAAAA.0", "'; drop table people;--.1"]
)
def test_a_forged_button_does_nothing(talk: Talk, hoa: int, choice: str):
    assert phrases(talk.presses("hoa", choice))[0] == "help.stale"


def test_a_button_beyond_the_last_one_does_nothing(talk: Talk, hoa: int):
    asks(talk, "lan")
    token = talk.button("hoa", "Duyệt").partition(".")[0]
    for number in ("2", "99", "-1", "1e3", "²"):
        assert phrases(talk.presses("hoa", f"{token}.{number}"))[0] == "help.stale"
    assert talk.roles(talk.person("lan")) == set()


def test_a_coordinator_who_is_none_any_more_decides_nothing(talk: Talk, hoa: int):
    asks(talk, "lan")
    talk.end_roles(hoa)
    assert phrases(talk.taps("hoa", "Duyệt")) == ["enrol.not_coordinator"]
    assert talk.roles(talk.person("lan")) == set()


def test_what_one_coordinator_decided_the_other_cannot_undo(talk: Talk, hoa: int):
    talk.somebody("thu", "SNV", Role.coordinator)
    asks(talk, "lan")
    talk.taps("hoa", "Duyệt")
    assert phrases(talk.taps("thu", "Từ chối")) == ["enrol.decided_already"]
    assert talk.roles(talk.person("lan")) == {(LUC_NGAN, "focal", True)}


def test_approving_all_lets_in_only_those_who_were_shown(talk: Talk, hoa: int):
    asks(talk, "lan")
    asks(talk, "minh", "xã Sơn Động")
    talk.says("hoa", "/duyet")
    asks(talk, "binh", "Sở Tư pháp")
    said = talk.taps("hoa", "Duyệt tất cả (2)")
    assert phrases(said).count("enrol.you_are_in") == 2
    assert talk.roles(talk.person("binh")) == set()


def test_a_wrong_code_counts_by_account_and_only_for_an_hour(talk: Talk):
    secret = code(talk)
    for _ in range(5):
        assert phrases(talk.says("lan", "/start 7K3M-WRONG")) == ["enrol.code_unknown"]
    assert phrases(talk.says("lan", f"/start {secret}")) == ["enrol.too_many_tries"]
    assert phrases(talk.says("minh", f"/start {secret}")) == ["enrol.offer"]
    talk.now += timedelta(hours=1)
    assert phrases(talk.says("lan", f"/start {secret}")) == ["enrol.offer"]


@pytest.mark.parametrize("typed", ["/start\n{code}", "/start   {code}  ", "{code}"])
def test_a_code_may_be_typed_in_many_ways(talk: Talk, typed: str):
    said = talk.says("lan", typed.format(code=code(talk)))
    assert phrases(said) == ["enrol.offer"]


@pytest.mark.parametrize(
    "typed",
    ["tam son", "tan son", "van son", "nam sn", "lục ngan", "xa luc ngann", "Bắc Giang", "?", "1"],
)
def test_no_typed_unit_is_ever_taken_without_a_tap(talk: Talk, hoa: int, typed: str):
    talk.says("lan", "/thamgia")
    talk.says("lan", typed)
    assert talk.count("join_requests") == 0
    assert talk.count("people") == 1


def test_a_person_has_only_so_many_open_requests(talk: Talk, hoa: int):
    asks(talk, "lan")
    for unit in ("xã Sơn Động", "Sở Tư pháp"):
        talk.says("lan", f"/thamgia {unit}")
        talk.taps("lan", "Tôi là cán bộ đầu mối")
    said = talk.says("lan", "/thamgia")
    assert phrases(said) == ["home.waiting"]
    assert talk.count("join_requests") == 3


@pytest.mark.parametrize(("own", "kept"), [(True, "0987654321"), (False, "")])
def test_only_the_senders_own_number_is_kept(talk: Talk, own: bool, kept: str):
    lan = talk.somebody("lan", LUC_NGAN)
    talk.hears("lan", kind=Kind.contact, phone="+84987654321", phone_is_own=own)
    with talk.store.read() as tx:
        assert (cards.get(tx, lan).phone or "") == kept
