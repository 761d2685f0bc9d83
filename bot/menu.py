"""Which commands each Telegram chat sees: by role, looked at once a minute, best effort."""

import asyncio
from collections.abc import Mapping

import structlog

from bot.channels.telegram.commands import Commands, set_chat_commands, set_everybodys_commands
from bot.channels.telegram.reading import CHANNEL
from bot.connecting import Connected
from bot.engine.writer import Writer
from handlers import commands
from handlers.identify import known
from plan.phrasebook import Phrasebook
from storage import people
from storage.engine import Tx

log = structlog.get_logger(__name__)
_EVERY = 60.0


class Menu:
    """Keeps the lists of the menu button as the roles are; remembers in memory what it set."""

    def __init__(self, connected: Connected, book: Phrasebook) -> None:
        self._connected = connected
        self._book = book
        self._set: dict[str, Commands] = {}
        self._everybody = False

    async def keep(self, writer: Writer) -> None:
        """Look and set until cancelled; failures are tried again at the next look."""
        while True:
            wanted = await writer.read(self._wanted)
            await self._bring(wanted)
            await asyncio.sleep(_EVERY)

    async def _bring(self, wanted: Mapping[str, Commands]) -> None:
        telegram = self._connected.telegram
        if telegram is None:
            return
        if not self._everybody:
            nobody = self._listed(commands.of_role(None))
            self._everybody = await set_everybodys_commands(telegram.bot, nobody)
        for address, listed in wanted.items():
            changed = self._set.get(address) != listed
            if changed and await set_chat_commands(telegram.bot, address, listed):
                self._set[address] = listed

    def _wanted(self, tx: Tx) -> dict[str, Commands]:
        return {
            address: self._listed(commands.of(known(tx, person)))
            for person, address in people.addresses(tx, CHANNEL)
        }

    def _listed(self, found: list[commands.Listed]) -> Commands:
        return tuple((command.name, self._book.plain(command.word)) for command in found)
