"""From a line of the outbox to what a channel is handed: buttons with opaque ids, a file."""

from pathlib import Path
from typing import Literal

from bot.channels.contract import Button, Delivery
from bot.engine.hooks import Paper, PaperFailed
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
    """Where the file of a line comes from: the shelf, or a paper rendered for it.

    Rendering takes seconds, so a paper is prepared before its line waits for its turn: the rest
    of the chat goes on meanwhile, and what leaves leaves at once.
    """

    def __init__(self, shelf: Path, paper: Paper) -> None:
        self._shelf = shelf
        self._paper = paper
        self._prepared: dict[int, Path | PaperFailed] = {}

    @staticmethod
    def needs(line: Line) -> bool:
        """Return whether a paper must be rendered for a line."""
        return line.kind == "file" and not (line.about or {}).get("stored")

    async def prepare(self, line: Line) -> None:
        """Render the paper of a line; that it failed is told by `file_of`."""
        try:
            self._prepared[line.id] = await self._paper(line)
        except PaperFailed as error:
            self._prepared[line.id] = error
        except Exception as error:  # noqa: BLE001 -- the line must not wait for ever
            self._prepared[line.id] = PaperFailed(f"{type(error).__name__}: {error}")

    async def file_of(self, line: Line) -> Path | None:
        """Return the file to send. Raises PaperFailed."""
        about = line.about or {}
        if line.kind != "file":
            return None
        if stored := about.get("stored"):
            return self._shelf / str(stored)
        if line.id not in self._prepared:
            await self.prepare(line)
        found = self._prepared[line.id]
        if isinstance(found, PaperFailed):
            raise found
        return found

    def settled(self, line: Line) -> None:
        """Remove a rendered paper: its line will not be said again. Files of the shelf stay."""
        found = self._prepared.pop(line.id, None)
        if isinstance(found, Path):
            found.unlink(missing_ok=True)
