"""What a person sees in a chat, and waiting for something to be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from .world import Chat, Event, Message, World

T = TypeVar("T")

PATIENCE = 5.0
"""seconds a person waits by default"""


class Silence(AssertionError):
    """Nothing came in time."""


class ScriptError(AssertionError):
    """A person of the test cannot do this: no such button, the bot is blocked."""


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button as a person sees it."""

    label: str
    data: str | None = None
    url: str | None = None
    copies: str | None = None
    web_app: str | None = None


@dataclass(frozen=True, slots=True)
class Toast:
    """The answer to a pressed button."""

    text: str
    alert: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the bot at one moment."""

    chat_id: int
    message_id: int
    date: int
    text: str
    """the text, or the words under a file"""
    buttons: tuple[tuple[Button, ...], ...]
    keyboard: tuple[tuple[str, ...], ...]
    """labels of the reply keyboard that came with it"""
    edited: bool
    file_id: str | None
    file_name: str | None
    json: dict[str, Any]

    @property
    def labels(self) -> list[str]:
        """Return the labels of the inline buttons, row by row."""
        return [button.label for row in self.buttons for button in row]

    def button(self, label: str) -> Button:
        """Return the button with this label."""
        for row in self.buttons:
            for button in row:
                if button.label == label:
                    return button
        raise ScriptError(f"no button {label!r} among {self.labels}")


def seen(json: dict[str, Any], markup: dict[str, Any] | None = None) -> Seen:
    """Show a message object as a person sees it."""
    inline = json.get("reply_markup", {}).get("inline_keyboard", [])
    reply = (markup or {}).get("keyboard", [])
    file = json.get("document") or (json.get("photo") or [None])[-1] or {}
    return Seen(
        chat_id=json["chat"]["id"],
        message_id=json["message_id"],
        date=json["date"],
        text=json.get("text") or json.get("caption") or "",
        buttons=tuple(tuple(_button(button) for button in row) for row in inline),
        keyboard=tuple(tuple(button["text"] for button in row) for row in reply),
        edited="edit_date" in json,
        file_id=file.get("file_id"),
        file_name=file.get("file_name"),
        json=json,
    )


def _button(json: dict[str, Any]) -> Button:
    return Button(
        label=json["text"],
        data=json.get("callback_data"),
        url=json.get("url"),
        copies=json.get("copy_text", {}).get("text"),
        web_app=json.get("web_app", {}).get("url"),
    )


class Conversation:
    """One chat, seen from outside: the common part of a user, a group and a channel."""

    def __init__(self, world: World, chat: Chat, name: str) -> None:
        self.world = world
        self.chat = chat
        self.name = name
        self._heard: dict[str, int] = {}

    @property
    def id(self) -> int:
        """Return the chat_id."""
        return self.chat.id

    @property
    def seen(self) -> list[Seen]:
        """Return the bot's messages as they are now, without deleted ones."""
        return [self._show(message) for message in self._visible()]

    @property
    def texts(self) -> list[str]:
        """Return the words of the bot's messages as they are now."""
        return [message.text for message in self.seen]

    @property
    def keyboard(self) -> tuple[tuple[str, ...], ...]:
        """Return the labels of the reply keyboard below the text field."""
        rows = (self.chat.keyboard or {}).get("keyboard", [])
        return tuple(tuple(button["text"] for button in row) for row in rows)

    @property
    def pinned(self) -> list[Seen]:
        """Return the pinned messages, oldest first."""
        return [self._show(self.chat.messages[number]) for number in self.chat.pinned]

    @property
    def actions(self) -> list[str]:
        """Return the chat actions ("typing") shown so far."""
        return [e.json["action"] for e in self.chat.events if e.kind == "action"]

    async def hears(self, timeout: float = PATIENCE) -> Seen:  # noqa: ASYNC109
        """Return the next new message of the bot, as it was when it came."""
        event = await self._next("message", timeout)
        message = self.chat.messages[event.json["message_id"]]
        return seen(event.json, message.markup)

    async def sees_edit(self, timeout: float = PATIENCE) -> Seen:  # noqa: ASYNC109
        """Return the next edited message of the bot, as it was after that edit."""
        return seen((await self._next("edit", timeout)).json)

    async def sees_deletion(self, timeout: float = PATIENCE) -> Seen:  # noqa: ASYNC109
        """Return the next message that disappears, as it was before."""
        return seen((await self._next("delete", timeout)).json)

    async def waits(self, look: Callable[[], T | None], timeout: float = PATIENCE) -> T:  # noqa: ASYNC109
        """Look again whenever something happens in this chat, until something is found."""
        found = await self.chat.changed.until(look, timeout)
        if found is None:
            raise Silence(f"{self.name} did not see it within {timeout} s; {self._sight()}")
        return found

    def skip(self) -> None:
        """Take everything so far as heard; ``hears`` waits for what comes after."""
        for kind in ("message", "edit", "delete", "toast"):
            self._heard[kind] = len(self.chat.events)

    @property
    def unheard(self) -> list[Seen]:
        """Return the messages that came and that ``hears`` has not returned yet."""
        start = self._heard.get("message", 0)
        return [seen(e.json) for e in self.chat.events[start:] if e.kind == "message"]

    async def _next(self, kind: str, timeout: float) -> Event:  # noqa: ASYNC109
        def look() -> Event | None:
            events = self.chat.events
            for at in range(self._heard.get(kind, 0), len(events)):
                if events[at].kind == kind:
                    self._heard[kind] = at + 1
                    return events[at]
            return None

        event = await self.chat.changed.until(look, timeout)
        if event is None:
            raise Silence(f"{self.name} got no {kind} within {timeout} s; {self._sight()}")
        return event

    def _visible(self) -> list[Message]:
        return [
            message
            for message in self.chat.messages.values()
            if message.outgoing and not message.deleted and "pinned_message" not in message.json
        ]

    def _show(self, message: Message) -> Seen:
        return seen(message.json, message.markup)

    def _sight(self) -> str:
        last = self.texts[-3:]
        return f"last seen: {last}" if last else "the bot has said nothing"
