"""python-telegram-bot's client, for what happens now and then: who are we, commands, the menu."""

from telegram import Bot

from bot.channels.telegram.api import Api
from bot.channels.telegram.request import AiohttpRequest


def library_bot(api: Api) -> Bot:
    """Return the library's bot on our session. Never print it: its repr holds the token."""
    base = api.account.base_url.rstrip("/")
    request = AiohttpRequest(api)
    return Bot(
        api.account.token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request,
        get_updates_request=request,
    )
