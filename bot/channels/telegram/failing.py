"""Telegram's errors in the contract's three words."""

from collections.abc import Iterator
from contextlib import contextmanager

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.contract import TryLater, Uncertain, Undeliverable
from bot.channels.telegram.request import NotSent
from bot.logs import redact

# Refusals of a chat that will not change by trying again (Bot API answers, lower case).
_GONE = ("chat not found", "user is deactivated", "user not found", "peer_id_invalid")
NOT_MODIFIED = "message is not modified"
NOT_EDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")


@contextmanager
def translated() -> Iterator[None]:
    """Raise Undeliverable, TryLater or Uncertain in place of the library's errors."""
    try:
        yield
    except RetryAfter as error:
        raise TryLater("429", after=_seconds(error)) from None
    except Forbidden as error:
        raise Undeliverable(redact(error.message), unreachable=True) from None
    except (BadRequest, ChatMigrated) as error:
        gone = any(words in error.message.lower() for words in _GONE)
        raise Undeliverable(redact(error.message), unreachable=gone) from None
    except (NotSent, InvalidToken) as error:
        raise TryLater(redact(error.message)) from None
    except TimedOut:
        raise Uncertain("timeout") from None
    except NetworkError as error:
        # 5xx with an answer was refused before it was carried out; a broken line is unsure.
        if "(5" in error.message or "Gateway" in error.message:
            raise TryLater(redact(error.message)) from None
        raise Uncertain(redact(error.message)) from None
    except TelegramError as error:
        raise TryLater(redact(error.message)) from None


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
