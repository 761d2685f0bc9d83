"""A whole season of reminders with real processes: kills, faults, outages of an hour to nine days.

The clock file is moved from one due moment to the next; the server is killed while it promises
and sends. Afterwards the database and the phones are compared with the calendar.
"""

import asyncio
import random
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from plan.units import Unit
from storage import marks, moves
from tests.botapi import BotApi, Trouble
from tests.botapi.people import User
from tests.botapi.rules import Rules
from tests.chaos.season_verdict import LEGAL, Lived, Seen, compare
from tests.chaos.server import Server
from tests.chaos.town import ROUND, Resident, Town, built, settle
from tests.chaos.verdict import Verdict
from tests.chaos.waiting import until
from tests.reminders.by_hand import HANOI, at, steps_of

EVE = datetime(2026, 9, 30, 20, 0, tzinfo=HANOI)
_PATIENCE = 60.0
_UNDER_WAY = 0.5  # seconds in which a message to nobody has failed


@dataclass(frozen=True)
class Outage:
    """Something is down from one moment to another: the server, or Telegram."""

    first: datetime
    last: datetime
    of: str

    def covers(self, moment: datetime) -> bool:
        """Return whether a moment falls into it."""
        return self.first <= moment < self.last


def _outage(first: str, last: str, of: str) -> Outage:
    begins, ends = (datetime.fromisoformat(m).replace(tzinfo=HANOI) for m in (first, last))
    return Outage(begins, ends, of)


# Nine days hold two steps, two days hold two, an hour holds one.
OUTAGES = (
    _outage("2026-11-11 12:00", "2026-11-20 10:00", "server"),
    _outage("2026-11-26 07:45", "2026-11-26 08:45", "server"),
    _outage("2026-11-30 08:30", "2026-12-02 08:30", "telegram"),
)


@dataclass(frozen=True)
class Plan:
    """One run. Every third unit sends its report at a moment of its own."""

    units: int = 123  # all that report
    kills: int = 200
    share: float = 0.05
    seed: int = 1
    paced: bool = False  # at Telegram's limits; else as fast as it can
    outages: tuple[Outage, ...] = OUTAGES
    closing: date = date(2027, 1, 15)


@dataclass
class Season:
    """One run as it goes on."""

    plan: Plan
    town: Town
    api: BotApi
    server: Server
    residents: list[Resident]
    rng: random.Random
    sent_at: dict[str, datetime] = field(default_factory=dict)  # by unit
    up: bool = True
    kills: int = 0
    kills_between: int = 0  # deaths with a line that had arrived and was not marked
    lines_between: int = 0  # such lines
    calls_before: int = 0  # calls that earlier processes made

    def moments(self) -> list[tuple[datetime, Unit | None]]:
        """Return when something happens: steps fall due, outages end, a unit sends its report."""
        due = {at(day, clock) for _, day, clock, _ in steps_of(LEGAL, self.plan.closing)}
        found: list[tuple[datetime, Unit | None]] = [(m, None) for m in due | self._ends()]
        for resident in self.residents[::3]:
            minutes = self.rng.randint(0, 75 * 24 * 60)
            found.append((EVE + timedelta(days=2, minutes=minutes), resident.unit))
        return sorted(found, key=lambda entry: entry[0])

    async def live(self) -> None:
        """Walk through the season."""
        moments = [(moment, unit, self._down(moment)) for moment, unit in self.moments()]
        due = sum(unit is None and down != "server" for _, unit, down in moments)
        for moment, unit, down in moments:
            # What begins, begins before its moment; what ends, ends after it, when what was on
            # its way at the old hour has failed: no real clock leaps while a message travels.
            if down:
                await self._weather(down)
                self._move_clock(moment)
            else:
                self._move_clock(moment)
                await asyncio.sleep(_UNDER_WAY if moment in self._ends() else 0)
                await self._weather(down)
            if unit is not None:
                self._sends(unit, moment)
                continue
            if down == "server":
                continue
            await self._deaths((self.plan.kills - self.kills) // due)
            due -= 1
            if not down:
                await self._settled(moment)
            else:
                await self._ticked(moment)

    def _ends(self) -> set[datetime]:
        return {outage.last for outage in self.plan.outages}

    def _down(self, moment: datetime) -> str:
        return next((o.of for o in self.plan.outages if o.covers(moment)), "")

    async def _weather(self, down: str) -> None:
        self.api.faults.clear()
        if down == "server" and self.up:
            await self.server.kill()
        elif down != "server" and not self.up:
            await self.server.start()
            await self.server.ready()
        self.up = down != "server"
        if down == "telegram":
            self.api.faults.chance(Trouble.DROP_BEFORE, 1.0)
        else:
            _trouble(self.api, self.plan.share)

    def _move_clock(self, moment: datetime) -> None:
        """Put the moment in place at once: the server must never read half a file."""
        new = self.town.clock_file.with_suffix(".new")
        new.write_text(moment.isoformat(), encoding="ascii")
        new.replace(self.town.clock_file)

    def _sends(self, unit: Unit, moment: datetime) -> None:
        """Let a unit send its report: a fact that the server finds."""
        store = self.town.store()
        with store.write() as tx:
            moves.add(tx, (ROUND, unit.code), "submitted", None, moment)
        store.close()
        self.sent_at[unit.code] = moment

    async def _deaths(self, count: int) -> None:
        """Kill the server so many times while it works on what is due."""
        for _ in range(count):
            await asyncio.sleep(self.rng.uniform(0.0, 0.7))
            await self.server.kill()
            self.kills += 1
            unmarked = Seen(self.town, self.api).unmarked(self.calls_before)
            self.kills_between += bool(unmarked)
            self.lines_between += unmarked
            self.calls_before = len(self.api.ledger.calls)
            await self.server.start()
            await self.server.ready()

    async def _settled(self, moment: datetime) -> None:
        """Wait until all that is due at a moment is said."""
        await self._ticked(moment)
        seen = Seen(self.town, self.api)
        await until(lambda: not seen.open_lines(moment), seconds=_PATIENCE, every=0.1)

    async def _ticked(self, moment: datetime) -> None:
        """Wait until a tick has looked at a moment."""
        await until(lambda: self._next_look() > moment, seconds=_PATIENCE, every=0.05)

    def _next_look(self) -> datetime:
        store = self.town.store()
        with store.read() as tx:
            mark = marks.get(tx, "reminders.next")
        store.close()
        return datetime.fromisoformat(mark["next"]) if mark else EVE


async def whole(plan: Plan, folder: Path, url: str | None = None) -> Verdict:
    """Run a season and return what was found."""
    town = built(folder, url, EVE)
    async with BotApi(rules=Rules(seed=plan.seed)) as api:
        api.clock.follow_file(town.clock_file)
        users = [api.user(f"p{n}", first_name=f"Đầu mối {n}") for n in range(plan.units)]
        residents = settle(
            town, [str(user.id) for user in users], now=EVE, among=town.programme.units.reporting()
        )
        trial = "hasty" if plan.paced else "hasty,unpaced"
        server = Server(town, api.url, api.token, TROLY_TELEGRAM_TRIAL=trial)
        await server.start()
        await server.ready()
        await _say_hello(users)
        rng = random.Random(plan.seed)
        season = Season(plan, town, api, server, residents, rng)
        began = time.monotonic()
        await season.live()
        api.faults.clear()
        lived = Lived(residents, season.sent_at, plan.outages, plan.closing)
        verdict = compare(Seen(town, api), lived)
        verdict.counts["kills"] = season.kills
        _explain(verdict, api, season)
        status = await server.stop()
        verdict.expect(status == 0, f"the server ended with {status}")
        _log(verdict, server)
        verdict.counts["seconds"] = round(time.monotonic() - began, 1)
    return verdict


async def _say_hello(users: list[User]) -> None:
    """Open every chat: a bot may not write to those who never wrote to it."""
    for user in users:
        await user.says("/han")
    for user in users:
        await user.hears(_PATIENCE)
        user.skip()


def _trouble(api: BotApi, share: float) -> None:
    for kind in (Trouble.TOO_MANY, Trouble.BAD_GATEWAY):
        api.faults.chance(kind, share)
    for kind in (Trouble.DROP_BEFORE, Trouble.DROP_AFTER):
        api.faults.chance(kind, share / 2)
    api.faults.chance(Trouble.LATE, share, methods=["sendMessage"], seconds=3.0)


def _log(verdict: Verdict, server: Server) -> None:
    """The log holds no error but the library's word on a gateway's page instead of JSON."""
    text = server.log.read_text(encoding="utf-8", errors="replace")
    ours = text.count("Traceback") - text.count("Can not load invalid JSON data")
    verdict.expect(ours == 0, f"the log holds errors: {server.last_words()}")


def _explain(verdict: Verdict, api: BotApi, season: Season) -> None:
    """Duplicates come from ambiguous time-outs and from deaths between sending and marking."""
    outcomes = [call.outcome for call in api.ledger.calls if call.method == "sendMessage"]
    ambiguous = sum(outcome in ("drop_after", "late") for outcome in outcomes)
    verdict.counts["ambiguous time-outs"] = ambiguous
    verdict.counts["kills between send and mark"] = season.kills_between
    verdict.counts["lines between send and mark"] = season.lines_between
    repeats = int(verdict.counts["repeated messages"])
    # A death falls between sending and marking of each line that is under way: 30 messages a
    # second leave several of them at once.
    bound = ambiguous + season.lines_between
    verdict.expect(repeats <= bound, f"{repeats} repeats, {bound} can be explained")
