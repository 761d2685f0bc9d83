"""From a Telegram update to an Inbound, or to nothing (groups, channels, other bots)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog

from handlers.inbound import FileSent, Inbound, Kind, Oddity

log = structlog.get_logger(__name__)
CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query")
Json = Mapping[str, Any]  # an object as the Bot API sends it
# Telegram's own limit of a command word; a payload of /start has 64 characters at most.
_START = "/start"
_ODD: Mapping[str, Oddity] = {
    "sticker": "sticker",
    "voice": "voice",
    "audio": "voice",
    "video_note": "voice",
    "location": "location",
    "venue": "location",
}


def read_update(update: Json, now: datetime) -> Inbound | None:
    """Return what a person told us in a private chat, or None for anything else.

    An update that cannot be read is told in the log and left out: it must not keep the next ones
    from arriving. `now` stands in for taps, which Telegram does not date.
    """
    try:
        return _read(update, now)
    except Exception as error:  # noqa: BLE001 -- whatever stands in it
        kind = type(error).__name__
        log.warning("update_not_read", update=update.get("update_id"), kind=kind)
        return None


def _read(update: Json, now: datetime) -> Inbound | None:
    """Read an update. Its numbers may start anew, so the key is the message's own."""
    if query := update.get("callback_query"):
        return _tap(query, now)
    if edited := update.get("edited_message"):
        return _edited(edited)
    message = update.get("message")
    return _message(message) if message else None


def _tap(query: Json, now: datetime) -> Inbound | None:
    data, message, sender = query.get("data"), query.get("message"), query["from"]
    if data is None or (message and message["chat"]["type"] != "private"):
        return None
    return Inbound(
        channel=CHANNEL,
        address=str(sender["id"]),
        key=f"c:{query['id']}",
        kind=Kind.choice,
        sent_at=now,
        choice=data,
        tap=query["id"],
        sender_name=_full_name(sender),
    )


def _edited(message: Json) -> Inbound | None:
    fields = _fields(message)
    if fields is None:
        return None
    moment = message.get("edit_date") or message["date"]
    key = f"e:{message['chat']['id']}:{message['message_id']}:{moment}"
    fields |= {"key": key, "sent_at": datetime.fromtimestamp(moment, UTC)}
    words = message.get("text") or message.get("caption") or ""
    return Inbound(**fields, kind=Kind.odd, oddity="edited", text=words)


def _message(message: Json) -> Inbound | None:
    fields = _fields(message)
    if fields is None:
        return None
    if contact := message.get("contact"):
        own = contact.get("user_id") == message["from"]["id"]
        phone = contact["phone_number"]
        return Inbound(**fields, kind=Kind.contact, phone=phone, phone_is_own=own)
    if file := _file(message):
        return Inbound(**fields, kind=Kind.file, text=message.get("caption", ""), file=file)
    text: str | None = message.get("text")
    if text is None:
        return Inbound(**fields, kind=Kind.odd, oddity=_oddity(message))
    word, _, payload = text.partition(" ")
    if word.partition("@")[0] == _START:
        return Inbound(**fields, kind=Kind.start, text=payload.strip())
    forwarded: Oddity | None = "forwarded" if "forward_origin" in message else None
    return Inbound(**fields, kind=Kind.text, text=text, oddity=forwarded)


def _fields(message: Json) -> dict[str, Any] | None:
    """Return what all messages share, or None when it is not one person speaking to us."""
    sender, chat = message.get("from"), message["chat"]
    if chat["type"] != "private" or sender is None or sender.get("is_bot"):
        return None
    return {
        "channel": CHANNEL,
        "address": str(sender["id"]),
        "key": f"m:{chat['id']}:{message['message_id']}",
        "sent_at": datetime.fromtimestamp(message["date"], UTC),
        "sender_name": _full_name(sender),
    }


def _full_name(sender: Json) -> str:
    return " ".join(filter(None, (sender.get("first_name"), sender.get("last_name"))))


def _file(message: Json) -> FileSent | None:
    if (document := message.get("document")) and "animation" not in message:
        return FileSent(
            ref=document["file_id"],
            name=document.get("file_name") or "",
            size=document.get("file_size") or 0,
            media_type=document.get("mime_type") or "",
        )
    if photo := message.get("photo"):
        largest = photo[-1]
        name = f"{largest['file_unique_id']}.jpg"
        size = largest.get("file_size") or 0
        return FileSent(ref=largest["file_id"], name=name, size=size, media_type="image/jpeg")
    return None


def _oddity(message: Json) -> Oddity:
    return next((oddity for name, oddity in _ODD.items() if name in message), "other")
