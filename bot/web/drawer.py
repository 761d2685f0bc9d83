"""Files on their way: uploads until the engine fetched them, papers until they are downloaded."""

import os
import re
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

_NAME = re.compile(r"^[0-9a-f]{1,64}$")
_IN_DAYS = 7  # the engine fetches within seconds; a crash may delay it
_OUT_DAYS = 60
_PIECE = 1 << 16


class Drawer:
    """Two folders: `in` by the sender's key, `out` by the line that hands over."""

    def __init__(self, folder: Path) -> None:
        self._in = folder / "in"
        self._out = folder / "out"

    def take_in(self, name: str, file: BinaryIO) -> int:
        """Write an upload to disk, for good; return its size."""
        path = self._path(self._in, name)
        draft = path.with_suffix(".part")
        with draft.open("wb") as target:
            shutil.copyfileobj(file, target, _PIECE)
            target.flush()
            os.fsync(target.fileno())
            size = target.tell()
        draft.replace(path)
        return size

    def hand_in(self, name: str, to: Path) -> None:
        """Copy an upload to a path. Raises FileNotFoundError when it is gone."""
        shutil.copyfile(self._path(self._in, name), to)

    def drop(self, name: str) -> None:
        """Remove an upload, if it is still here."""
        self._path(self._in, name).unlink(missing_ok=True)

    def put_out(self, line: int, file: Path) -> None:
        """Keep a copy of a paper for whoever may download it."""
        path = self._path(self._out, f"{line:x}")
        draft = path.with_suffix(".part")
        shutil.copyfile(file, draft)
        draft.replace(path)

    def out(self, line: int) -> Path | None:
        """Return a paper that waits for download; None when it was cleared away."""
        path = self._path(self._out, f"{line:x}")
        return path if path.is_file() else None

    def clear(self, now: datetime) -> None:
        """Remove what has waited too long."""
        for path, days in self._all():
            if path.stat().st_mtime < (now - timedelta(days=days)).timestamp():
                path.unlink(missing_ok=True)

    def _all(self) -> Iterable[tuple[Path, int]]:
        for folder, days in ((self._in, _IN_DAYS), (self._out, _OUT_DAYS)):
            for path in folder.glob("*"):
                yield path, days

    def _path(self, folder: Path, name: str) -> Path:
        if not _NAME.match(name):
            raise FileNotFoundError(name)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder / name
