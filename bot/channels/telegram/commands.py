"""The menu button and the commands that each chat sees, set by scope."""

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
)
from telegram.error import BadRequest, Forbidden, TelegramError

# (name without slash, what it does in Vietnamese), in order.
Commands = tuple[tuple[str, str], ...]


async def set_everybodys_commands(bot: Bot, listed: Commands) -> bool:
    """Set the commands of chats without a role, and the menu button; return whether it worked."""
    try:
        commands = [BotCommand(*pair) for pair in listed]
        await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats())
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    except TelegramError:
        return False
    return True


async def set_chat_commands(bot: Bot, address: str, listed: Commands) -> bool:
    """Set the commands that one chat sees; False when it should be tried again."""
    commands = [BotCommand(*pair) for pair in listed]
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeChat(int(address)))
    except (BadRequest, Forbidden):
        return True  # the chat is gone: nothing to try again
    except TelegramError:
        return False
    return True
