"""Units, hand-over, other devices, leaving: nobody reaches what is not theirs."""

from datetime import timedelta

from sqlalchemy import select

from handlers import accounts
from plan.units import Role
from storage import cards, invitations, people
from storage.tables import metadata
from tests.handlers.talk import JUSTICE, LUC_NGAN, SON_DONG, Talk, phrases


def offered_code(talk: Talk, address: str) -> str:
    """Return the code that the newest line to an account shows."""
    copied = [c["copy"] for c in talk.last(address).choices or [] if "copy" in c]
    return copied[0].rpartition("=")[2].rpartition("/")[2]


def takes_over(talk: Talk, who: str, code: str) -> list:
    talk.says(who, f"/start {code}")
    talk.taps(who, "Nhận bàn giao")
    talk.taps(who, "Đồng ý")
    talk.says(who, "Lê Văn Minh")
    return talk.says(who, "Công chức")


def test_the_old_one_stays_in_charge_until_the_new_one_has_finished(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    talk.says("lan", "/bangiao Lê Văn Minh")
    code = offered_code(talk, "lan")
    talk.says("minh", f"/start {code}")
    talk.taps("minh", "Nhận bàn giao")
    talk.taps("minh", "Đồng ý")
    talk.says("minh", "Lê Văn Minh")
    assert talk.roles(lan) == {(LUC_NGAN, "focal", True)}
    said = talk.says("minh", "Công chức")
    assert talk.roles(lan) == set()
    assert talk.roles(talk.person("minh")) == {(LUC_NGAN, "focal", True)}
    assert "people.handed_over" in phrases(said, "lan")


def test_handing_over_one_unit_keeps_the_other(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    talk.also(lan, SON_DONG)
    talk.says("lan", "/donvi")
    talk.taps("lan", "xã Lục Ngạn")
    talk.says("lan", "/bangiao Lê Văn Minh")
    takes_over(talk, "minh", offered_code(talk, "lan"))
    assert talk.roles(lan) == {(SON_DONG, "focal", True)}


def test_an_unconfirmed_one_hands_over_no_more_than_they_have(talk: Talk):
    talk.somebody("lan", LUC_NGAN, confirmed=False)
    talk.says("lan", "/bangiao Lê Văn Minh")
    takes_over(talk, "minh", offered_code(talk, "lan"))
    assert talk.roles(talk.person("minh")) == {(LUC_NGAN, "focal", False)}


def test_a_hand_over_of_somebody_who_lost_the_unit_gives_nothing(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    talk.says("lan", "/bangiao Lê Văn Minh")
    code = offered_code(talk, "lan")
    with talk.store.write() as tx:
        accounts.revoke(tx, lan, talk.now)
    assert phrases(talk.says("minh", f"/start {code}")) == ["enrol.code_revoked"]


def test_a_coordinator_hands_over_too(talk: Talk):
    hoa = talk.somebody("hoa", "SNV", Role.coordinator)
    talk.says("hoa", "/bangiao Trần Thị Thu")
    takes_over(talk, "thu", offered_code(talk, "hoa"))
    assert talk.roles(hoa) == set()
    assert talk.roles(talk.person("thu")) == {("SNV", "coordinator", True)}


def test_only_the_newest_hand_over_counts(talk: Talk):
    talk.somebody("lan", LUC_NGAN)
    talk.says("lan", "/bangiao Lê Văn Minh")
    first = offered_code(talk, "lan")
    talk.says("lan", "/bangiao Lê Văn Nam")
    assert phrases(talk.says("minh", f"/start {first}")) == ["enrol.code_revoked"]


def test_a_hand_over_cannot_be_taken_by_the_one_who_gives(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    talk.says("lan", "/bangiao Lê Văn Minh")
    talk.says("lan", f"/start {offered_code(talk, 'lan')}")
    assert talk.roles(lan) == {(LUC_NGAN, "focal", True)}


def test_a_person_switches_between_own_units_only(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    talk.also(lan, SON_DONG)
    talk.says("lan", "/donvi")
    button = talk.button("lan", "xã Sơn Động")
    talk.somebody("minh", JUSTICE)
    assert phrases(talk.presses("minh", button))[0] == "help.stale"
    talk.end_roles(lan)
    assert phrases(talk.presses("lan", button)) == ["home.no_unit"]


def test_a_link_to_another_device_is_for_one_account_within_five_minutes(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    talk.says("lan", "/web")
    code = offered_code(talk, "lan")
    talk.now += timedelta(minutes=4)
    talk.says("desk", f"/start {code}")
    assert talk.person("desk") == lan
    assert "people.link_used" not in phrases(talk.says("lan", f"/start {code}"))
    assert phrases(talk.says("thief", f"/start {code}")) == ["home.stranger_again"]
    assert talk.count("people") == 1


def test_a_newer_link_voids_the_older_and_time_voids_both(talk: Talk):
    talk.somebody("lan", LUC_NGAN)
    talk.says("lan", "/web")
    older = offered_code(talk, "lan")
    talk.says("lan", "/web")
    newer = offered_code(talk, "lan")
    talk.says("desk", f"/start {older}")
    talk.now += timedelta(minutes=6)
    talk.says("desk", f"/start {newer}")
    with talk.store.read() as tx:
        assert people.person_of(tx, "test", "desk") is None


def test_an_account_of_somebody_in_charge_is_not_taken_over_by_a_link(talk: Talk):
    talk.somebody("lan", LUC_NGAN)
    minh = talk.somebody("minh", JUSTICE)
    talk.says("lan", "/web")
    code = offered_code(talk, "lan")
    talk.says("minh", f"/start {code}")
    assert talk.person("minh") == minh
    with talk.store.read() as tx:
        found = invitations.find(tx, code)
    assert found
    assert found.used_at is None


def test_relinking_ends_the_lost_account_and_keeps_the_roles(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    with talk.store.write() as tx:
        links = accounts.relink(tx, talk.house, lan, talk.now)
    talk.says("new phone", f"/start {links.code}")
    assert talk.person("new phone") == lan
    assert talk.roles(lan) == {(LUC_NGAN, "focal", True)}
    assert phrases(talk.says("lan", "/start")) == ["home.stranger"]


def test_keeping_only_this_device_cuts_the_others(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    talk.says("lan", "/web")
    talk.says("desk", f"/start {offered_code(talk, 'lan')}")
    talk.says("lan", "/hoso")
    talk.taps("lan", "Chỉ giữ máy này")
    assert talk.person("lan") == lan
    assert phrases(talk.says("desk", "/hoso")) == ["home.stranger_again"]


def test_a_revoked_account_is_a_strangers(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    talk.says("lan", "/hoso")
    button = talk.button("lan", "Sửa họ tên")
    with talk.store.write() as tx:
        ended = accounts.revoke(tx, lan, talk.now)
    assert [(member.unit, member.role) for member in ended] == [(LUC_NGAN, Role.focal)]
    assert phrases(talk.presses("lan", button))[0] == "help.stale"
    assert phrases(talk.says("lan", "/bangiao")) == ["home.stranger_again"]


def everything_stored(talk: Talk) -> str:
    """Return all words of all tables."""
    with talk.store.read() as tx:
        rows = [
            tuple(row) for table in metadata.sorted_tables for row in tx.execute(select(table))
        ]
    return repr(rows)


def test_erasure_leaves_no_name_no_phone_and_no_account_behind(talk: Talk):
    talk.somebody("lan-account", LUC_NGAN)
    talk.says("lan-account", "/hoso")
    talk.taps("lan-account", "Sửa họ tên")
    talk.says("lan-account", "Nguyễn Thị Ngọc Lan")
    talk.settle()
    talk.says("lan-account", "/xoa")
    talk.settle()
    talk.taps("lan-account", "Xóa thông tin của tôi")
    told = everything_stored(talk)
    assert "Ngọc Lan" not in told
    assert "Người lan-account" not in told
    # Only the goodbye still knows where to go; it is blanked with the old lines' housekeeping.
    assert told.count("lan-account") == 1


def test_erasure_is_never_by_an_old_button(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    talk.says("lan", "/xoa")
    button = talk.button("lan", "Xóa thông tin của tôi")
    talk.says("lan", "/bangiao")
    assert phrases(talk.presses("lan", button)) == ["people.forget_ask"]
    assert talk.roles(lan)


def test_the_operator_sees_everybody_but_the_erased(talk: Talk):
    lan = talk.somebody("lan", LUC_NGAN)
    minh = talk.somebody("minh", JUSTICE, Role.leader)
    with talk.store.write() as tx:
        cards.erase(tx, minh, talk.now)
    with talk.store.read() as tx:
        found = accounts.listing(tx)
    assert [(p.person, p.name, [s.unit for s in p.seats]) for p in found] == [
        (lan, "Người lan", [LUC_NGAN])
    ]
