"""One question to the Bot API, for those who only want to know whether it answers."""

from dataclasses import dataclass
from enum import Enum, auto

from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.api import Account, Api
from bot.channels.telegram.library import library_bot


@dataclass(frozen=True)
class Answer:
    """What getMe said."""

    class Outcome(Enum):
        """How it ended."""

        known = auto()
        refused = auto()
        unreachable = auto()

    outcome: Outcome
    name: str = ""


async def who_are_we(account: Account) -> Answer:
    """Ask getMe once. Never raises, never tells the token."""
    api = Api(account)
    try:
        me = await library_bot(api).get_me(read_timeout=10)
    except InvalidToken:
        return Answer(Answer.Outcome.refused)
    except TelegramError:
        return Answer(Answer.Outcome.unreachable)
    finally:
        await api.close()
    return Answer(Answer.Outcome.known, me.username or "")
