"""From the outbox to the channels: written down as attempted, sent, marked as delivered."""

import asyncio
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

import structlog

from bot.channels.contract import Channel, TryLater, Uncertain, Undeliverable
from bot.clock import Clock
from bot.engine import faults
from bot.engine.hooks import PaperFailed
from bot.engine.ledger import Ledger, Page, recent
from bot.engine.outlet import SETTLED, Fate, Outlet, Result
from bot.engine.parcel import Papers, parcel
from bot.engine.writer import Writer
from handlers.inbound import Inbound
from storage.deliveries import LOOK
from storage.engine import Tx
from storage.errors import StorageError
from storage.lines import Line

POLL = 5.0  # seconds; a net for lines that another process promised
_HANGS = 120.0  # seconds after which a delivery that says nothing counts as uncertain
_RECOVERY = 0.5  # seconds until the database is tried again
_FAREWELL = 5.0  # seconds that lines under way get when we are told to stop
_FAULTS = 5  # a channel that fails so often at one line, by a fault of its own, has lost it
log = structlog.get_logger()


class Courier:
    """Says what was promised: ordered in each chat, replies first, at each channel's pace.

    At least once: a line that was on its way when the process died, or of which the channel
    gave no answer, is said again.
    """

    def __init__(
        self,
        writer: Writer,
        channels: Mapping[str, Channel],
        ledger: Ledger,
        papers: Papers,
        clock: Clock,
    ) -> None:
        self._writer = writer
        self._ledger = ledger
        self._papers = papers
        self._clock = clock
        self._channels = channels
        self.outlets: dict[str, Outlet] = {}
        self.counts: Counter[str] = Counter()
        self._ended: list[Result] = []  # attempts that ended since the last page
        self._unwritten: list[Result] = []  # of a page that could not be written
        self._polled = 0  # the newest line that a look into the outbox showed
        self._next_poll = 0.0
        self._sending = 0
        self._acknowledging = 0
        self._early: deque[tuple[Inbound, str | None]] = deque(maxlen=64)
        self._forget()
        self._event = asyncio.Event()
        self._quiet = asyncio.Event()
        self._tasks: asyncio.TaskGroup | None = None

    async def run(self) -> None:
        """Deliver until cancelled; begins with what an earlier process left."""
        self._forget()
        await self._remember()
        try:
            async with asyncio.TaskGroup() as self._tasks:
                try:
                    while self._early:  # taps acted on before anybody delivered
                        self.acknowledge(*self._early.popleft())
                    await self._work()
                finally:
                    await self._farewell()
        finally:
            self._tasks = None

    def _forget(self) -> None:
        """Know nothing: the outbox knows everything."""
        self.outlets = {name: Outlet(channel) for name, channel in self._channels.items()}
        self._ended, self._unwritten = [], []
        self._polled, self._next_poll = 0, 0.0

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._cycle()
            timer = loop.call_at(self._next_at(), self._event.set)
            await self._event.wait()
            timer.cancel()
            self._event.clear()

    async def _farewell(self) -> None:
        """Let lines that are under way arrive and be marked: else they would be said twice."""
        with suppress(TimeoutError, StorageError):
            async with asyncio.timeout(_FAREWELL):
                while self._sending:
                    self._event.clear()
                    await self._event.wait()
                await self._writer.run(partial(self._write, Page(self._taken(), [])))

    def promised(self, lines: Sequence[Line]) -> None:
        """Take over lines whose promise was just committed; another courier finds them itself."""
        if self._tasks is None:
            return
        moment = self._clock()
        for line in lines:
            outlet = self.outlets.get(line.channel)
            if outlet is None or line.id in outlet.queue:
                continue
            if self._papers.needs(line):
                outlet.queue.expect(line)
                self._tasks.create_task(self._prepare(line, outlet))
            else:
                outlet.queue.add(line, moment)
        self._stir()

    async def _prepare(self, line: Line, outlet: Outlet) -> None:
        """Render the paper of a line, then let the line wait for its turn."""
        await self._papers.prepare(line)
        outlet.queue.add(line, self._clock())
        self._event.set()

    def poll(self) -> None:
        """Look into the outbox now."""
        self._next_poll = 0.0
        self._stir()

    def acknowledge(self, inbound: Inbound, toast: str | None) -> None:
        """Answer a tap, best effort."""
        if self._tasks is None:
            self._early.append((inbound, toast))
        elif inbound.channel in self.outlets:
            self._acknowledging += 1
            self._quiet.clear()
            self._tasks.create_task(self._acknowledge(inbound, toast))

    @property
    def is_quiet(self) -> bool:
        """Return whether nothing is due and nothing under way."""
        return self._quiet.is_set()

    async def quiet(self) -> None:
        """Wait until nothing is due and nothing under way."""
        await self._quiet.wait()

    def _stir(self) -> None:
        self._quiet.clear()
        self._event.set()

    def _next_at(self) -> float:
        ready = min(
            (outlet.next_at() for outlet in self.outlets.values()), default=self._next_poll
        )
        until = min(ready, self._next_poll)
        moments = [m for o in self.outlets.values() if (m := o.queue.next_moment())]
        if not moments:
            return until
        wait = (min(moments) - self._clock()).total_seconds()
        return min(until, asyncio.get_running_loop().time() + max(wait, 0.0))

    async def _cycle(self) -> None:
        """Write one page after the other until there is nothing to write."""
        while True:
            page = self._page()
            if page.is_blank:
                if self._is_idle():
                    self._quiet.set()
                return
            try:
                done = await self._writer.run(partial(self._write, page))
            except StorageError as error:
                log.warning("database gave way", error=str(error))
            except Exception:
                log.exception("courier's page not written")
            else:
                self._follow(done)
                continue
            self._tear_out(page)
            await asyncio.sleep(_RECOVERY)

    def _write(self, page: Page, tx: Tx) -> Page:
        return self._ledger.write(tx, page, self._clock())

    def _page(self) -> Page:
        results = self._taken()
        now, moment = asyncio.get_running_loop().time(), self._clock()
        picked = [line for outlet in self.outlets.values() for line in outlet.pick(now, moment)]
        paced = frozenset(line.channel for line in picked if self.outlets[line.channel].throttle)
        poll = self._polled if now >= self._next_poll else None
        if poll is not None:
            self._next_poll = now + POLL
        return Page(results, picked, paced, poll)

    def _taken(self) -> list[Result]:
        """Take what ended since the last page.

        A line is forgotten in memory in the page that settles it, not sooner: else a look into
        the outbox would find it open, and say it twice.
        """
        now = asyncio.get_running_loop().time()
        for result in self._ended:
            self.outlets[result.line.channel].ended(result, now)
        taken, self._unwritten, self._ended = self._unwritten + self._ended, [], []
        return taken

    def _tear_out(self, page: Page) -> None:
        """Undo in memory what could not be written."""
        now = asyncio.get_running_loop().time()
        self._unwritten = page.results
        for line in page.picked:
            self.outlets[line.channel].put_back(line, now)
        if page.poll_after is not None:
            self._next_poll = now

    def _follow(self, done: Page) -> None:
        """Do what the written page says."""
        if done.results:
            faults.point("courier.marked")
        now, moment = asyncio.get_running_loop().time(), self._clock()
        for line in done.dropped:
            self.outlets[line.channel].drop(line)
        for line, until in done.waiting:
            self.outlets[line.channel].drop(line)
            self.outlets[line.channel].queue.add(replace(line, not_before=until), moment)
        for line in done.found:
            self._polled = max(self._polled, line.id)
        self.promised(done.found)
        if len(done.found) >= LOOK:
            self._next_poll = now  # there may be more
        for line, edit in done.ready:
            if self._tasks is not None:
                self.outlets[line.channel].leaves(line, now)
                self._sending += 1
                self._tasks.create_task(self._send(line, edit))

    async def _send(self, line: Line, edit: str | None) -> None:
        faults.point("courier.attempted")
        try:
            result = await self._attempt(line, edit)
        finally:
            self._sending -= 1
        faults.point("courier.sent")
        if result.fate in SETTLED:
            self._papers.settled(line)
        self.counts[result.fate.name] += 1
        self._ended.append(replace(result, at=asyncio.get_running_loop().time()))
        self._event.set()

    async def _attempt(self, line: Line, edit: str | None) -> Result:
        try:
            async with asyncio.timeout(_HANGS):
                return Result(line, Fate.delivered, ref=await self._deliver(line, edit))
        except Undeliverable as error:
            fate = Fate.lost if error.unreachable else Fate.failed
            return Result(line, fate, why=str(error))
        except TryLater as error:
            return Result(line, Fate.later, why=str(error), after=error.after)
        except (Uncertain, TimeoutError) as error:
            return Result(line, Fate.uncertain, why=str(error))
        except PaperFailed as error:
            log.exception("paper not rendered", line=line.id)
            return Result(line, Fate.failed, why=str(error))
        except Exception as error:
            log.exception("channel failed", channel=line.channel, line=line.id)
            lost = self.outlets[line.channel].tries_of(line) >= _FAULTS - 1
            fate = Fate.failed if lost else Fate.uncertain
            return Result(line, fate, why=type(error).__name__)

    async def _deliver(self, line: Line, edit: str | None) -> str:
        channel = self.outlets[line.channel].channel
        file = await self._papers.file_of(line)
        return await channel.deliver(parcel(line, edit, file))

    async def _acknowledge(self, inbound: Inbound, toast: str | None) -> None:
        try:
            async with asyncio.timeout(_HANGS):
                channel = self.outlets[inbound.channel].channel
                await channel.acknowledge_tap(inbound.tap or "", toast)
        except Exception as error:  # noqa: BLE001 -- best effort; the answer itself is a line
            log.info("tap not acknowledged", channel=inbound.channel, why=type(error).__name__)
        finally:
            self._acknowledging -= 1
            self._event.set()

    def _is_idle(self) -> bool:
        idle = all(outlet.is_idle for outlet in self.outlets.values())
        return idle and not self._ended and not self._unwritten and not self._acknowledging

    async def _remember(self) -> None:
        """Take up what an earlier process left: pauses it was asked for, its last sends."""
        moment = self._clock()
        for name, outlet in self.outlets.items():
            past = await self._writer.read(partial(recent, channel=name, now=moment))
            outlet.remember(past, asyncio.get_running_loop().time())
