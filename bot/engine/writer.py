"""Group commit: many small jobs, one transaction, one flush to the disk, then everybody hears."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, TypeVar

import structlog

from bot.engine import faults
from storage.engine import Store, Tx
from storage.groups import Outcome, run_group, take_promised
from storage.lines import Line

T = TypeVar("T")
Job = Callable[[Tx], Any]
# A group is closed at this many jobs: the first of them waits for all.
GROUP = 256
log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class _Queued:
    job: Job
    future: asyncio.Future[Any]


class Writer:
    """The one thread that writes. Jobs are synchronous; none can wait for a network.

    Each job has a SAVEPOINT of its own: one that fails takes only itself back, and its caller
    gets the exception. Nothing is acknowledged before the COMMIT of its group. When the database
    itself fails, everybody in the group gets the StorageError and nothing of it happened.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.on_promised: Callable[[Sequence[Line]], None] = lambda _lines: None
        self._jobs: SimpleQueue[_Queued | None] = SimpleQueue()
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="reader")
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Begin, on the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Finish what is queued and end."""
        self._jobs.put(None)
        thread = self._thread
        if thread is not None:
            await asyncio.to_thread(thread.join)
        self._readers.shutdown()

    def run(self, job: Callable[[Tx], T]) -> "asyncio.Future[T]":
        """Queue a job; the future resolves after the commit of its group."""
        if self._loop is None:
            raise RuntimeError("the writer has not been started")
        future: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put(_Queued(job, future))
        return future

    async def read(self, look: Callable[[Tx], T]) -> T:
        """Run a reader on a snapshot, beside the writer."""

        def reading() -> T:
            with self.store.read() as tx:
                return look(tx)

        return await asyncio.get_running_loop().run_in_executor(self._readers, reading)

    def _work(self) -> None:
        while (first := self._jobs.get()) is not None:
            group, last = self._gather(first)
            self._settle(group, *self._perform(group))
            if last:
                return

    def _gather(self, first: _Queued) -> tuple[list[_Queued], bool]:
        group = [first]
        while len(group) < GROUP and not self._jobs.empty():
            queued = self._jobs.get()
            if queued is None:
                return group, True
            group.append(queued)
        return group, False

    def _perform(self, group: list[_Queued]) -> tuple[list[Outcome], list[Line]]:
        try:
            with self.store.write() as tx:
                outcomes = run_group(tx, [queued.job for queued in group])
                faults.point("writer.before_commit")
                promised = take_promised(tx)
        except Exception as error:  # noqa: BLE001 -- the thread must live; everybody hears it
            return [Outcome(error=error) for _ in group], []
        faults.point("writer.committed")
        return outcomes, promised

    def _settle(self, group: list[_Queued], outcomes: list[Outcome], promised: list[Line]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._resolve, group, outcomes, promised)

    def _resolve(
        self, group: list[_Queued], outcomes: list[Outcome], promised: list[Line]
    ) -> None:
        for queued, outcome in zip(group, outcomes, strict=True):
            if queued.future.done():
                continue
            if outcome.error is None:
                queued.future.set_result(outcome.result)
            else:
                queued.future.set_exception(outcome.error)
        if promised:
            self.on_promised(promised)
