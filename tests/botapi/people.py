"""People of a test: they write, press, send files, block; the bot cannot tell the difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .conversation import PATIENCE, Conversation, ScriptError, Seen, Silence, Toast
from .formatting import heard
from .methods.documents import document_json, photo_json
from .world import Chat, Json, Message, Person, Query, World

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082",
)


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button, waiting for the bot's answer."""

    query: Query

    @property
    def toast(self) -> Toast | None:
        """Return the answer if it has come."""
        answer = self.query.answer
        return None if answer is None else Toast(answer["text"], answer["show_alert"])

    async def answered(self, timeout: float = PATIENCE) -> Toast:  # noqa: ASYNC109
        """Wait for answerCallbackQuery."""
        toast = await self.query.chat.changed.until(lambda: self.toast, timeout)
        if toast is None:
            raise Silence(f"the bot did not answer the pressed button within {timeout} s")
        return toast


class User(Conversation):
    """Somebody with a private chat with the bot; may also write in groups (``to=group``)."""

    def __init__(self, world: World, person: Person, name: str) -> None:
        super().__init__(world, world.chats[person.id], name)
        self.person = person

    @property
    def toasts(self) -> list[Toast]:
        """Return the answers to all buttons this person pressed."""
        return [
            Toast(event.json["text"], event.json["show_alert"])
            for event in self.chat.events
            if event.kind == "toast" and event.json["user_id"] == self.person.id
        ]

    @property
    def commands(self) -> list[dict[str, str]]:
        """Return the command menu this person sees."""
        return self.world.profile.commands_for(self.person.id, self.person.language)

    async def starts(self, payload: str = "") -> Message:
        """Press Start, with the payload of a deep link if there is one."""
        return await self.says(f"/start {payload}".strip())

    async def says(
        self,
        text: str,
        *,
        to: Conversation | None = None,
        reply_to: Seen | None = None,
    ) -> Message:
        """Write a text."""
        content = heard(text)
        if not content.text:
            raise ScriptError("Telegram does not send empty messages")
        return self._write(content.fields("text"), to, reply_to)

    async def presses(self, label: str, *, on: Conversation | None = None) -> Press | Message:
        """Press the newest inline button with this label, else the reply keyboard's."""
        where = on or self
        for message in reversed(where.seen):
            if label in message.labels:
                return await self.press(message, label)
        for row in (where.chat.keyboard or {}).get("keyboard", []):
            for button in row:
                if button["text"] == label:
                    return await self._press_key(where, button)
        shown = [message.labels for message in where.seen[-3:] if message.labels]
        raise ScriptError(f"{self.name} sees no button {label!r}; there are {shown}")

    async def press(self, message: Seen, label: str) -> Press:
        """Press a button of a message as it was seen, even if it has changed or gone since."""
        button = message.button(label)
        if button.data is None:
            raise ScriptError(f"button {label!r} opens or copies something; the bot hears nothing")
        self._check_can_act(message.chat_id)
        chat = self.world.chats[message.chat_id]
        now = self.world.clock.now()
        query = Query(str(7_000_000_000_000 + len(self.world.queries)), self.person, chat, now)
        self.world.queries[query.id] = query
        current = chat.messages[message.message_id]
        gone = {"chat": chat.json, "message_id": message.message_id, "date": 0}
        self.world.updates.put(
            "callback_query",
            {
                "id": query.id,
                "from": self.person.json(),
                "message": gone if current.deleted else current.json,
                "chat_instance": str(chat.id * 31),
                "data": button.data,
            },
        )
        return Press(query)

    async def shares_contact(
        self, *, own: bool = True, phone: str = "", name: str = ""
    ) -> Message:
        """Share the own phone number, or (own=False) somebody else's card."""
        contact: Json = {
            "phone_number": phone or (self.person.phone if own else "+84900009999"),
            "first_name": name or (self.person.first_name if own else "Người khác"),
        }
        if own:
            contact["user_id"] = self.person.id
        return self._write({"contact": contact})

    async def sends_document(
        self,
        name: str,
        content: bytes,
        caption: str = "",
        *,
        mime: str | None = None,
        size: int | None = None,
    ) -> Message:
        """Send a file; ``size`` pretends a bigger one without making it."""
        stored = self.world.files.keep("document", name, content, mime=mime, size=size)
        words = heard(caption).fields("caption") if caption else {}
        return self._write({"document": document_json(stored)} | words)

    async def sends_photo(self, content: bytes = _PIXEL, caption: str = "") -> Message:
        """Send a picture."""
        words = heard(caption).fields("caption") if caption else {}
        return self._write({"photo": photo_json(self.world, "", content)} | words)

    async def sends_sticker(self, emoji: str = "👍") -> Message:
        """Send a sticker."""
        stored = self.world.files.keep("sticker", "sticker.webp", _PIXEL, mime="image/webp")
        shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._write(
            {"sticker": stored.fields() | shape | {"type": "regular", "emoji": emoji}}
        )

    async def sends_voice(self, seconds: int = 3) -> Message:
        """Send a voice message."""
        stored = self.world.files.keep("voice", "voice.oga", b"OggS", mime="audio/ogg")
        return self._write(
            {"voice": stored.fields() | {"duration": seconds, "mime_type": "audio/ogg"}}
        )

    async def sends_location(self, latitude: float = 21.18, longitude: float = 106.07) -> Message:
        """Send a place on the map."""
        return self._write({"location": {"latitude": latitude, "longitude": longitude}})

    async def edits(self, message: Message, text: str) -> Message:
        """Change an own message."""
        if message.outgoing or message.json["from"]["id"] != self.person.id:
            raise ScriptError("people edit their own messages only")
        self._check_can_act(message.json["chat"]["id"])
        fields = heard(text).fields("text")
        kept = {key: v for key, v in message.json.items() if key not in {"text", "entities"}}
        message.json = kept | fields | {"edit_date": self.world.clock.seconds()}
        self.world.deliver("edited_message", message)
        return message

    async def forwards(self, text: str, *, of: User | Chat | None = None) -> Message:
        """Forward somebody's message (``of`` a user or a channel; None: a hidden user)."""
        date = self.world.clock.seconds()
        origin: Json = {"type": "hidden_user", "sender_user_name": "Người ẩn danh", "date": date}
        if isinstance(of, User):
            origin = {"type": "user", "sender_user": of.person.json(), "date": date}
        elif of is not None:
            origin = {"type": "channel", "chat": of.json, "message_id": 1, "date": date}
        return self._write(heard(text).fields("text") | {"forward_origin": origin})

    async def deletes_chat(self) -> None:
        """Lose all old messages from sight; the bot is told nothing."""
        for message in self.chat.messages.values():
            message.deleted = True

    async def blocks_bot(self) -> None:
        """Stop the bot from writing; the bot hears of it by my_chat_member."""
        self.person.blocked = True
        self.world.move_bot(self.chat, "kicked", self.person)

    async def unblocks(self) -> None:
        """Let the bot write again."""
        self.person.blocked = False
        self.world.move_bot(self.chat, "member", self.person)

    async def deactivates(self) -> None:
        """Delete the account; the bot is told nothing until it writes."""
        self.person.deactivated = True

    def _write(
        self,
        content: dict[str, Any],
        to: Conversation | None = None,
        reply_to: Seen | None = None,
    ) -> Message:
        where = self if to is None else to
        self._check_can_act(where.id)
        if reply_to is not None:
            content = content | {"reply_to_message": reply_to.json}
        message = self.world.post(where.chat, content, self.person)
        if where is self:
            self.person.started = True
        if where is self or _bot_may_hear(self.world, where.chat, message.json):
            self.world.deliver("message", message)
        return message

    async def _press_key(self, where: Conversation, button: Json) -> Message:
        keyboard = where.chat.keyboard or {}
        if keyboard.get("one_time_keyboard"):
            where.chat.keyboard = None
        if button.get("request_contact"):
            return await self.shares_contact()
        if button.get("request_location"):
            return await self.sends_location()
        return await self.says(button["text"], to=None if where is self else where)

    def _check_can_act(self, chat_id: int) -> None:
        if self.person.deactivated:
            raise ScriptError(f"{self.name} has deleted the account")
        if self.person.blocked and chat_id == self.id:
            raise ScriptError(f"{self.name} has blocked the bot: unblocks() first")
        chat = self.world.chats[chat_id]
        if chat is not self.chat and self.person.id not in chat.members:
            raise ScriptError(f"{self.name} is not a member of {chat.json['title']}")


def _bot_may_hear(world: World, chat: Chat, json: Json) -> bool:
    if chat.bot_status in {"left", "kicked"}:
        return False
    if not world.rules.privacy or chat.bot_status == "administrator":
        return True
    text: str = json.get("text") or json.get("caption") or ""
    replied: int | None = json.get("reply_to_message", {}).get("from", {}).get("id")
    mentioned = f"@{world.bot['username']}" in text
    return text.startswith("/") or mentioned or replied == world.bot_id
