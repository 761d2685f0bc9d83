"""Group commit: many small jobs, one transaction, one flush to the disk, then everybody hears."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

from bot.engine import faults
from storage.engine import Store, Tx
from storage.groups import Outcome, run_group, take_promised
from storage.lines import Line

T = TypeVar("T")
Job = Callable[[Tx], Any]
# A group is closed at this many jobs: the first of them, and the loop, wait for all.
GROUP = 32
log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class _Queued:
    job: Job
    future: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Written:
    """What a committed group left: an outcome for each job, and the lines that it promised."""

    outcomes: list[Outcome]
    promised: Sequence[Line] = ()


class Writer:
    """All that writes, one group after the other. Jobs are synchronous; none waits for a network.

    An embedded database answers from memory, sooner than a thread is woken, so its groups run on
    the event loop: two threads would wait for each other at every step. A database server is an
    exchange over a network, so its groups run in a thread.

    Each job has a SAVEPOINT of its own: one that fails takes only itself back, and its caller
    gets the exception. Nothing is acknowledged before the COMMIT of its group. When the database
    itself fails, everybody in the group gets the StorageError and nothing of it happened.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.on_promised: Callable[[Sequence[Line]], None] = lambda _lines: None
        self._jobs: deque[_Queued] = deque()
        self._stirred = asyncio.Event()
        self._ending = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="reader")
        self._work: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, on the running event loop."""
        self.store.hurry()
        self._work = asyncio.get_running_loop().create_task(self._working(), name="writer")

    async def stop(self) -> None:
        """Finish what is queued and end."""
        self._ending = True
        self._stirred.set()
        if self._work is not None:
            await self._work
        self._thread.shutdown()
        self._readers.shutdown()

    def run(self, job: Callable[[Tx], T]) -> "asyncio.Future[T]":
        """Queue a job; the future resolves after the commit of its group."""
        if self._work is None:
            raise RuntimeError("the writer has not been started")
        future: asyncio.Future[T] = self._work.get_loop().create_future()
        self._jobs.append(_Queued(job, future))
        self._stirred.set()
        return future

    async def read(self, look: Callable[[Tx], T]) -> T:
        """Run a reader on a snapshot, beside the writer."""

        def reading() -> T:
            with self.store.read() as tx:
                return look(tx)

        return await asyncio.get_running_loop().run_in_executor(self._readers, reading)

    async def _working(self) -> None:
        while await self._asked():
            group = [self._jobs.popleft() for _ in range(min(GROUP, len(self._jobs)))]
            try:
                written = await self._perform([queued.job for queued in group])
            except Exception as error:  # noqa: BLE001 -- the writer must live; everybody hears it
                written = _Written([Outcome(error=error) for _ in group])
            self._settle(group, written)

    async def _asked(self) -> bool:
        """Wait for a job; False when there is none left and none will come.

        The loop has its turn in between: what comes meanwhile joins the next group.
        """
        await asyncio.sleep(0)
        while not (self._jobs or self._ending):
            self._stirred.clear()
            await self._stirred.wait()
        return bool(self._jobs)

    async def _perform(self, jobs: Sequence[Job]) -> _Written:
        if self.store.is_sqlite:
            written = self._write(jobs)
        else:
            loop = asyncio.get_running_loop()
            written = await loop.run_in_executor(self._thread, self._write, jobs)
        faults.point("writer.committed")
        return written

    def _write(self, jobs: Sequence[Job]) -> _Written:
        with self.store.write() as tx:
            outcomes = run_group(tx, jobs)
            faults.point("writer.before_commit")
            return _Written(outcomes, take_promised(tx))

    def _settle(self, group: Sequence[_Queued], written: _Written) -> None:
        for queued, outcome in zip(group, written.outcomes, strict=True):
            if queued.future.done():
                continue
            if outcome.error is None:
                queued.future.set_result(outcome.result)
            else:
                queued.future.set_exception(outcome.error)
        if written.promised:
            self._tell(written.promised)

    def _tell(self, lines: Sequence[Line]) -> None:
        try:
            self.on_promised(lines)
        except Exception:  # the lines are on disk: the courier's next look finds them
            log.exception("promised lines not handed over")
