"""One of several processes that share an outbox: started by bench/shared.py, killed by it.

    python -m bench.sender DATABASE_URL FOLDER API_URL TOKEN

It runs the whole engine over Telegram, only it asks for no updates: one bot has one poller.
"""

import asyncio
import os
import sys
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from bot.channels.contract import Receive
from bot.channels.telegram.channel import Account, TelegramChannel
from bot.clock import system_clock
from bot.engine.engine import Engine, Parts
from handlers.effects import Effect
from handlers.inbound import Inbound
from plan.phrasebook import Phrasebook
from storage.engine import Store, Tx


class Speaking(TelegramChannel):
    """Telegram as a process that only speaks."""

    async def run(self, receive: Receive) -> None:
        """Hear nobody."""
        del receive
        await asyncio.Event().wait()


def _silent(tx: Tx, inbound: Inbound, now: datetime) -> list[Effect]:
    """Say nothing: nobody is heard."""
    del tx, inbound, now
    return []


async def main(url: str, folder: Path, api_url: str, token: str) -> None:
    """Deliver, or wait until it is our turn to deliver, until killed.

    The connections bear the process id as their name, so that it can be told who delivers.
    """
    channel = Speaking(Account(token, api_url), system_clock)
    await channel.open()
    named = make_url(url).update_query_dict({"application_name": str(os.getpid())})
    store = Store(named.render_as_string(hide_password=False), folder)
    parts = Parts(store, [channel], _silent, Phrasebook({}), system_clock, folder)
    await Engine(parts).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:5]))
