"""One question to the Bot API, for those who only want to know whether it answers."""

from dataclasses import dataclass
from enum import Enum, auto

from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.channel import Account, make_bot


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


async def who_are_we(token: str, base_url: str, proxy: str | None) -> Answer:
    """Ask getMe once. Never raises, never tells the token."""
    bot = make_bot(Account(token, base_url, proxy))
    try:
        me = await bot.get_me(read_timeout=10)
    except InvalidToken:
        return Answer(Answer.Outcome.refused)
    except TelegramError:
        return Answer(Answer.Outcome.unreachable)
    finally:
        await bot.shutdown()
        for request in (bot.request,):
            await request.shutdown()
    return Answer(Answer.Outcome.known, me.username or "")
