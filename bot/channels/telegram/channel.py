"""The Telegram channel: long polling in, Bot API calls out."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from telegram import Bot

from bot.channels.contract import (
    Capabilities,
    Delivery,
    Pace,
    Receive,
    TryLater,
    Uncertain,
    Undeliverable,
)
from bot.channels.telegram.api import Account, Api, NoAnswer, NotSent, Refused
from bot.channels.telegram.failing import is_not_editable, is_unchanged, translated
from bot.channels.telegram.library import library_bot
from bot.channels.telegram.reading import ALLOWED_UPDATES, CHANNEL, Json, read_update
from bot.channels.telegram.writing import LIMIT, contact_keyboard, keyboard, split
from handlers.inbound import Inbound
from plan.phrasebook import strip_markup
from storage.errors import StorageError

__all__ = ["Account", "TelegramChannel", "TokenRefused"]

log = structlog.get_logger(__name__)
_RETRY_SECONDS = (1.0, 2.0, 5.0, 10.0, 20.0)
# Bot API: bots download files of up to 20 MB.
_DOWNLOAD_LIMIT = 20 * 1024 * 1024
# Bot API: captions have 1024 characters at most.
_CAPTION_LIMIT = 1024
_HTML: Json = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
_FAILED = (Refused, NotSent, NoAnswer)


class TokenRefused(Exception):
    """Telegram does not know this bot token (401): nothing works until it is replaced."""


class TelegramChannel:
    """One bot by long polling. The offset moves only after `receive` has returned.

    `clock` dates what Telegram does not (taps). `heard` is called after every answered poll, for
    health. `pace` None lifts the limits that Telegram sets (against a fake of it only).
    """

    name = CHANNEL

    def __init__(
        self,
        account: Account,
        clock: Callable[[], datetime],
        heard: Callable[[], None] = lambda: None,
        pace: Pace | None = Pace(),  # noqa: B008 -- frozen
    ) -> None:
        self.account = account
        self.capabilities = Capabilities(
            buttons=True, edits=True, files=True, contact=True, max_length=LIMIT, pace=pace
        )
        self._api = Api(account)
        self._clock = clock
        self._heard = heard

    async def open(self) -> str:
        """Connect and return the bot's user name.

        Raises TokenRefused; Refused, NotSent and NoAnswer are for the caller to wait on.
        """
        try:
            me = await self._api.call("getMe", {})
        except Refused as refused:
            if refused.code in {401, 404}:
                raise TokenRefused from None
            raise
        return str(me["username"])

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()

    @property
    def bot(self) -> Bot:
        """Return the library's bot, for setting commands."""
        return library_bot(self._api)

    async def run(self, receive: Receive) -> None:
        """Poll until cancelled; a poll confirms what the one before it brought."""
        offset, failures = 0, 0
        while True:
            try:
                updates = await self._poll(offset)
            except _FAILED as error:
                await self._wait(error, failures)
                failures += 1
                continue
            failures = 0
            self._heard()
            now = self._clock()
            read = (read_update(update, now) for update in updates)
            await _stored(receive, [inbound for inbound in read if inbound is not None])
            offset = updates[-1]["update_id"] + 1 if updates else offset

    async def _poll(self, offset: int) -> Sequence[Json]:
        seconds = self.account.polls
        asked = {"offset": offset, "timeout": seconds, "allowed_updates": ALLOWED_UPDATES}
        wait = seconds + self.account.answers / 2
        updates: list[Json] = await self._api.call("getUpdates", asked, wait=wait)
        return updates

    async def _wait(self, error: Refused | NotSent | NoAnswer, failures: int) -> None:
        seconds = _RETRY_SECONDS[min(failures, len(_RETRY_SECONDS) - 1)]
        kind = type(error).__name__
        if isinstance(error, Refused):
            seconds = error.after or seconds
            kind = "second_poller" if error.code == 409 else str(error.code)
        log.warning("telegram_poll_failed", kind=kind, seconds=seconds)
        await asyncio.sleep(seconds)

    async def deliver(self, delivery: Delivery) -> str:
        """Send a line, or edit the one it replaces; return the message's id."""
        with translated():
            if delivery.edit is not None and await self._edited(delivery):
                return delivery.edit
            if delivery.kind == "file" and delivery.file is not None:
                return await self._send_file(delivery, delivery.file)
            return await self._send(delivery)

    async def _send(self, delivery: Delivery) -> str:
        *first, last = list(split(delivery.text)) or [delivery.text]
        common: dict[str, Any] = {"chat_id": int(delivery.address), **_HTML}
        for part in first:
            await self._api.call("sendMessage", common | {"text": part})
        sent = await self._api.call("sendMessage", common | {"text": last} | _keys(delivery))
        return str(sent["message_id"])

    async def _send_file(self, delivery: Delivery, file: Path) -> str:
        content = await asyncio.to_thread(file.read_bytes)
        caption = delivery.text
        if len(strip_markup(caption)) > _CAPTION_LIMIT:
            await self._send(replace(delivery, kind="say", buttons=()))
            caption = ""
        given: dict[str, Any] = {"chat_id": int(delivery.address), "parse_mode": "HTML"}
        given |= {"caption": caption} if caption else {}
        name = delivery.file_name or file.name
        document = ("document", name, content)
        sent = await self._api.upload("sendDocument", given | _keys(delivery), document)
        return str(sent["message_id"])

    async def _edited(self, delivery: Delivery) -> bool:
        """Edit in place; False when the message can no longer be edited."""
        where = {"chat_id": int(delivery.address), "message_id": int(delivery.edit or 0)}
        try:
            given = {**where, **_HTML, "text": delivery.text} | _keys(delivery)
            await self._api.call("editMessageText", given)
        except Refused as refused:
            if is_not_editable(refused):
                return False
            if not is_unchanged(refused):
                raise
        return True

    async def acknowledge_tap(self, tap: str, text: str | None) -> None:
        """Stop the button's spinner, with a short word or without; best effort."""
        given = {"callback_query_id": tap} | ({"text": text[:200]} if text else {})
        try:
            await self._api.call("answerCallbackQuery", given)
        except _FAILED as error:
            log.debug("tap_not_acknowledged", kind=type(error).__name__)

    async def fetch(self, ref: str, to: Path) -> None:
        """Download a file that a person sent. Nothing is done there: it may be tried again."""
        try:
            with translated():
                file = await self._api.call("getFile", {"file_id": ref})
                path = str(file.get("file_path", ""))
                small = await self._api.download(path, to, _DOWNLOAD_LIMIT) if path else False
        except Uncertain as error:
            raise TryLater(str(error)) from None
        if not small:
            raise Undeliverable("file is too big")

    async def forget(self, ref: str) -> None:
        """Do nothing: what a chat holds is the person's own to delete."""


def _keys(delivery: Delivery) -> dict[str, Any]:
    """Return the keyboard of a line as a parameter, or nothing."""
    if delivery.kind == "contact":
        return {"reply_markup": contact_keyboard(delivery.contact_label, delivery.buttons)}
    return {"reply_markup": keyboard(delivery.buttons)} if delivery.buttons else {}


async def _stored(receive: Receive, batch: Sequence[Inbound]) -> None:
    """Offer a batch until the database has taken it: only then may the offset move."""
    failures = 0
    while True:
        try:
            await receive(batch)
        except StorageError as error:
            log.warning("batch_not_stored", error=str(error))
            await asyncio.sleep(_RETRY_SECONDS[min(failures, len(_RETRY_SECONDS) - 1)])
            failures += 1
        else:
            return
