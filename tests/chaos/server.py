"""A real `troly run` in a process of its own, to be started, killed and started again."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from tests.chaos.town import Town

_START = 120.0  # seconds a start may take on a busy machine
_ROOT = Path(__file__).resolve().parents[2]


class ServerFailed(AssertionError):
    """The server ended by itself, or did not begin."""


class Server:
    """One server at a time over one town. `log` gathers what all of them wrote."""

    def __init__(self, town: Town, api_url: str, token: str, **environment: str) -> None:
        self._town = town
        self._environment = self._settings(api_url, token) | environment
        self.log = town.folder / "server.log"
        self.starts = 0
        self.seconds_to_start = 2.0
        self._process: asyncio.subprocess.Process | None = None
        self._began = 0.0

    def _settings(self, api_url: str, token: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TROLY_")}
        return kept | {
            "TROLY_TELEGRAM_TOKEN": token,
            "TROLY_TELEGRAM_BASE_URL": api_url,
            "TROLY_DATABASE_URL": self._town.url,
            "TROLY_DATA_DIR": str(self._town.folder),
            "TROLY_PROGRAMME": self._town.programme.manifest.id,
            "TROLY_CLOCK_FILE": str(self._town.clock_file),
            "TROLY_WEB_PORT": "0",
            "TROLY_LOG_LEVEL": "WARNING",
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def pid(self) -> int:
        """Return the process id of the running server."""
        assert self._process is not None
        return self._process.pid

    async def start(self, **environment: str) -> None:
        """Start a server; it is not ready yet."""
        self.starts += 1
        self._began = time.monotonic()
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", "from bot.cli.main import main; main()"),
                *("run", "--training"),
                env=self._environment | environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                cwd=_ROOT,
            )

    async def ready(self) -> None:
        """Wait until it serves. Raises ServerFailed with its last words."""
        assert self._process is not None
        assert self._process.stdout is not None
        async with asyncio.timeout(_START):
            line = await self._process.stdout.readline()
        if not line:
            raise ServerFailed(f"no server: {self.last_words()}")
        self.seconds_to_start = time.monotonic() - self._began

    async def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        if self._process.returncode is not None:
            raise ServerFailed(
                f"ended by itself ({self._process.returncode}): {self.last_words()}"
            )
        self._process.kill()
        await self._process.wait()

    async def died(self, seconds: float) -> bool:
        """Wait until it kills itself (a named point); False when it lives on."""
        assert self._process is not None
        try:
            async with asyncio.timeout(seconds):
                return await self._process.wait() == -signal.SIGKILL
        except TimeoutError:
            return False

    async def stop(self) -> int:
        """Ask it to end and return its exit status."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.terminate()
        return await self._process.wait()

    def last_words(self) -> str:
        """Return the end of the log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-2000:]

    def tracebacks(self) -> int:
        """Return how many errors with a traceback the log holds."""
        return self.log.read_text(encoding="utf-8", errors="replace").count("Traceback")
