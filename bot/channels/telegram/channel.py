"""The Telegram channel: long polling in, Bot API calls out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import structlog
from telegram import (
    Bot,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.contract import Capabilities, Delivery, Pace, Receive, Undeliverable
from bot.channels.telegram.failing import NOT_EDITABLE, NOT_MODIFIED, translated
from bot.channels.telegram.reading import ALLOWED_UPDATES, CHANNEL, read_update
from bot.channels.telegram.request import AiohttpRequest
from bot.channels.telegram.writing import LIMIT, keyboard, split
from handlers.inbound import Inbound
from plan.phrasebook import strip_markup
from storage.errors import StorageError

log = structlog.get_logger(__name__)
_POLL_SECONDS = 25
_RETRY_SECONDS = (1.0, 2.0, 5.0, 10.0, 20.0)
# Bot API: bots download files of up to 20 MB.
_DOWNLOAD_LIMIT = 20 * 1024 * 1024
# Bot API: captions have 1024 characters at most.
_CAPTION_LIMIT = 1024
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TokenRefused(Exception):
    """Telegram does not know this bot token (401): nothing works until it is replaced."""


@dataclass(frozen=True)
class Account:
    """How to reach the Bot API: the token, its address, a proxy or none."""

    token: str
    base_url: str = "https://api.telegram.org"
    proxy: str | None = None


class TelegramChannel:
    """One bot by long polling. The offset moves only after `receive` has returned.

    `clock` dates what Telegram does not (taps). `heard` is called after every answered poll, for
    health.
    """

    name = CHANNEL
    capabilities = Capabilities(
        buttons=True, edits=True, files=True, contact=True, max_length=LIMIT, pace=Pace()
    )

    def __init__(
        self,
        account: Account,
        clock: Callable[[], datetime],
        heard: Callable[[], None] = lambda: None,
    ) -> None:
        self._speaking, self._polling = _requests(account)
        self._bot = _bot(account, self._speaking, self._polling)
        self._clock = clock
        self._heard = heard
        self._opened = False

    async def open(self) -> str:
        """Connect and return the bot's user name.

        Raises TokenRefused; telegram's other errors are for the caller to wait on.
        """
        try:
            await self._bot.initialize()
        except InvalidToken:
            raise TokenRefused from None
        self._opened = True
        return self._bot.username

    async def close(self) -> None:
        """Close the connections."""
        await self._speaking.shutdown()
        await self._polling.shutdown()

    @property
    def bot(self) -> Bot:
        """Return the library's bot, for setting commands."""
        return self._bot

    async def run(self, receive: Receive) -> None:
        """Poll until cancelled; a poll confirms what the one before it brought."""
        offset, failures = 0, 0
        while True:
            try:
                updates = await self._poll(offset)
            except TelegramError as error:
                failures = await self._wait(error, failures)
                continue
            failures = 0
            self._heard()
            now = self._clock()
            read = [read_update(update, now) for update in updates]
            await _stored(receive, [inbound for inbound in read if inbound is not None])
            offset = updates[-1].update_id + 1 if updates else offset

    async def _poll(self, offset: int) -> Sequence[Update]:
        if not self._opened:
            await self.open()
        return await self._bot.get_updates(
            offset=offset,
            timeout=_POLL_SECONDS,
            allowed_updates=ALLOWED_UPDATES,
            read_timeout=_POLL_SECONDS + 10,
        )

    async def _wait(self, error: TelegramError, failures: int) -> int:
        seconds = _RETRY_SECONDS[min(failures, len(_RETRY_SECONDS) - 1)]
        if isinstance(error, RetryAfter):
            wait = error.retry_after
            seconds = float(wait) if isinstance(wait, int | float) else wait.total_seconds()
        kind = "second_poller" if isinstance(error, Conflict) else type(error).__name__
        log.warning("telegram_poll_failed", kind=kind, seconds=seconds)
        await asyncio.sleep(seconds)
        return failures + 1

    async def deliver(self, delivery: Delivery) -> str:
        """Send a line, or edit the one it replaces; return the message's id."""
        with translated():
            if delivery.edit is not None and await self._edited(delivery):
                return delivery.edit
            if delivery.kind == "file" and delivery.file is not None:
                return _ref(await self._send_file(delivery, delivery.file))
            return _ref(await self._send(delivery))

    async def _send(self, delivery: Delivery) -> Message:
        *first, last = list(split(delivery.text)) or [delivery.text]
        chat = int(delivery.address)
        for part in first:
            await self._bot.send_message(
                chat, part, parse_mode="HTML", link_preview_options=_NO_PREVIEW
            )
        markup = _contact_keyboard(delivery) or keyboard(delivery.buttons)
        return await self._bot.send_message(
            chat, last, parse_mode="HTML", link_preview_options=_NO_PREVIEW, reply_markup=markup
        )

    async def _send_file(self, delivery: Delivery, file: Path) -> Message:
        content = await asyncio.to_thread(file.read_bytes)
        caption = delivery.text
        if len(strip_markup(caption)) > _CAPTION_LIMIT:
            await self._send(replace(delivery, kind="say", buttons=()))
            caption = ""
        return await self._bot.send_document(
            int(delivery.address),
            document=content,
            filename=delivery.file_name or file.name,
            caption=caption or None,
            parse_mode="HTML",
            reply_markup=keyboard(delivery.buttons),
            read_timeout=60,
        )

    async def _edited(self, delivery: Delivery) -> bool:
        """Edit in place; False when the message can no longer be edited."""
        try:
            await self._bot.edit_message_text(
                delivery.text,
                chat_id=int(delivery.address),
                message_id=int(delivery.edit or 0),
                parse_mode="HTML",
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard(delivery.buttons),
            )
        except BadRequest as error:
            words = error.message.lower()
            if any(reason in words for reason in NOT_EDITABLE):
                return False
            if NOT_MODIFIED not in words:
                raise
        return True

    async def acknowledge_tap(self, tap: str, text: str | None) -> None:
        """Stop the button's spinner, with a short word or without; best effort."""
        try:
            await self._bot.answer_callback_query(tap, text=text and text[:200])
        except TelegramError as error:
            log.debug("tap_not_acknowledged", kind=type(error).__name__)

    async def fetch(self, ref: str, to: Path) -> None:
        """Download a file that a person sent."""
        with translated():
            file = await self._bot.get_file(ref)
            if (file.file_size or 0) > _DOWNLOAD_LIMIT:
                raise Undeliverable("file is too big")
            content = await file.download_as_bytearray()
        await asyncio.to_thread(to.write_bytes, bytes(content))


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


@asynccontextmanager
async def borrowed_bot(account: Account) -> AsyncIterator[Bot]:
    """Lend the library's bot for a few calls; its connections are closed after."""
    speaking, polling = _requests(account)
    try:
        yield _bot(account, speaking, polling)
    finally:
        await speaking.shutdown()
        await polling.shutdown()


def _requests(account: Account) -> tuple[AiohttpRequest, AiohttpRequest]:
    return AiohttpRequest(account.proxy), AiohttpRequest(account.proxy, _POLL_SECONDS + 10)


def _bot(account: Account, speaking: AiohttpRequest, polling: AiohttpRequest) -> Bot:
    """Return the library's bot on our requests; never print it, its repr holds the token."""
    base = account.base_url.rstrip("/")
    return Bot(
        account.token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=speaking,
        get_updates_request=polling,
    )


def _ref(message: Message) -> str:
    return str(message.message_id)


def _contact_keyboard(delivery: Delivery) -> ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    if delivery.kind != "contact":
        return None
    # A line has one keyboard: what could be tapped instead of sharing stands on it as words.
    share = KeyboardButton(delivery.contact_label, request_contact=True)
    rows = [[share], *([KeyboardButton(button.label)] for button in delivery.buttons)]
    return ReplyKeyboardMarkup(rows, one_time_keyboard=True, resize_keyboard=True)
