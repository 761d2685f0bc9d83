"""The typed client of the control plane, and a fake Telegram as a process of its own."""

from __future__ import annotations

import asyncio
import base64
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from .api import TOKEN
from .conversation import PATIENCE, ScriptError, Seen, Silence, Toast, seen
from .faults import Trouble
from .rules import Limits

_ROOT = Path(__file__).resolve().parents[2]
_GRACE = 5.0


@dataclass(frozen=True, slots=True)
class Sent:
    """A person's message: enough to edit it later."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Stats:
    """What the server counted."""

    counts: dict[str, int]
    outcomes: dict[str, int]
    malformed: list[dict[str, Any]]
    sent: int
    busiest_second: int
    busiest_chat_second: int
    impatient: int
    pending_updates: int
    scripted_faults: int
    failures: list[str]


class Remote:
    """A fake Telegram in another process."""

    def __init__(self, url: str, token: str = TOKEN) -> None:
        self.url = url
        self.token = token
        self.base_url = f"{url}/bot"
        self.base_file_url = f"{url}/file/bot"
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def ask(self, verb: str, **body: Any) -> Any:
        """Carry out any verb of the control plane."""
        assert self._session is not None, "use `async with`"
        async with self._session.post(f"{self.url}/control/{verb}", json=body) as response:
            answer = await response.json()
        if answer["ok"]:
            return answer["result"]
        raise (Silence if response.status == 408 else ScriptError)(answer["error"])

    async def user(self, name: str, **more: Any) -> RemoteUser:
        """Return the person of this name, new at the first time."""
        ids = await self.ask("users", people=[{"name": name} | more])
        return RemoteUser(self, name, ids[name])

    async def crowd(self, names: list[str]) -> list[RemoteUser]:
        """Make many people with one request."""
        ids = await self.ask("users", people=names)
        return [RemoteUser(self, name, ids[name]) for name in names]

    async def say_many(self, lines: list[tuple[str, str]]) -> None:
        """Let many people write with one request: (name, text)."""
        await self.ask("say_many", lines=lines)

    async def content(self, file_id: str) -> bytes:
        """Return the bytes of a file that anybody sent."""
        return base64.b64decode(await self.ask("file", file_id=file_id))

    async def stats(self) -> Stats:
        """Return the counts of all calls."""
        return Stats(**await self.ask("stats"))

    async def calls(self, method: str | None = None, since: int = 0) -> list[dict[str, Any]]:
        """Return calls with their times and outcomes."""
        found: list[dict[str, Any]] = await self.ask("calls", method=method, since=since)
        return found

    async def texts(self) -> dict[int, list[str]]:
        """Return the texts that arrived, by chat."""
        found = await self.ask("texts")
        return {int(chat): texts for chat, texts in found.items()}

    async def confirmed(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109
        """Wait until the bot has confirmed every update."""
        await self.ask("confirmed", timeout=timeout)

    async def polled(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109
        """Wait until the bot waits for updates."""
        await self.ask("polled", timeout=timeout)

    async def script(self, trouble: Trouble | str, **details: Any) -> None:
        """Let the next calls fail: method=, times=, retry_after=, seconds=."""
        await self.ask("faults", script=[{"trouble": trouble} | details])

    async def chance(self, trouble: Trouble | str, probability: float, **details: Any) -> None:
        """Let calls fail at random: methods=, retry_after=, seconds=."""
        await self.ask(
            "faults", chance=[{"trouble": trouble, "probability": probability} | details]
        )

    async def faults(self, *, on: bool) -> None:
        """Switch all faults on or off."""
        await self.ask("faults", on=on)

    async def no_faults(self) -> None:
        """Forget all faults."""
        await self.ask("faults", clear=True)

    async def limits(self, limits: Limits | None) -> None:
        """Switch Telegram's rate limits on or (None) off."""
        names = ("overall", "per_chat", "per_group", "burst", "slack")
        wanted = None if limits is None else {name: getattr(limits, name) for name in names}
        await self.ask("limits", limits=wanted)

    async def clock(self, **change: Any) -> float:
        """Set the clock (at=, advance=, file=, run=True) or only read it."""
        moment: float = await self.ask("clock", **change)
        return moment

    async def shutdown(self) -> None:
        """End the process."""
        await self.ask("shutdown")


@dataclass(frozen=True, slots=True)
class RemoteUser:
    """Somebody in another process's Telegram; speaks like ``people.User``."""

    remote: Remote
    name: str
    id: int

    async def starts(self, payload: str = "") -> Sent:
        """Press Start."""
        return Sent(**await self._ask("start", payload=payload))

    async def says(self, text: str, **more: Any) -> Sent:
        """Write a text (group= to write there)."""
        return Sent(**await self._ask("say", text=text, **more))

    async def presses(self, label: str) -> str | None:
        """Press the newest button with this label; the query's id if it was an inline one."""
        query: str | None = (await self._ask("press", label=label)).get("query")
        return query

    async def press(self, message: Seen, label: str) -> str:
        """Press a button of a message as it was seen."""
        query: str = (await self._ask("press", label=label, json=message.json))["query"]
        return query

    async def answered(self, query: str, timeout: float = PATIENCE) -> Toast:  # noqa: ASYNC109
        """Wait for the answer to a pressed button."""
        return Toast(**await self.remote.ask("toast", query=query, timeout=timeout))

    async def shares_contact(self, *, own: bool = True) -> Sent:
        """Share a phone number."""
        return Sent(**await self._ask("contact", own=own))

    async def sends_document(self, name: str, content: bytes, **more: Any) -> Sent:
        """Send a file (caption=, mime=, size=)."""
        coded = base64.b64encode(content).decode()
        return Sent(**await self._ask("document", name=name, content=coded, **more))

    async def sends_photo(self, content: bytes | None = None, caption: str = "") -> Sent:
        """Send a picture."""
        given = {} if content is None else {"content": base64.b64encode(content).decode()}
        return Sent(**await self._ask("photo", caption=caption, **given))

    async def sends_sticker(self) -> Sent:
        """Send a sticker."""
        return Sent(**await self._ask("sticker"))

    async def edits(self, message: Sent, text: str) -> Sent:
        """Change an own message."""
        where = {"chat_id": message.chat_id, "message_id": message.message_id}
        return Sent(**await self._ask("edit", text=text, **where))

    async def blocks_bot(self) -> None:
        """Stop the bot from writing."""
        await self._ask("stance", does="block")

    async def unblocks(self) -> None:
        """Let the bot write again."""
        await self._ask("stance", does="unblock")

    async def deactivates(self) -> None:
        """Delete the account."""
        await self._ask("stance", does="deactivate")

    async def seen(self) -> list[Seen]:
        """Return the bot's messages as they are now."""
        return [seen(**entry) for entry in (await self._ask("seen"))["messages"]]

    async def hears(self, timeout: float = PATIENCE) -> Seen:  # noqa: ASYNC109
        """Return the next new message of the bot."""
        return seen(**await self._ask("hear", timeout=timeout))

    async def sees_edit(self, timeout: float = PATIENCE) -> Seen:  # noqa: ASYNC109
        """Return the next edited message of the bot."""
        return seen(**await self._ask("hear", kind="edit", timeout=timeout))

    async def skip(self) -> None:
        """Take everything so far as heard."""
        await self._ask("skip")

    async def _ask(self, verb: str, **body: Any) -> Any:
        return await self.remote.ask(verb, user=self.name, **body)


@asynccontextmanager
async def launched(*options: str, token: str = TOKEN) -> AsyncIterator[Remote]:
    """Run ``python -m tests.botapi`` for the time of the block; it dies with its parent."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.botapi", "--token", token),
        *("--print-port", "--exit-with-stdin", *options),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=_ROOT,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        port = int(await process.stdout.readline())
        async with Remote(f"http://127.0.0.1:{port}", token) as remote:
            yield remote
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _GRACE)
        except TimeoutError:
            process.kill()
            await process.wait()
