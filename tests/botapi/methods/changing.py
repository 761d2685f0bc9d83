"""Editing, deleting and pinning messages."""

from __future__ import annotations

from typing import Any

from tests.botapi.keyboards import checked_markup, is_inline
from tests.botapi.refusals import declined, malformed
from tests.botapi.texts import MAX_TEXT
from tests.botapi.world import Chat, Json, Message, World

from .sending import caption_of, text_of
from .table import Given, answers

DELETE_SECONDS = 48 * 3600
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities")


@answers("editMessageText")
def edit_message_text(world: World, given: Given) -> Json:
    """Replace text and keyboard; a keyboard that is not given again disappears."""
    content = text_of(given)
    chat, message = _editable(world, given)
    if "text" not in message.json:
        raise declined("there is no text in the message to edit")
    if content.length > MAX_TEXT:
        raise malformed("MESSAGE_TOO_LONG")
    fields = content.fields("text")
    if preview := given.get("link_preview_options"):
        fields["link_preview_options"] = preview
    return _replace(world, chat, message, _without(message.json, _TEXT) | fields | _keys(given))


@answers("editMessageCaption")
def edit_message_caption(world: World, given: Given) -> Json:
    """Replace the words under a file."""
    content = caption_of(given)
    chat, message = _editable(world, given)
    if not {"document", "photo", "voice"} & message.json.keys():
        raise declined("there is no caption in the message to edit")
    fields = content.fields("caption")
    return _replace(world, chat, message, _without(message.json, _CAPTION) | fields | _keys(given))


@answers("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, given: Given) -> Json:
    """Replace the buttons only."""
    chat, message = _editable(world, given)
    return _replace(world, chat, message, _without(message.json, ()) | _keys(given))


@answers("deleteMessage")
def delete_message(world: World, given: Given) -> bool:
    """Delete the bot's message, or a person's in a private chat, for two days after it."""
    chat = world.open_chat(given["chat_id"])
    _delete(world, chat, world.message(chat, given["message_id"], "message to delete"))
    return True


@answers("deleteMessages")
def delete_messages(world: World, given: Given) -> bool:
    """Delete up to a hundred; those that are not there are skipped."""
    numbers: list[int] = given["message_ids"]
    if not 1 <= len(numbers) <= 100:
        raise malformed("too many message identifiers specified")
    chat = world.open_chat(given["chat_id"])
    for number in numbers:
        message = chat.messages.get(number)
        if message is not None and not message.deleted:
            _delete(world, chat, message)
    return True


@answers("pinChatMessage")
def pin_chat_message(world: World, given: Given) -> bool:
    """Pin a message; the bot hears of its own pin, as at Telegram."""
    chat = world.open_chat(given["chat_id"])
    message = world.message(chat, given["message_id"], "message to pin")
    if chat.kind in {"group", "supergroup"} and chat.bot_status != "administrator":
        raise declined("not enough rights to manage pinned messages in the chat")
    if message.id in chat.pinned:
        raise declined("CHAT_NOT_MODIFIED")
    chat.pinned.append(message.id)
    chat.notice("pin", message.json)
    if chat.kind != "channel":
        shown = _without(message.json, ("reply_to_message",))
        service = world.post(chat, {"pinned_message": shown})
        world.deliver("message", service)
    return True


@answers("unpinChatMessage")
def unpin_chat_message(world: World, given: Given) -> bool:
    """Unpin one message, or the newest pinned one."""
    chat = world.open_chat(given["chat_id"])
    number = given.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    message = world.message(chat, number, "message to unpin")
    if number in chat.pinned:
        chat.pinned.remove(number)
        chat.notice("unpin", message.json)
    return True


@answers("unpinAllChatMessages")
def unpin_all_chat_messages(world: World, given: Given) -> bool:
    """Unpin everything."""
    world.open_chat(given["chat_id"]).pinned.clear()
    return True


def _editable(world: World, given: Given) -> tuple[Chat, Message]:
    if not given.get("chat_id") and not given.get("message_id"):
        raise malformed("message identifier is not specified")
    if not given.get("chat_id"):
        raise malformed("chat_id is empty")
    chat = world.open_chat(given["chat_id"])
    message = world.message(chat, given.get("message_id", 0), "message to edit")
    if not message.outgoing or not is_inline(message.markup) or "pinned_message" in message.json:
        raise declined("message can't be edited")
    return chat, message


def _keys(given: Given) -> Json:
    markup = checked_markup(given.get("reply_markup"), private=True)
    return {} if markup is None else {"reply_markup": markup}


def _without(json: Json, fields: tuple[str, ...]) -> Json:
    dropped = {*fields, "reply_markup"}
    return {key: value for key, value in json.items() if key not in dropped}


def _replace(world: World, chat: Chat, message: Message, json: Json) -> Json:
    if _comparable(json) == _comparable(message.json):
        raise declined(_SAME)
    message.json = json | {"edit_date": world.clock.seconds()}
    message.markup = json.get("reply_markup")
    chat.notice("edit", message.json)
    return message.json


def _comparable(json: Json) -> dict[str, Any]:
    return {key: value for key, value in json.items() if key != "edit_date"}


def _delete(world: World, chat: Chat, message: Message) -> None:
    if world.clock.seconds() - message.json["date"] > DELETE_SECONDS:
        raise declined("message can't be deleted for everyone")
    if not message.outgoing and chat.kind != "private" and chat.bot_status != "administrator":
        raise declined("message can't be deleted")
    message.deleted = True
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    chat.notice("delete", message.json)
