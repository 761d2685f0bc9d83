"""Files that people send: brought here before the turn, outside of every transaction."""

import asyncio
import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

import structlog

from bot.channels.contract import Channel, TryLater, Undeliverable
from bot.engine import faults
from bot.engine.writer import Writer
from handlers.inbound import FileSent, Inbound
from storage import files

# Judge a file: first as announced (path None), then as fetched. The phrase key of a refusal,
# or None when it may be kept.
Verdict = Callable[[FileSent, Path | None], str | None]
LOST = "engine.file_lost"  # the refusal of a file that the channel could not hand over
_OURS = re.compile(r"[0-9a-f]{32}")
_ATTEMPTS = (1.0, 3.0, 9.0)  # seconds between attempts to fetch
log = structlog.get_logger()


def keep_all(_sent: FileSent, _path: Path | None) -> None:
    """Refuse no file."""


class Shelf:
    """The file store: random names in one folder; the database knows what they are."""

    def __init__(
        self,
        folder: Path,
        writer: Writer,
        channels: Mapping[str, Channel],
        verdict: Verdict = keep_all,
    ) -> None:
        self.folder = folder
        self._writer = writer
        self._channels = channels
        self._verdict = verdict

    async def fetched(self, inbound: Inbound, *, known: bool) -> Inbound:
        """Return the inbound with its file on the shelf, or with the refusal's phrase key.

        A stranger's file is not fetched at all.
        """
        sent = inbound.file
        if sent is None or sent.stored is not None or not known:
            return inbound
        refusal = self._verdict(sent, None)
        kept = sent.model_copy(update={"refusal": refusal}) if refusal else None
        kept = kept or await self._fetch(inbound.channel, sent)
        faults.point("lanes.fetched")
        return inbound.model_copy(update={"file": kept})

    async def _fetch(self, channel: str, sent: FileSent) -> FileSent:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stored = secrets.token_hex(16)
        path = self.folder / stored
        if not await self._brought(channel, sent.ref, path):
            return sent.model_copy(update={"refusal": LOST})
        refusal = await asyncio.to_thread(self._verdict, sent, path)
        if refusal is not None:
            path.unlink()
            return sent.model_copy(update={"refusal": refusal})
        digest = await asyncio.to_thread(_sha256, path)
        found = {"stored": stored, "sha256": digest, "size": path.stat().st_size}
        return sent.model_copy(update=found)

    async def _brought(self, channel: str, ref: str, path: Path) -> bool:
        source = self._channels.get(channel)
        if source is None:
            return False
        for pause in (*_ATTEMPTS, None):
            try:
                await source.fetch(ref, path)
            except TryLater as later:
                if pause is None:
                    return False
                await asyncio.sleep(later.after or pause)
            except Undeliverable as gone:
                log.warning("file not fetched", why=str(gone))
                return False
            else:
                return True
        return False

    async def sweep(self) -> int:
        """Remove what a process that died left: files that no row knows; return how many.

        To be called before messages are acted on, while nobody else fetches.
        """
        kept = await self._writer.read(files.kept)

        def strays() -> list[Path]:
            found = self.folder.iterdir() if self.folder.is_dir() else ()
            return [p for p in found if _OURS.fullmatch(p.name) and p.name not in kept]

        left = await asyncio.to_thread(strays)
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    async def tidy(self, inbound: Inbound) -> None:
        """Remove the file of a message when its turn did not keep it, and the channel's own copy.

        A refused file, which may be secret, is nowhere afterwards.
        """
        sent = inbound.file
        if sent is None:
            return
        if channel := self._channels.get(inbound.channel):
            await channel.forget(sent.ref)
        stored = sent.stored
        if stored is None:
            return
        if not await self._writer.read(lambda tx: files.is_kept(tx, stored)):
            (self.folder / stored).unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
