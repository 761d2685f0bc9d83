"""The fake Telegram as a process: ``python -m tests.botapi --port 0 --print-port``."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import signal
import sys
from pathlib import Path

from .api import TOKEN, BotApi
from .rules import Limits, Rules


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--print-port", action="store_true", help="first line of the output")
    parser.add_argument("--clock-file", type=Path, help="read the time from this file")
    parser.add_argument("--limits", action="store_true", help="enforce Telegram's rate limits")
    parser.add_argument("--burst", type=int, default=0, help="messages forgiven by the limits")
    parser.add_argument("--seed", type=int, default=0, help="of the random faults")
    parser.add_argument("--callback-seconds", type=float, default=15.0)
    parser.add_argument("--no-privacy", action="store_true", help="hear everything in groups")
    parser.add_argument("--exit-with-stdin", action="store_true", help="end when stdin closes")
    return parser.parse_args()


async def _serve(given: argparse.Namespace) -> None:
    # a bench leaves hundreds of thousands of messages here, none of them garbage
    gc.set_threshold(100_000, 50, 1000)
    rules = Rules(
        limits=Limits(burst=given.burst) if given.limits else None,
        seed=given.seed,
        callback_seconds=given.callback_seconds,
        privacy=not given.no_privacy,
    )
    async with BotApi(given.token, port=given.port, rules=rules) as api:
        if given.clock_file is not None:
            api.clock.follow_file(given.clock_file)
        if given.print_port:
            print(api.port, flush=True)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, api.stopping.set)
        if given.exit_with_stdin:
            loop.add_reader(sys.stdin.fileno(), _fire_at_end, api)
        await api.stopping.wait()


def _fire_at_end(api: BotApi) -> None:
    if not os.read(sys.stdin.fileno(), 1):
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        api.stopping.set()


if __name__ == "__main__":
    asyncio.run(_serve(_arguments()))
