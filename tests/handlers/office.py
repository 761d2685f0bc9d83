"""Who works in the tests' office, and how a commune fills its report."""

from plan.units import Role
from tests.handlers.play import Play

COMMUNE = "07582"  # xã Lục Ngạn
OTHER = "07615"  # xã Sơn Động
AGENCY = "SNV"

# The required part of a commune without ethnic-minority areas: what is typed, what is [tapped].
REQUIRED = (
    "[Chưa]",
    "2 1",
    "3 1",
    "31 12",
    "8 10",
    "[Không]",
    "5 320",
    "45,5 triệu",
    "Có thêm 01 nữ Phó Chủ tịch UBND.\n- Cử 08 nữ cán bộ đi bồi dưỡng.",
    "[Xong]",
    "[Không có]",
    "[Không có]",
)
TO_REVIEW = (*REQUIRED, "[Bỏ qua tất cả]")
SENT = (*TO_REVIEW, "[Gửi báo cáo]", "[Xác nhận gửi]")


def staffed(play: Play) -> Play:
    """Lan reports for Lục Ngạn, Hoa coordinates."""
    play.joins("lan", COMMUNE)
    play.joins("hoa", AGENCY, Role.coordinator)
    return play


def act(play: Play, who: str, *acts: str):
    """Do what is listed; return what was heard last."""
    heard = []
    for each in acts:
        tapped = each.startswith("[")
        heard = play.tap(who, each[1:-1]) if tapped else play.say(who, each)
    return heard


def send(play: Play, who: str = "lan"):
    """Fill and send the report of the person's commune."""
    act(play, who, "/baocao", *SENT)


def read_by(play: Play, coordinator: str = "hoa", unit: str = "xã Lục Ngạn"):
    """Open a waiting report as the coordinator."""
    act(play, coordinator, "/tinhhinh")
    waiting = next(b for b in play.last(coordinator).buttons if b.startswith("Chờ xem"))
    return act(play, coordinator, f"[{waiting}]", f"[{unit}]", "[Mở báo cáo]")
