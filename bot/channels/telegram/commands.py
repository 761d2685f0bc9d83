"""The menu button and the commands that each role sees, set by scope."""

from collections.abc import Mapping, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
)

Commands = Sequence[tuple[str, str]]  # name without slash, what it does in Vietnamese


async def set_commands(bot: Bot, everybody: Commands, chats: Mapping[str, Commands]) -> None:
    """Set the commands of all private chats, and of single chats by address."""
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand(*pair) for pair in everybody], scope=scope)
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    for address, commands in chats.items():
        await set_chat_commands(bot, address, commands)


async def set_chat_commands(bot: Bot, address: str, commands: Commands) -> None:
    """Set the commands that one chat sees, after its person's roles changed."""
    listed = [BotCommand(*pair) for pair in commands]
    await bot.set_my_commands(listed, scope=BotCommandScopeChat(int(address)))
