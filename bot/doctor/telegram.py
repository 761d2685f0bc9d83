"""Telegram: the token, and whether the Bot API answers to it."""

import asyncio
from collections.abc import Iterator

from bot.channels.telegram.asking import Answer, who_are_we
from bot.channels.telegram.channel import Account
from bot.doctor.finding import Finding, fail, passed, warn
from bot.settings import Settings


def examine(settings: Settings) -> Iterator[Finding]:
    """Examine the token by getMe. Its value is never told."""
    if not settings.speaks_telegram or settings.telegram_token is None:
        yield warn("telegram", "doctor.telegram_off")
        return
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    token = settings.telegram_token.get_secret_value()
    answer = asyncio.run(who_are_we(Account(token, settings.telegram_base_url, proxy)))
    where = {"where": settings.telegram_base_url}
    match answer.outcome:
        case Answer.Outcome.known:
            yield passed("telegram", "doctor.telegram", name=answer.name)
        case Answer.Outcome.refused:
            yield fail("telegram", "complaint.token_refused", **where)
        case Answer.Outcome.unreachable:
            yield warn("telegram", "complaint.telegram_unreachable", **where)
