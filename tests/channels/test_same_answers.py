"""Telegram and the web chat, both over HTTP: the same report, and one report over both."""

import itertools
import shutil
from pathlib import Path

import pytest

from plan.programme import Programme, find_pack, load_programme
from plan.units import Role
from storage import answers, audit, cards, memberships, rounds, submissions
from storage.engine import Store
from storage.memberships import Seat
from tests.botapi.conversation import Seen, seen
from tests.chaos.robot import Robot, Say
from tests.dialogues.scene import Scene
from tests.dialogues.script import Line, Step
from tests.dialogues.stages import STAGES, Stage

COMMUNE = "07582"
NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def programme() -> Programme:
    return load_programme(find_pack("bac-ninh-2282"))


class Caller:
    """A robot that speaks through the stages of the dialogues."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self._scene = scene
        programme, today = scene.programme, scene.clock().date()
        self.robot = Robot(programme.form, programme.phrases, seed, today)
        self.robot.released = True

    async def opens(self, stage: Stage) -> None:
        """Open the report on a channel and do what it asks, until an answer is confirmed."""
        self._scene.channel = stage.channel
        deeds = self._hears(await self._plays(stage, "typed", "/baocao"))
        while deeds and not self.robot.done:
            before = self._confirmed
            kind, text = deeds.pop(0)
            lines = await self._plays(stage, kind, text)
            if self._confirmed_by(lines) > before:
                return
            deeds += self._hears(lines)

    @property
    def _confirmed(self) -> int:
        return sum(map(len, self.robot.told.echoed.values()))

    def _confirmed_by(self, lines: list[Line]) -> int:
        for line in lines:
            self.robot.glances(_seen(line))
        return self._confirmed

    def _hears(self, lines: list[Line]) -> list[tuple[str, str]]:
        deeds = [deed for line in lines for deed in self.robot.hears(_seen(line))]
        return [("typed", d.text) if isinstance(d, Say) else ("tapped", d.label) for d in deeds]

    async def _plays(self, stage: Stage, kind: str, text: str) -> list[Line]:
        self._scene.clock.pause()
        return await stage.play(Step(kind, next(NUMBERS), "lan", text))


def _seen(line: Line) -> Seen:
    """Show a line of a stage as a message with buttons."""
    number = next(NUMBERS)
    keys = [[{"text": label, "callback_data": f"{number}.0"}] for label in line.labels]
    file = [text for text in line.text if text.startswith("(") and text.endswith(".docx)")]
    json = {"chat": {"id": 1}, "message_id": number, "date": 0, "text": "\n".join(line.text)}
    json |= {"reply_markup": {"inline_keyboard": keys}} if keys else {}
    return seen(json | ({"document": {"file_name": file[0]}} if file else {}))


def _scene(template: str, folder: Path, programme: Programme) -> Scene:
    folder.mkdir()
    shutil.copy(template.removeprefix("sqlite:///"), folder / "troly.db")
    return Scene(Store(f"sqlite:///{folder / 'troly.db'}", folder), programme, folder)


def _joins(scene: Scene, *stages: Stage) -> None:
    """Let Lan be the focal point of a commune, with an account on each stage."""
    now = scene.clock()
    with scene.store.write() as tx:
        rounds.ensure_annual_rounds(tx, scene.programme, now)
        person = cards.add(tx, now, name="Nguyễn Thị Lan", position="Công chức")
        cards.consent(tx, person, now)
        for stage in stages:
            cards.add_account(tx, person, stage.channel, stage.enters("lan"), now)
        memberships.begin(tx, Seat(person, COMMUNE, Role.focal), now, confirmed=True)
    scene.cast.append("lan")


def _stored(scene: Scene, channels: set[str]) -> list[tuple[str, int, str]]:
    with scene.store.read() as tx:
        assert audit.verify(tx) == []
        (sent,) = submissions.versions(tx, "2026", COMMUNE)
        given = answers.history(tx, "2026", COMMUNE)
    assert {each.channel for each in given} == channels
    assert dict(sent.answers) == {each.question: each.value for each in given}
    return [(each.question, each.revision, each.value) for each in given]


async def _reported(scene: Scene, seed: int, *names: str) -> list[tuple[str, int, str]]:
    """Report on these channels, another one after every answer; return what is stored."""
    async with STAGES[names[0]](scene) as first, STAGES[names[-1]](scene) as last:
        stages = [first, last] if len(names) > 1 else [first]
        _joins(scene, *stages)
        scene.address_of = first.enters
        caller = Caller(scene, seed)
        for stage in itertools.cycle(stages):
            scene.address_of = stage.enters
            await caller.opens(stage)
            if caller.robot.done:
                break
    scene.store.close()
    return _stored(scene, set(names))


async def test_both_channels_store_the_same_and_switching_loses_nothing(
    sqlite_url: str, tmp_path: Path, programme: Programme
):
    told = {}
    for names in (("telegram",), ("web",), ("telegram", "web")):
        scene = _scene(sqlite_url, tmp_path / "-".join(names), programme)
        told[names] = await _reported(scene, 7, *names)
    assert len(told["telegram",]) > 10
    assert told["telegram",] == told["web",] == told["telegram", "web"]
