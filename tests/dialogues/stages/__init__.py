"""Where dialogues are played: one stage a channel, each line on a fresh application."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from tests.dialogues.scene import Scene
from tests.dialogues.stages.contract import NotHere, Stage
from tests.dialogues.stages.hall import Console
from tests.dialogues.stages.processes import Processes
from tests.dialogues.stages.telegram import Telegram
from tests.dialogues.stages.web import Web

__all__ = ["STAGES", "NotHere", "Stage"]

STAGES: dict[str, Callable[[Scene], AbstractAsyncContextManager[Stage]]] = {
    "console": Console,
    "telegram": Telegram,
    "web": Web,
    "processes": Processes,
}
