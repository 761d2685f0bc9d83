"""From a Telegram update to an Inbound, or to nothing (groups, channels, other bots)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from telegram import CallbackQuery, Message, Update

from handlers.inbound import FileSent, Inbound, Kind

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query")
# Telegram's own limit of a command word; a payload of /start has 64 characters at most.
_START = "/start"
_ODD = {
    "sticker": "sticker",
    "voice": "voice",
    "audio": "voice",
    "video_note": "voice",
    "location": "location",
    "venue": "location",
}


def read_update(update: Update, now: datetime) -> Inbound | None:
    """Return what a person told us in a private chat, or None for anything else.

    Update numbers may start anew after a week of silence, so the key is the message's own.
    `now` stands in for taps, which Telegram does not date.
    """
    if update.callback_query is not None:
        return _tap(update.callback_query, now)
    if update.edited_message is not None:
        return _edited(update.edited_message)
    return _message(update.message) if update.message is not None else None


def _tap(query: CallbackQuery, now: datetime) -> Inbound | None:
    message = query.message
    if query.data is None or (message is not None and message.chat.type != "private"):
        return None
    return Inbound(
        channel=CHANNEL,
        address=str(query.from_user.id),
        key=f"c:{query.id}",
        kind=Kind.choice,
        sent_at=now,
        choice=query.data,
        tap=query.id,
        sender_name=query.from_user.full_name,
    )


def _edited(message: Message) -> Inbound | None:
    fields = _fields(message)
    if fields is None:
        return None
    moment = message.edit_date or message.date
    key = f"e:{message.chat.id}:{message.message_id}:{int(moment.timestamp())}"
    words = message.text or message.caption or ""
    changed = {"key": key, "kind": Kind.odd, "oddity": "edited", "sent_at": moment.astimezone(UTC)}
    return Inbound(**{**fields, **changed}, text=words)


def _message(message: Message) -> Inbound | None:
    fields = _fields(message)
    if fields is None:
        return None
    if message.contact is not None:
        own = message.contact.user_id == message.from_user.id if message.from_user else False
        phone = message.contact.phone_number
        return Inbound(**fields, kind=Kind.contact, phone=phone, phone_is_own=own)
    if file := _file(message):
        return Inbound(**fields, kind=Kind.file, text=message.caption or "", file=file)
    if message.text is None:
        return Inbound(**fields, kind=Kind.odd, oddity=_oddity(message))
    word, _, payload = message.text.partition(" ")
    if word.partition("@")[0] == _START:
        return Inbound(**fields, kind=Kind.start, text=payload.strip())
    forwarded = "forwarded" if message.forward_origin is not None else None
    return Inbound(**fields, kind=Kind.text, text=message.text, oddity=forwarded)


def _fields(message: Message) -> dict[str, Any] | None:
    """Return what all messages share, or None when it is not one person speaking to us."""
    sender = message.from_user
    if message.chat.type != "private" or sender is None or sender.is_bot:
        return None
    return {
        "channel": CHANNEL,
        "address": str(sender.id),
        "key": f"m:{message.chat.id}:{message.message_id}",
        "sent_at": message.date.astimezone(UTC),
        "sender_name": sender.full_name,
    }


def _file(message: Message) -> FileSent | None:
    if (document := message.document) is not None and message.animation is None:
        return FileSent(
            ref=document.file_id,
            name=document.file_name or "",
            size=document.file_size or 0,
            media_type=document.mime_type or "",
        )
    if message.photo:
        largest = message.photo[-1]
        name = f"{largest.file_unique_id}.jpg"
        size = largest.file_size or 0
        return FileSent(ref=largest.file_id, name=name, size=size, media_type="image/jpeg")
    return None


def _oddity(message: Message) -> Any:
    kinds: Mapping[str, str] = _ODD
    return next((kinds[name] for name in kinds if getattr(message, name) is not None), "other")
