"""From a line of the outbox to what a channel is handed: buttons with opaque ids, a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from bot.channels.contract import Button, Delivery
from bot.engine.hooks import Paper
from storage.lines import Line

_KINDS: dict[str, Literal["say", "file", "contact"]] = {"file": "file", "contact": "contact"}


def parcel(line: Line, edit: str | None = None, file: Path | None = None) -> Delivery:
    """Return what the channel is to show."""
    about = line.about or {}
    return Delivery(
        address=line.address,
        kind=_KINDS.get(line.kind, "say"),
        text=line.text,
        buttons=buttons(line),
        edit=edit,
        file=file,
        file_name=str(about.get("name", "")),
        contact_label=str(about.get("label", "")),
        line=line.id,
        about=about,
    )


def buttons(line: Line) -> tuple[Button, ...]:
    """Return the buttons of a line; `<token>.<n>` is all that leaves the house."""
    return tuple(
        Button(
            f"{line.token}.{number}",
            choice["label"],
            choice.get("copy"),
            choice.get("url"),
            choice.get("own_row", False),
        )
        for number, choice in enumerate(line.choices or ())
    )


class Papers:
    """Where the file of a line comes from: the shelf, or a paper rendered for it now."""

    def __init__(self, shelf: Path, paper: Paper) -> None:
        self._shelf = shelf
        self._paper = paper

    async def file_of(self, line: Line) -> Path | None:
        """Return the file to send. Raises PaperFailed."""
        about = line.about or {}
        if line.kind != "file":
            return None
        if stored := about.get("stored"):
            return self._shelf / str(stored)
        return await self._paper(line)

    @contextmanager
    def removed_after(self, line: Line, file: Path | None) -> Iterator[None]:
        """Remove a rendered paper when it has been sent; files of the shelf stay."""
        try:
            yield
        finally:
            if file is not None and not (line.about or {}).get("stored"):
                file.unlink(missing_ok=True)
