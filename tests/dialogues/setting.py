"""Set-up sentences: how a dialogue begins. Each sentence is a pattern and what it arranges."""

import re
from collections.abc import Callable
from datetime import timedelta

from plan.units import Role, Unit
from reports.values import Narrative, Numbers, YesNo, to_json
from storage import (
    answers,
    cards,
    invitations,
    memberships,
    moves,
    preferences,
    rounds,
    submissions,
)
from storage.memberships import Seat
from storage.submissions import Submission
from tests.dialogues.scene import Scene
from tests.dialogues.script import DialogueError

Arrange = Callable[..., None]
SENTENCES: list[tuple[re.Pattern[str], Arrange]] = []
ROLES = {
    "cán bộ đầu mối": Role.focal,
    "lãnh đạo": Role.leader,
    "cán bộ tổng hợp": Role.coordinator,
    "người xem": Role.viewer,
}
ROLE = "(" + "|".join(ROLES) + ")"


def sentence(pattern: str) -> Callable[[Arrange], Arrange]:
    """Register what a set-up sentence arranges: called with the scene and the groups."""

    def register(arrange: Arrange) -> Arrange:
        SENTENCES.append((re.compile(pattern), arrange))
        return arrange

    return register


def arrange(scene: Scene, text: str) -> None:
    """Arrange what a sentence says. Raises DialogueError when nobody knows it."""
    for pattern, act in SENTENCES:
        if found := pattern.fullmatch(text):
            act(scene, *found.groups())
            return
    raise DialogueError(f"no set-up sentence like {text!r}")


def unit_named(scene: Scene, name: str) -> Unit:
    """Return the one unit of a name."""
    hits = scene.programme.units.find(name)
    if len(hits) != 1 or not hits[0].exact:
        raise DialogueError(f"which unit is {name!r}?")
    return hits[0].unit


@sentence(rf"(\w+) là ([^,]+), ([^,]+), {ROLE} của (.+)")
def somebody(scene: Scene, who: str, name: str, position: str, role: str, unit: str):
    """A person who joined long ago, confirmed."""
    address = scene.enters(who)
    with scene.store.write() as tx:
        person = cards.add(tx, scene.clock(), name=name, position=position, phone="0912000000")
        cards.consent(tx, person, scene.clock())
        cards.add_account(tx, person, scene.channel, address, scene.clock())
    scene.people[who] = person
    also(scene, who, role, unit)


@sentence(rf"(\w+) là ([^,]+), ([^,]+), {ROLE} chưa xác nhận của (.+)")
def not_confirmed(scene: Scene, who: str, name: str, position: str, role: str, unit: str):
    """A person who joined, and whom the coordinator has not confirmed yet."""
    address = scene.enters(who)
    with scene.store.write() as tx:
        person = cards.add(tx, scene.clock(), name=name, position=position, phone="0912000000")
        cards.consent(tx, person, scene.clock())
        cards.add_account(tx, person, scene.channel, address, scene.clock())
        seat = Seat(person, unit_named(scene, unit).code, ROLES[role])
        memberships.begin(tx, seat, scene.clock(), confirmed=False)
    scene.people[who] = person


@sentence(rf"(\w+) cũng là {ROLE} của (.+)")
def also(scene: Scene, who: str, role: str, unit: str):
    """A further role of somebody."""
    seat = Seat(scene.people[who], unit_named(scene, unit).code, ROLES[role])
    with scene.store.write() as tx:
        memberships.begin(tx, seat, scene.clock(), confirmed=True)


@sentence(rf"có mã mời {ROLE} của (.+?)( trên giấy)?")
def invitation(scene: Scene, role: str, unit: str, paper: str | None):
    """A code that nobody has used; a dialogue says it as {mã}."""
    days = timedelta(days=30 if paper else 7)
    new = invitations.New("join", scene.clock() + days, unit_named(scene, unit).code, ROLES[role])
    with scene.store.write() as tx:
        scene.knows(invitations.issue(tx, new, scene.clock()))


@sentence("mã mời đã bị thu hồi")
def revoked(scene: Scene):
    """The newest code is void."""
    with scene.store.write() as tx:
        found = invitations.find(tx, scene.words["mã"])
        assert found
        invitations.revoke(tx, scene.clock(), id=found.id)


@sentence("không cần xác nhận người đầu tiên")
def no_confirmation(scene: Scene):
    """The coordinator switched the confirmation of first joiners off."""
    with scene.store.write() as tx:
        preferences.set_setting(tx, "confirm_first_joiner", False, None, scene.clock())


@sentence("đây là buổi tập huấn")
def training(scene: Scene):
    """A training house: every screen says so."""
    scene.training = True


@sentence("các kỳ báo cáo hằng năm đã được tạo")
def annual_rounds(scene: Scene):
    """The annual rounds up to the present year exist."""
    with scene.store.write() as tx:
        rounds.ensure_annual_rounds(tx, scene.programme, scene.clock())


# What a commune without ethnic-minority areas answers in the required part.
FILLED = {
    "NV01": YesNo(yes=False),
    "CC01": Numbers(boxes={"CC01": 2, "CC02": 1}),
    "CC03": Numbers(boxes={"CC03": 3, "CC04": 1}),
    "QH01": Numbers(boxes={"QH01": 31, "QH02": 12}),
    "DT01": Numbers(boxes={"DT01": 8, "DT02": 10}),
    "DS00": YesNo(yes=False),
    "NV06": Numbers(boxes={"NV06": 5, "NV06L": 320}),
    "CP01": Numbers(boxes={"CP01": 45_500_000}),
    "TM01": Narrative(text="Có thêm 01 nữ Phó Chủ tịch UBND."),
    "TM02": Narrative(text=""),
    "TM03": Narrative(text=""),
}


@sentence(r"(\w+) đã nhập đủ báo cáo năm (\d{4}) của (.+)")
def filled_in(scene: Scene, who: str, year: str, unit: str):
    """Somebody answered every required question of a commune and skipped the optional ones."""
    code, person = unit_named(scene, unit).code, scene.people[who]
    with scene.store.write() as tx:
        for question, value in FILLED.items():
            told = (year, code, question, to_json(value), person, scene.channel)
            answers.put(tx, answers.NewAnswer(*told), 0, scene.clock())
        moves.add(tx, (year, code), "optional", person, scene.clock(), how="skip")


@sentence(r"báo cáo năm (\d{4}) của (.+) do (\w+) gửi đã được duyệt")
def accepted(scene: Scene, year: str, unit: str, who: str):
    """A report was sent in time and accepted."""
    code, person, now = unit_named(scene, unit).code, scene.people[who], scene.clock()
    content = {"answers": {question: to_json(value) for question, value in FILLED.items()}}
    version = scene.programme.form.version
    with scene.store.write() as tx:
        submissions.add(
            tx,
            Submission(year, code, 1, version, content, f"BC-{code}", person, now, on_time=True),
        )
        moves.add(tx, (year, code), "submitted", person, now)
        moves.add(tx, (year, code), "accepted", person, now)


@sentence("kỳ tập huấn đã được tạo")
def training_round(scene: Scene):
    """The training round is open."""
    with scene.store.write() as tx:
        rounds.ensure_training_round(tx, scene.programme, scene.clock())


@sentence("lãnh đạo đơn vị xem báo cáo trước khi gửi")
def leader_first(scene: Scene):
    """The coordinator wants the unit's leader to see a report before it leaves."""
    with scene.store.write() as tx:
        preferences.set_setting(tx, "leader_approval", True, None, scene.clock())
