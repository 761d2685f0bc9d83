"""Files that Telegram keeps: by file_id, and by path once getFile was called."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from .refusals import Refusal, declined, malformed

MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
_MAX_NAME = 60
_FOLDERS = {"document": "documents", "photo": "photos", "sticker": "stickers", "voice": "voice"}
_PREFIXES = {"document": "BQACAgUAAxk", "photo": "AgACAgUAAxk", "sticker": "CAACAgUAAxk"}


@dataclass(frozen=True, slots=True)
class Stored:
    """One file, or one size of a photo."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    content: bytes
    size: int
    """Usually the content's length; larger when a test pretends a big file."""
    path: str

    def fields(self) -> dict[str, Any]:
        """Return the fields every file object has."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }


class FileStore:
    """All files of one bot."""

    def __init__(self) -> None:
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}

    def keep(
        self,
        kind: str,
        name: str,
        content: bytes,
        *,
        mime: str | None = None,
        size: int | None = None,
    ) -> Stored:
        """Store bytes under a new file_id; the same bytes share their unique id."""
        number = len(self._by_id) + 1
        safe = _safe_name(name)
        folder = _FOLDERS.get(kind, "files")
        digest = hashlib.sha256(kind.encode() + content).digest()
        tail = base64.urlsafe_b64encode(number.to_bytes(6, "big") + digest[:24]).decode()
        stored = Stored(
            file_id=_PREFIXES.get(kind, "AwACAgUAAxk") + tail,
            unique_id="AgAD" + base64.urlsafe_b64encode(digest[:9]).decode(),
            kind=kind,
            name=safe,
            mime=mime or mimetypes.guess_type(name)[0] or "application/octet-stream",
            content=content,
            size=len(content) if size is None else size,
            path=f"{folder}/file_{number}{PurePosixPath(safe).suffix}",
        )
        self._by_id[stored.file_id] = stored
        return stored

    def find(self, file_id: str) -> Stored | None:
        """Return the file, or None."""
        return self._by_id.get(file_id)

    def to_send(self, file_id: str, kind: str) -> Stored:
        """Return the file for sending again; a photo can't be sent as a document."""
        stored = self._by_id.get(file_id)
        if stored is None:
            if "://" in file_id:
                raise _no_urls(file_id)
            raise declined(
                "wrong remote file identifier specified: can't unserialize it. Wrong last symbol",
            )
        if stored.kind != kind:
            raise malformed(
                f"can't use file of type {stored.kind.title()} as {kind.title()}",
            )
        return stored

    def publish(self, file_id: str) -> dict[str, Any]:
        """Answer getFile: from now on the file can be downloaded by its path."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise declined("invalid file_id")
        if stored.size > MAX_DOWNLOAD:
            raise declined("file is too big")
        self._by_path[stored.path] = stored
        return stored.fields() | {"file_path": stored.path}

    def at_path(self, path: str) -> Stored | None:
        """Return the file that getFile published under this path."""
        return self._by_path.get(path)


def _no_urls(address: str) -> Refusal:
    scheme = address.partition("://")[0].lower()
    if scheme not in {"http", "https"}:
        return malformed("invalid file HTTP URL specified: Unsupported URL protocol")
    return declined("failed to get HTTP URL content")  # this Telegram has no internet


def _safe_name(name: str) -> str:
    bare = name.replace("\\", "/").rpartition("/")[2].replace("\0", "")
    stem, dot, suffix = bare.rpartition(".")
    return f"{stem[:_MAX_NAME]}{dot}{suffix}" if dot else bare[:_MAX_NAME]
