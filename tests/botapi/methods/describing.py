"""What the bot says about itself, and what it may ask about a chat."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.botapi.keyboards import Json
from tests.botapi.links import LinkError, checked_link
from tests.botapi.profile import Scope
from tests.botapi.refusals import declined, malformed
from tests.botapi.world import World

from .table import HANDLERS, Given, Handler, answers

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_MAX_COMMANDS = 100
_MAX_COMMAND_WORDS = 256


@answers("setMyCommands")
def set_my_commands(world: World, given: Given) -> bool:
    """Set the menu of a scope; an empty list removes it."""
    commands = [_command(command) for command in given.get("commands", [])]
    if len(commands) > _MAX_COMMANDS:
        raise malformed("BOT_COMMANDS_TOO_MUCH")
    key = (_scope(world, given), _language(given))
    if commands:
        world.profile.commands[key] = commands
    else:
        world.profile.commands.pop(key, None)
    return True


@answers("deleteMyCommands")
def delete_my_commands(world: World, given: Given) -> bool:
    """Remove the menu of a scope."""
    world.profile.commands.pop((_scope(world, given), _language(given)), None)
    return True


@answers("getMyCommands")
def get_my_commands(world: World, given: Given) -> list[dict[str, str]]:
    """Return exactly what was set for this scope and language."""
    return world.profile.commands.get((_scope(world, given), _language(given)), [])


@answers("setChatMenuButton")
def set_chat_menu_button(world: World, given: Given) -> bool:
    """Set the button beside the text field, for one person or for all."""
    button: Json = given.get("menu_button") or {"type": "default"}
    if button["type"] == "web_app":
        if not button["text"].strip():
            raise malformed("menu button text must be non-empty")
        try:
            checked_link(button["web_app"]["url"], https_only=True)
        except LinkError as reason:
            raise malformed(f"menu button Web App URL is invalid: {reason}") from reason
    world.profile.menu_buttons[_menu_owner(world, given)] = button
    return True


@answers("getChatMenuButton")
def get_chat_menu_button(world: World, given: Given) -> Json:
    """Return the button of one person or the default."""
    return world.profile.menu_button_for(_menu_owner(world, given))


@answers("getChat")
def get_chat(world: World, given: Given) -> Json:
    """Return a chat with the fields that are always there."""
    chat = world.chat(given["chat_id"])
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    full: Json = chat.json | {
        "accent_color_id": 1,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys((*gifts, "gifts_from_channels"), False),
    }
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]].json
    return full


@answers("getChatMember")
def get_chat_member(world: World, given: Given) -> Json:
    """Return whether somebody is in a group."""
    chat = world.chat(given["chat_id"])
    if given["user_id"] == world.bot_id:
        return world.bot_member(chat.bot_status)
    person = world.people.get(given["user_id"])
    if person is None:
        raise declined("user not found")
    inside = person.id in chat.members or chat.person is person
    return {"user": person.json(), "status": "member" if inside else "left"}


@answers("leaveChat")
def leave_chat(world: World, given: Given) -> bool:
    """Leave a group or channel."""
    chat = world.open_chat(given["chat_id"])
    if chat.kind == "private":
        raise declined("chat member status can't be changed in private chats")
    world.move_bot(chat, "left", by=None)
    return True


def _words(name: str, field: str, longest: int) -> None:
    """Register the pair setMy<name>/getMy<name>."""

    def setter(world: World, given: Given) -> bool:
        words = given.get(field, "")
        if len(words) > longest:
            raise malformed(f"{field} must not exceed {longest} characters")
        world.profile.say(field, _language(given), words)
        return True

    def getter(world: World, given: Given) -> dict[str, str]:
        return {field: world.profile.said(field, _language(given))}

    pair: dict[str, Callable[[World, Given], Any]] = {
        f"setMy{name}": setter,
        f"getMy{name}": getter,
    }
    handlers: dict[str, Handler] = dict(pair)
    HANDLERS.update(handlers)


_words("Name", "name", 64)
_words("Description", "description", 512)
_words("ShortDescription", "short_description", 120)


def _command(command: Json) -> dict[str, str]:
    name = command["command"].strip().removeprefix("/")
    words = command["description"].strip()
    if not name:
        raise malformed("command must be non-empty")
    if len(name) > 32:
        raise malformed("command length must not exceed 32")
    if not _COMMAND.fullmatch(name):
        raise malformed("BOT_COMMAND_INVALID")
    if not words:
        raise malformed("command description must be non-empty")
    if len(words) > _MAX_COMMAND_WORDS:
        raise malformed(f"command description length must not exceed {_MAX_COMMAND_WORDS}")
    return {"command": name, "description": words}


def _scope(world: World, given: Given) -> Scope:
    scope: Json = given.get("scope") or {"type": "default"}
    if "chat_id" not in scope:
        return (scope["type"], 0, 0)
    chat = world.chat(scope["chat_id"])
    if chat.kind == "channel":
        raise declined("can't change commands in a channel chat")
    if chat.kind == "private" and scope["type"] != "chat":
        raise declined("BOT_COMMAND_SCOPE_INVALID")
    return (scope["type"], chat.id, scope.get("user_id", 0))


def _language(given: Given) -> str:
    language: str = given.get("language_code", "")
    if language and not _LANGUAGE.fullmatch(language):
        raise malformed("invalid language code specified")
    return language


def _menu_owner(world: World, given: Given) -> int:
    if "chat_id" not in given:
        return 0
    chat = world.chat(given["chat_id"])
    if chat.kind != "private":
        raise malformed("invalid chat_id specified")
    return chat.id
