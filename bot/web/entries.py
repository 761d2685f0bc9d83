"""Lines of the conversation as the page's script takes them: small JSON."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from bot.web.markup import safe
from bot.web.words import Pages
from handlers import saying
from handlers.inbound import FileSent, Inbound, Kind
from handlers.visit import Visitor
from storage.lines import Line
from storage.transcript import Heard

Entry = dict[str, Any]
# What a line "asks" when it only offers ways to go on: its buttons never grow old.
_MENU = "next"
_SCHEMES = ("https://", "http://", "tel:", "mailto:", "tg://", "/")


def entries(told: Iterable[Heard | Line], address: str) -> list[Entry]:
    """Return a conversation in order; a card stands where it first stood, in its newest words."""
    found: dict[str, Entry] = {}
    pressed: set[str] = set()
    for one in told:
        if isinstance(one, Line):
            said = line_entry(one)
            place = f"line {said['place']}"
            if place in found:
                said["at"] = found[place]["at"]
            found[place] = said
        elif inbound := _inbound(one):
            if inbound.choice:
                pressed.add(inbound.choice)
            if entry := heard_entry(inbound, address, one.at.isoformat()):
                found[f"heard {one.id}"] = entry
    for entry in found.values():
        ids = (choice["id"] for choice in entry.get("choices", ()))
        entry["pressed"] = [choice for choice in ids if choice in pressed]
    return list(found.values())


def line_entry(line: Line, place: str | None = None) -> Entry:
    """Return a line of ours. `place`: the message it stands in, when that is not kept yet."""
    moment = line.first_attempt_at or line.promised_at
    return {
        "id": line.id,
        "place": int(place or line.message_ref or line.id),
        "at": moment.isoformat(),
        "html": safe(line.text),
        "asks": _digest(line.subject) if line.subject and line.asks != _MENU else None,
        "choices": [_choice(line.token, n, row) for n, row in enumerate(line.choices or ())],
        "file": _handed(line) if line.kind == "file" else None,
        "pressed": [],
    }


def heard_entry(inbound: Inbound, address: str, at: str) -> Entry | None:
    """Return what they said as their own bubble; None for a tap and for opening the chat."""
    if inbound.kind not in (Kind.text, Kind.file):
        return None
    return {
        "mine": True,
        "key": inbound.key.removeprefix(own_key(address, "")),
        "at": at,
        "text": inbound.text,
        "file": _sent(inbound.file) if inbound.file else None,
    }


def own_key(address: str, key: str) -> str:
    """Return a page's key as the inbox keeps it: nobody can use up another's key."""
    return f"{address[:16]}:{key}"


def who_words(pages: Pages, visitor: Visitor) -> str:
    """Return whom a session speaks for: name, unit and roles."""
    who = visitor.who
    if who.unit is None:
        return who.name or pages.plain("web.chat.stranger")
    roles = ", ".join(pages.plain(f"enrol.role_{role}") for role in sorted(who.roles(who.unit)))
    return pages.plain("web.chat.who", unit=visitor.unit, role=roles, name=who.name)


def _choice(token: str, number: int, row: Mapping[str, Any]) -> Entry:
    choice: Entry = {"id": f"{token}.{number}", "label": row["label"]}
    if str(row.get("url", "")).startswith(_SCHEMES):
        choice["url"] = row["url"]
    choice |= {name: row[name] for name in ("copy", "own_row") if row.get(name)}
    return choice


def _handed(line: Line) -> Entry:
    name = str((line.about or {}).get("name", ""))
    return {"name": name, "size": "", "href": f"/files/{line.token}"}


def _sent(file: FileSent) -> Entry:
    return {"name": file.name, "size": saying.size(file.size)}


def _inbound(heard: Heard) -> Inbound | None:
    try:
        return Inbound.model_validate_json(heard.body) if heard.body else None
    except ValidationError:
        return None  # written by a later version


def _digest(subject: str) -> str:
    """Return a name for what is asked about that tells the page nothing else."""
    return hashlib.sha256(subject.encode()).hexdigest()[:8]
