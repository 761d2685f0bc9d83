"""What Telegram refuses, and what goes wrong on the way, in the contract's three words."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.channels.contract import TryLater, Uncertain, Undeliverable
from bot.channels.telegram.api import NoAnswer, NotSent, Refused
from bot.logs import redact

# Refusals of a chat that will not change by trying again (Bot API answers, lower case).
_GONE = ("chat not found", "user is deactivated", "user not found", "peer_id_invalid")
_NOT_MODIFIED = "message is not modified"
_NOT_EDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")
# Token revoked, wrong address, second poller, too many, and Telegram's own faults: all may pass.
_PASSING = frozenset({401, 404, 409, 429})


@contextmanager
def translated() -> Iterator[None]:
    """Raise Undeliverable, TryLater or Uncertain in place of what a call raises."""
    try:
        yield
    except NotSent as error:
        raise TryLater(str(error)) from None
    except NoAnswer as error:
        raise Uncertain(str(error)) from None
    except Refused as refused:
        raise _failure(refused) from None


def _failure(refused: Refused) -> TryLater | Undeliverable:
    why = redact(str(refused))
    if refused.code == 429:
        return TryLater(why, after=refused.after or 1.0)
    # An answered 5xx was refused before it was carried out.
    if refused.code in _PASSING or refused.code >= 500:
        return TryLater(why)
    gone = any(words in refused.words.lower() for words in _GONE)
    return Undeliverable(why, unreachable=refused.code == 403 or gone)


def is_unchanged(refused: Refused) -> bool:
    """Return whether an edit was refused because the message says so already."""
    return _NOT_MODIFIED in refused.words.lower()


def is_not_editable(refused: Refused) -> bool:
    """Return whether the message can no longer be edited, so that a new one must be sent."""
    words = refused.words.lower()
    return any(reason in words for reason in _NOT_EDITABLE)
