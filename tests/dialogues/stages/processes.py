"""A new process for every line: nothing can be remembered but what is in the database."""

import asyncio
import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.channels.contract import Button, Delivery
from handlers.inbound import Inbound
from plan.programme import load_programme
from storage.engine import Store
from tests.dialogues.scene import Scene
from tests.dialogues.script import Line, Step
from tests.dialogues.stages.application import application, look_at_the_clock
from tests.dialogues.stages.hall import Console, Hall

_ROOT = Path(__file__).resolve().parents[3]


class Processes(Console):
    """The console's stage, each line brought to a process of its own."""

    async def play(self, step: Step) -> list[Line]:
        """Tell a new process what was said, and read what it said."""
        scene = self._scene
        order = {
            "url": scene.url,
            "folder": str(scene.folder),
            "programme": str(scene.programme.folder),
            "training": scene.training,
            "moment": scene.clock().isoformat(),
            "inbound": None if step.kind == "clock" else self._inbound(step).model_dump_json(),
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", __name__),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=_ROOT,
        )
        out, _ = await process.communicate(json.dumps(order).encode())
        assert process.returncode == 0, "the process of this line failed"
        return [self._line(_delivery(said)) for said in json.loads(out)]


def _delivery(said: dict[str, Any]) -> Delivery:
    buttons = tuple(Button(**button) for button in said.pop("buttons"))
    return Delivery(**said, buttons=buttons)


async def _one_line(order: dict[str, Any]) -> list[dict[str, Any]]:
    folder, hall = Path(order["folder"]), Hall()
    store = Store(order["url"], folder)
    programme = load_programme(Path(order["programme"]))
    scene = Scene(store, programme, folder, training=order["training"])
    scene.clock.moment = datetime.fromisoformat(order["moment"])
    async with application(scene, hall) as engine:
        if order["inbound"] is None:
            await look_at_the_clock(scene, engine)
        else:
            await engine.receiver.receive([Inbound.model_validate_json(order["inbound"])])
    store.close()
    return [asdict(said) | {"file": None} for said in hall.said]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_one_line(json.load(sys.stdin)))))
