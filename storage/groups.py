"""Many jobs in one transaction, each in a savepoint of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from storage.engine import Tx
from storage.faulty import driver_errors, translated
from storage.lines import Line
from storage.people import forget_accounts
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
    outcomes: list[Outcome] = []
    for job in jobs:
        # A job that failed was rolled back to its savepoint, which stands for the next one.
        if not outcomes or outcomes[-1].error is None:
            _say(tx, *(("RELEASE SAVEPOINT job",) if outcomes else ()), "SAVEPOINT job")
        outcomes.append(_attempt(tx, job, "job"))
    return outcomes


def guarded(tx: Tx, job: Callable[[Tx], Any]) -> Outcome:
    """Run a part of a job in a savepoint of its own, inside the job's."""
    _say(tx, "SAVEPOINT part")
    outcome = _attempt(tx, job, "part")
    _say(tx, "RELEASE SAVEPOINT part")
    return outcome


def _attempt(tx: Tx, job: Callable[[Tx], Any], savepoint: str) -> Outcome:
    promised: list[Line] = tx.info.setdefault(PROMISED, [])
    before = len(promised)
    try:
        return Outcome(job(tx))
    except Exception as error:
        if isinstance(error, driver_errors()) and translated(error, "") is not None:
            raise
        _say(tx, f"ROLLBACK TO SAVEPOINT {savepoint}")
        forget_accounts(tx)
        del promised[before:]
        return Outcome(error=error)


def _say(tx: Tx, *statements: str) -> None:
    """Run statements of transaction control: in one go where each would cost a round trip."""
    driver: Any = tx.connection.driver_connection
    if tx.dialect.name == "postgresql":
        driver.execute("; ".join(statements), prepare=False)
        return
    for statement in statements:
        driver.execute(statement)


def take_promised(tx: Tx) -> list[Line]:
    """Return the lines promised in this transaction, and forget them."""
    lines: list[Line] = tx.info.pop(PROMISED, [])
    return lines
