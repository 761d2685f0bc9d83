"""What somebody told us: the same shape from every channel."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

Oddity = Literal["sticker", "voice", "photo", "edited", "forwarded", "other", "location"]


class Kind(StrEnum):
    """How a person spoke."""

    text = "text"
    choice = "choice"
    file = "file"
    contact = "contact"
    start = "start"
    odd = "odd"


class FileSent(BaseModel):
    """A file as the channel announced it; `stored` is set once the engine has fetched it."""

    model_config = ConfigDict(frozen=True)

    ref: str
    name: str
    size: int
    media_type: str = ""
    stored: str | None = None  # random name in the file store
    sha256: str | None = None
    refusal: str | None = None  # phrase key of the verdict, when it may not be kept


class Inbound(BaseModel):
    """One message or tap, in a private chat or a web session.

    `address` is the account at the channel (a Telegram user id, a web identity's id); `key` is
    unique within the channel and makes a repeated delivery harmless; `sent_at` is by the
    channel's clock (Telegram's has whole seconds), UTC. `text` is typed words, a caption, or the
    payload of /start. `choice` is the opaque id of a pressed button.
    """

    model_config = ConfigDict(frozen=True)

    channel: str
    address: str
    key: str
    kind: Kind
    sent_at: datetime
    text: str = ""
    choice: str | None = None
    # Channel's reference for acknowledging a tap (Telegram callback query id).
    tap: str | None = None
    file: FileSent | None = None
    phone: str | None = None
    phone_is_own: bool = False
    sender_name: str = ""
    oddity: Oddity | None = None
