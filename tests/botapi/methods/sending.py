"""sendMessage and the common path of everything that puts a message into a chat."""

from __future__ import annotations

from tests.botapi.formatting import Written, written
from tests.botapi.keyboards import checked_markup
from tests.botapi.refusals import malformed, unmodelled
from tests.botapi.texts import MAX_CAPTION, MAX_TEXT
from tests.botapi.world import Chat, Json, Message, World

from .table import Given, answers

_ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"}
    | {"upload_document", "choose_sticker", "find_location", "record_video_note"}
    | {"upload_video_note"},
)


@answers("sendMessage")
def send_message(world: World, given: Given) -> Json:
    """Put a text into a chat."""
    content = text_of(given)
    if content.length > MAX_TEXT:
        raise malformed("message is too long")
    fields = content.fields("text")
    if preview := given.get("link_preview_options"):
        fields["link_preview_options"] = preview
    return send(world, given, fields)


@answers("sendChatAction")
def send_chat_action(world: World, given: Given) -> bool:
    """Show "typing" for a while; nothing of it stays."""
    if given["action"] not in _ACTIONS:
        raise malformed("wrong parameter action in request")
    world.open_chat(given["chat_id"]).notice("action", {"action": given["action"]})
    return True


def text_of(given: Given) -> Written:
    """Return the text parameter, which may not be empty before or after parsing."""
    if not given.get("text"):
        raise malformed("message text is empty")
    content = written(given["text"], given.get("parse_mode"), given.get("entities"))
    if not content.text:
        raise malformed("text must be non-empty")
    return content


def caption_of(given: Given) -> Written:
    """Return the caption parameter, which may be empty but not long."""
    content = written(
        given.get("caption", ""),
        given.get("parse_mode"),
        given.get("caption_entities"),
    )
    if content.length > MAX_CAPTION:
        raise malformed("message caption is too long")
    return content


def send(world: World, given: Given, content: Json) -> Json:
    """Put a message of the bot into a chat and tell the people there."""
    chat = world.open_chat(given["chat_id"])
    markup = checked_markup(given.get("reply_markup"), private=chat.kind == "private")
    content = content | _reply(world, chat, given.get("reply_parameters"))
    if given.get("protect_content"):
        content["has_protected_content"] = True
    if markup is not None and "inline_keyboard" in markup:
        content["reply_markup"] = markup
    for entity in content.get("entities") or content.get("caption_entities") or ():
        if entity["type"] == "text_mention":
            _name(world, entity)
    message = world.post(chat, content)
    message.markup = markup
    _show_keyboard(chat, message)
    chat.notice("message", message.json)
    return message.json


def _name(world: World, entity: Json) -> None:
    person = world.people.get(entity["user"]["id"])
    if person is None:
        raise unmodelled("a mention of somebody the bot has never met")
    entity["user"] = person.json()


def _reply(world: World, chat: Chat, parameters: Json | None) -> Json:
    if not parameters:
        return {}
    for name in parameters.keys() - {"message_id", "chat_id", "allow_sending_without_reply"}:
        raise unmodelled(f"the reply parameter {name}")
    where = parameters.get("chat_id", chat.id)
    if where not in {chat.id, str(chat.id)}:
        raise unmodelled("a reply in another chat")
    try:
        target = world.message(chat, parameters["message_id"], "message to be replied")
    except Exception:
        if parameters.get("allow_sending_without_reply"):
            return {}
        raise
    shown = {key: value for key, value in target.json.items() if key != "reply_to_message"}
    return {"reply_to_message": shown}


def _show_keyboard(chat: Chat, message: Message) -> None:
    """Remember which keyboard stands below the text field now."""
    markup = message.markup or {}
    if "keyboard" in markup:
        chat.keyboard = markup
    elif "remove_keyboard" in markup:
        chat.keyboard = None
