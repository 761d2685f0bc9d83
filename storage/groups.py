"""Many jobs in one transaction, each in a savepoint of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from storage.engine import Tx
from storage.faulty import DRIVER_ERRORS, translated
from storage.lines import Line
from storage.post import PROMISED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job returned, or the exception that took it back."""

    result: Any = None
    error: BaseException | None = None


def run_group(tx: Tx, jobs: Sequence[Callable[[Tx], Any]]) -> list[Outcome]:
    """Run the jobs in order; one that raises is rolled back alone.

    When the database itself gives way (full, gone), its error is raised: the whole
    transaction is lost, and no job of it happened.
    """
    return [guarded(tx, job) for job in jobs]


def guarded(tx: Tx, job: Callable[[Tx], Any]) -> Outcome:
    """Run one job in a savepoint of its own; may be nested."""
    driver: Any = tx.connection.driver_connection
    promised: list[Line] = tx.info.setdefault(PROMISED, [])
    before = len(promised)
    driver.execute("SAVEPOINT job")
    try:
        result = job(tx)
    except Exception as error:
        if isinstance(error, DRIVER_ERRORS) and translated(error, "") is not None:
            raise
        driver.execute("ROLLBACK TO SAVEPOINT job")
        driver.execute("RELEASE SAVEPOINT job")
        del promised[before:]
        return Outcome(error=error)
    driver.execute("RELEASE SAVEPOINT job")
    return Outcome(result)


def take_promised(tx: Tx) -> list[Line]:
    """Return the lines promised in this transaction, and forget them."""
    lines: list[Line] = tx.info.pop(PROMISED, [])
    return lines
