"""The first word with Telegram: refused is a complaint, unreachable only a warning."""

import asyncio
import os
from dataclasses import dataclass, replace

import structlog

from bot.channels.contract import Pace
from bot.channels.telegram.asking import Answer, who_are_we
from bot.channels.telegram.channel import Account, TelegramChannel
from bot.clock import Clock
from bot.complaint import Complaint
from bot.opening import Opened
from bot.pulse import Pulse
from storage import marks

log = structlog.get_logger(__name__)
_PATIENCE = 10.0  # seconds that a start may wait for Telegram
BOT_NAME = "bot_name"


@dataclass(frozen=True)
class Connected:
    """The Telegram channel, when there is one, and the bot's name, when it was ever known."""

    telegram: TelegramChannel | None = None
    bot_name: str | None = None
    reachable: bool = True

    async def close(self) -> None:
        """Close the channel's connections."""
        if self.telegram is not None:
            await self.telegram.close()


async def connect(opened: Opened, clock: Clock, pulse: Pulse) -> Connected:
    """Make the Telegram channel and ask who we are. Raises Complaint when refused."""
    settings = opened.settings
    if not settings.speaks_telegram or settings.telegram_token is None:
        return Connected()
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    token = settings.telegram_token.get_secret_value()
    pace, account = _trial(opened, Account(token, settings.telegram_base_url, proxy))
    answer = await _asked(account)
    if answer.outcome is Answer.Outcome.refused:
        raise Complaint("token_refused", where=settings.telegram_base_url)
    channel = TelegramChannel(account, clock, pulse.heard, pace)
    known = answer.outcome is Answer.Outcome.known
    if not known:
        log.warning("telegram unreachable", where=settings.telegram_base_url)
    return Connected(channel, _name(opened, answer.name, clock), reachable=known)


def _trial(opened: Opened, account: Account) -> tuple[Pace | None, Account]:
    """Return the pace, and how long to wait for Telegram; both can be lifted in a trial.

    TROLY_TELEGRAM_TRIAL: "unpaced" speaks as fast as it can, "hasty" waits two seconds for an
    answer. Raises Complaint outside training or with the real Bot API.
    """
    asked = os.environ.get("TROLY_TELEGRAM_TRIAL", "")
    wishes = set(filter(None, asked.split(",")))
    loopback = account.base_url.startswith("http://127.0.0.1:")
    if wishes and not (wishes <= {"unpaced", "hasty"} and opened.training and loopback):
        raise Complaint("trial_refused", value=asked)
    if "hasty" in wishes:
        account = replace(account, answers=2.0, polls=2)
    return None if "unpaced" in wishes else Pace(), account


async def _asked(account: Account) -> Answer:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await who_are_we(account)
    except TimeoutError:
        return Answer(Answer.Outcome.unreachable)


def _name(opened: Opened, name: str, clock: Clock) -> str | None:
    """Return the bot's name, and keep it for links while Telegram cannot be asked."""
    with opened.store.write() as tx:
        if not name:
            return str(known) if (known := marks.get(tx, BOT_NAME)) else None
        marks.put(tx, BOT_NAME, name, clock())
    return name
