"""Templates filled with the product's words: the one maker of HTML."""

import json
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse, JSONResponse

from handlers.house import House
from plan.phrasebook import Phrasebook

_SCRIPT = "web.script."


class Pages:
    """Renders pages and short refusals in the words of one programme."""

    def __init__(self, house: House) -> None:
        self._book: Phrasebook = house.programme.phrases
        self._templates = Environment(
            loader=PackageLoader("bot.web"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
        )
        manifest = house.programme.manifest
        self.coordinator = house.programme.coordinator.official_name
        self._templates.globals |= {
            "say": self._book.plain,
            "training": house.training,
            "coordinator": self.coordinator,
            "programme": f"{manifest.name}, {manifest.place}",
        }

    def plain(self, key: str, /, **slots: Any) -> str:
        """Return a phrase as plain text."""
        return self._book.plain(key, **slots)

    def page(self, name: str, /, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a template filled."""
        text = self._templates.get_template(f"{name}.html").render(**values)
        return HTMLResponse(text, status)

    def notice(self, name: str, /, status: int, **slots: Any) -> HTMLResponse:
        """Return a page with a heading and a sentence ("web.notice.<name>")."""
        heading = self.plain(f"web.notice.{name}_heading")
        words = self.plain(f"web.notice.{name}", **slots)
        return self.page("notice", status, heading=heading, words=words)

    def refusal(self, key: str, /, status: int = 422, **slots: Any) -> JSONResponse:
        """Return a refusal to the page's script, in words that it shows."""
        return JSONResponse({"words": self.plain(key, **slots)}, status)

    def script_words(self, **slots: Any) -> str:
        """Return what the page's script says, as JSON; `slots` are those that any of it has."""
        words = {}
        for key in self._book:
            if key.startswith(_SCRIPT):
                own = {name: slots[name] for name in self._book.slots(key)}
                words[key.removeprefix(_SCRIPT)] = self.plain(key, **own)
        return json.dumps(words, ensure_ascii=False)
