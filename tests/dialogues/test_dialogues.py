"""Every dialogue passes on every stage; a changed word breaks it.

TROLY_BLESS_DIALOGUES=1 rewrites what is expected, for a person to read the difference.
"""

import os
from pathlib import Path

import pytest

from handlers.ask import warm
from plan.programme import Programme, find_pack, load_programme
from storage.engine import Store
from tests.dialogues.scene import Scene, compared
from tests.dialogues.script import HERE, Line, Step, read, written
from tests.dialogues.setting import arrange
from tests.dialogues.stages import STAGES, NotHere, Stage

FILES = sorted(HERE.glob("*.txt"))
EACH_LINE_A_PROCESS = {"10-huy-ban-giao", "21-gap-can-bo"}
BLESS = os.environ.get("TROLY_BLESS_DIALOGUES") == "1"


def performances():
    """Every dialogue on every stage; the slow one, a process a line, plays a few."""
    for file in FILES:
        for stage in STAGES:
            if stage != "processes" or file.stem in EACH_LINE_A_PROCESS:
                yield pytest.param(file, stage, id=f"{file.stem}-{stage}")


@pytest.fixture(scope="session")
def programme() -> Programme:
    found = load_programme(find_pack("bac-ninh-2282"))
    warm(found).join(60)
    return found


@pytest.fixture
def scene(sqlite_url: str, tmp_path: Path, programme: Programme):
    store = Store(sqlite_url, tmp_path)
    yield Scene(store, programme, tmp_path)
    store.close()


@pytest.mark.parametrize(("file", "stage"), list(performances()))
async def test_dialogue(file: Path, stage: str, scene: Scene):
    async with STAGES[stage](scene) as channel:
        scene.channel, scene.address_of = channel.channel, channel.enters
        bless, heard = BLESS and stage == "console", []
        for step in read(file):
            try:
                changed = await played(scene, channel, step)
            except* NotHere as why:
                pytest.skip(f"line {step.number}: {why.exceptions[0]}")
            if changed and not bless:
                pytest.fail(difference(file, step, changed), pytrace=False)
            heard.append(changed or step)
    if bless:
        rewrite(file, heard)


def rewrite(file: Path, heard: list[Step]) -> None:
    """Write what was heard into the file, for a person to read the difference."""
    file.write_text(written(heard, file.read_text(encoding="utf-8")), encoding="utf-8")


async def played(scene: Scene, stage: Stage, step: Step) -> Step | None:
    """Play one step; return what was heard when it is not what is written."""
    if step.kind == "comment":
        return None
    if step.kind == "setting":
        arrange(scene, step.text)
        return None
    if step.kind == "clock":
        scene.clock.set(step.text)
    else:
        scene.clock.pause()
    return compared(step, await stage.play(step), contact=stage.contact)


def difference(file: Path, old: Step, new: Step) -> str:
    def shown(lines: list[Line]) -> str:
        return "\n".join(
            f"  {line.to} < " + "\n      ".join(line.text) + f"\n      {list(line.labels)}"
            for line in lines
        )

    return (
        f"{file.name}:{old.number}: {old.who} {old.text}\n"
        f"expected:\n{shown(old.expected)}\nheard:\n{shown(new.expected)}"
    )


def test_there_are_dialogues():
    assert len(FILES) >= 18
