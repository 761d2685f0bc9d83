"""Telegram over real HTTP: the product's channel against the strict fake Bot API."""

from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from bot.channels.telegram.channel import Account, TelegramChannel
from tests.botapi import BotApi, Message, Seen, Toast, User
from tests.botapi.conversation import seen
from tests.dialogues.scene import Scene, plain_lines
from tests.dialogues.script import DialogueError, Line, Step
from tests.dialogues.stages.application import application, look_at_the_clock


class Telegram:
    """People with telephones; the Bot API stays up while the application comes and goes."""

    channel = "telegram"
    contact = True

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._exits = AsyncExitStack()
        self._api = BotApi(clock=lambda: scene.clock().timestamp())
        self._users: dict[str, User] = {}
        self._read: dict[str, int] = {}  # events of a chat that were looked at

    async def __aenter__(self) -> Self:
        await self._exits.enter_async_context(self._api)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._exits.aclose()

    def enters(self, name: str) -> str:
        """Return the id of somebody's Telegram account; they have pressed Start before."""
        if name not in self._users:
            user = self._api.user(name, first_name=name.title())
            user.person.started = True
            self._users[name] = user
        return str(self._users[name].id)

    async def play(self, step: Step) -> list[Line]:
        """Play one step: poll, act, call the Bot API, and look at everybody's screen."""
        account = Account(self._api.token, self._api.url)
        channel = TelegramChannel(account, self._scene.clock, pace=None)
        await channel.open()
        try:
            async with application(self._scene, channel) as engine:
                if step.kind == "clock":
                    await look_at_the_clock(self._scene, engine)
                else:
                    self._scene.enters(step.who)
                    await self._act(self._users[step.who], step)
                    await self._api.confirmed()
        finally:
            await channel.close()
        return [line for name in self._users for line in self._heard(name)]

    async def _act(self, user: User, step: Step) -> None:
        text = self._scene.filled(step.text)
        if step.kind == "tapped":
            await user.presses(text)
        elif step.kind == "sent":
            await self._send(user, text)
        else:
            await user.says(text)

    async def _send(self, user: User, what: str) -> None:
        name, _, rest = what.partition(": ")
        match name:
            case "nhãn dán":
                await user.sends_sticker()
            case "tin thoại":
                await user.sends_voice()
            case "vị trí":
                await user.sends_location()
            case "ảnh":
                await user.sends_photo()
            case "tin đã sửa":
                await user.edits(self._last_said(user), rest)
            case "tin chuyển tiếp":
                await user.forwards(rest)
            case "tin lạ":
                user._write({"dice": {"emoji": "🎲", "value": 3}})
            case "danh thiếp của mình":
                await user.shares_contact(phone=rest)
            case "danh thiếp của người khác":
                await user.shares_contact(own=False, phone=rest)
            case "tệp":
                path, _, caption = rest.partition(" | ")
                await user.sends_document(path, b"%PDF-1.4\n%%EOF\n", caption)
            case _:
                raise DialogueError(f"nobody knows how to send {what!r} on Telegram")

    def _last_said(self, user: User) -> Message:
        own = [message for message in user.chat.messages.values() if not message.outgoing]
        return own[-1]

    def _heard(self, name: str) -> list[Line]:
        """Return what came to somebody since the last look: new and edited messages, toasts."""
        chat = self._users[name].chat
        new = chat.events[self._read.get(name, 0) :]
        self._read[name] = len(chat.events)
        lines = []
        for event in new:
            if event.kind == "toast" and event.json["text"]:
                lines.append(Line(name, (Toast(event.json["text"], alert=False).text,)))
            elif event.kind in {"message", "edit"}:
                message = chat.messages[event.json["message_id"]]
                lines.append(self._line(name, seen(event.json, message.markup)))
        return lines

    def _line(self, name: str, message: Seen) -> Line:
        buttons = [button for row in message.buttons for button in row]
        self._scene.noticed(message.text, *(b.url or b.copies or "" for b in buttons))
        first, *others = [key for row in message.keyboard for key in row] or [""]
        keys = [f"☎ {first}", *others] if first else []
        file = (f"({message.file_name})",) if message.file_name else ()
        text = plain_lines(self._scene.masked(message.text))
        return Line(name, (*text, *file), (*keys, *(button.label for button in buttons)))
