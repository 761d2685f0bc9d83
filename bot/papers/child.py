"""Papers are rendered in a short-lived child process, so that the server stays small."""

import asyncio
import json
import secrets
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.engine.hooks import PaperFailed
from bot.opening import Opened
from storage.lines import Line

_PATIENCE = 60.0  # seconds for one paper
_AT_ONCE = 2  # children: a small server has two cores


@dataclass(frozen=True)
class Order:
    """What a child is told, on its standard input: nothing of it stands in a process list."""

    database: str
    data_dir: str
    programme: str
    training: bool
    about: dict[str, Any]
    now: str
    out: str

    @classmethod
    def read(cls, text: str) -> "Order":
        """Return an order as it was written."""
        return cls(**json.loads(text))

    @property
    def moment(self) -> datetime:
        """Return the moment for which the paper is written."""
        return datetime.fromisoformat(self.now)


class Renderer:
    """Renders the paper of a line into a temporary file, which the courier removes."""

    def __init__(self, opened: Opened, clock: Clock) -> None:
        self._opened = opened
        self._clock = clock
        self._folder = opened.settings.data_dir / "papers"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        for left in self._folder.iterdir():  # by an earlier process that did not end well
            left.unlink(missing_ok=True)
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def render(self, line: Line) -> Path:
        """Return the finished file. Raises PaperFailed."""
        out = self._folder / secrets.token_hex(8)
        try:
            await self._run(self._order(line, out))
        except BaseException:
            await asyncio.to_thread(out.unlink, missing_ok=True)
            raise
        return out

    def _order(self, line: Line, out: Path) -> Order:
        opened = self._opened
        return Order(
            database=opened.settings.database,
            data_dir=str(opened.settings.data_dir),
            programme=str(opened.programme.folder),
            training=opened.training,
            about=dict(line.about or {}),
            now=self._clock().isoformat(),
            out=str(out),
        )

    async def _run(self, order: Order) -> None:
        async with self._places:
            child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.papers.render",
                stdin=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                async with asyncio.timeout(_PATIENCE):
                    _, error = await child.communicate(json.dumps(asdict(order)).encode())
            except TimeoutError:
                child.kill()
                await child.wait()
                raise PaperFailed("the paper took too long") from None
        if child.returncode != 0:
            raise PaperFailed(error.decode(errors="replace")[-500:])
