"""Every call may fail: refused for now, a bad gateway, a connection that breaks, a late answer."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

from tests.botapi import BotApi, Trouble
from tests.botapi.rules import Rules
from tests.chaos.crowd import Crowd
from tests.chaos.server import Server
from tests.chaos.town import built
from tests.chaos.verdict import Verdict, judge
from tests.chaos.waiting import settled

# The server waits two seconds for an answer here instead of twenty ("hasty").
_LATE = {"sendMessage": 3.0, "sendDocument": 7.0, "getUpdates": 4.0}
_OTHER = 3.0


@dataclass(frozen=True)
class Plan:
    """One run. `share` is the chance of each kind of fault on each call."""

    people: int = 50
    share: float = 0.05
    seed: int = 1
    pace: str = ""  # "unpaced": as fast as it can


async def troubled(plan: Plan, folder: Path, url: str | None = None) -> Verdict:
    """Run it and return what was found."""
    town = built(folder, url)
    async with BotApi(rules=Rules(seed=plan.seed)) as api:
        api.clock.follow_file(town.clock_file)
        crowd = Crowd(api, town, plan.people, plan.seed)
        crowd.release()
        trial = ",".join(filter(None, ("hasty", plan.pace)))
        server = Server(town, api.url, api.token, TROLY_TELEGRAM_TRIAL=trial)
        await server.start()
        await server.ready()
        _trouble(api, plan.share)
        began = time.monotonic()
        await crowd.live(patience=180.0)
        api.faults.on = False
        await settled(town)
        crowd.listen()
        verdict = judge(api, town, crowd)
        status = await asyncio.wait_for(server.stop(), 30)
        verdict.expect(status == 0, f"the server ended with {status}")
        verdict.expect(not server.tracebacks(), f"the log holds errors: {server.last_words()}")
        verdict.counts |= {f"calls: {name}": n for name, n in api.ledger.outcomes().items()}
        verdict.counts["before a demanded pause was over"] = len(api.ledger.impatient())
        verdict.counts["seconds"] = round(time.monotonic() - began, 1)
    return verdict


def _trouble(api: BotApi, share: float) -> None:
    """Let every kind of fault happen, to every method."""
    faults = api.faults
    for kind in (Trouble.TOO_MANY, Trouble.BAD_GATEWAY):
        faults.chance(kind, share)
    for kind in (Trouble.DROP_BEFORE, Trouble.DROP_AFTER):
        faults.chance(kind, share / 2)
    for method, seconds in _LATE.items():
        faults.chance(Trouble.LATE, share, methods=[method], seconds=seconds)
    others = ["answerCallbackQuery", "getMe", "setMyCommands", "setChatMenuButton", "getFile"]
    faults.chance(Trouble.LATE, share, methods=others, seconds=_OTHER)
