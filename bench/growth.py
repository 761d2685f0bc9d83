"""One more answer when the database holds years of thousands of units, beside an empty one: flat?

python -m bench growth [--units 10000] [--years 5] [--at-once 1]
"""

import argparse
import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from bench.conversations import Crowd, Measured, ours
from storage import inbox
from storage.columns import bind_moment
from storage.engine import Tx
from tests.chaos.town import EVENING, Town

_ANSWERS, _LINES = 16, 20  # of one report
_FIRST = 2021
_Row = tuple[object, ...]


def filled(units: int, years: int) -> Callable[[Town], None]:
    """Return what fills a town with the history of so many units over so many years."""

    def fill(town: Town) -> None:
        store = town.store()
        with store.write() as tx:
            _people(tx, units)
            for year in range(_FIRST, _FIRST + years):
                _a_year(tx, year, units)
            # Their words were forgotten long ago.
            inbox.forget_bodies(tx, EVENING, limit=units * years * _LINES)
        with store.write() as tx:
            _run(tx, "ANALYZE", [()])
        store.close()

    return fill


def _run(tx: Tx, statement: str, rows: Iterable[_Row]) -> None:
    tx.connection.cursor().executemany(statement, list(rows))


def _insert(table: str, columns: str) -> str:
    marks = ", ".join("?" for _ in columns.split(","))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})"


def _people(tx: Tx, units: int) -> None:
    """Make the people of earlier years; those of this year have joined before them."""
    now = bind_moment(EVENING)
    known = tx.exec_driver_sql("SELECT count(*) FROM people").scalar_one()
    rows = ((number, "", "", "", now) for number in range(known + 1, units + 1))
    _run(tx, _insert("people", "id, name, position, phone, created_at"), rows)


def _a_year(tx: Tx, year: int, units: int) -> None:
    moment = bind_moment(datetime(year, 11, 20, tzinfo=UTC)) or 0
    days = (f"{year}-11-30", f"{year}-11-20", f"{year}-10-01", f"{year}-12-31")
    columns = "id, kind, year, title, form_version, before, cut_off, opens, closes, request"
    row = (str(year), "annual", year, str(year), "2026.1", *days, "", False, moment)
    _run(tx, _insert("rounds", f"{columns}, training, created_at"), [row])
    _run(tx, _ANSWER, _answers(year, units, moment))
    _run(tx, _AUDIT, _audit(year, units, moment))
    _run(tx, _MOVE, _moves(year, units, moment))
    _run(tx, _SUBMISSION, _submissions(year, units, moment))
    _run(tx, _INBOX, _inbox(year, units, moment))
    _run(tx, _OUTBOX, _outbox(year, units, moment))


def _answers(year: int, units: int, moment: int) -> Iterator[_Row]:
    for unit in range(units):
        for number in range(_ANSWERS):
            value = '{"kind":"numbers","boxes":{"QH01":31,"QH02":12}}'
            place = (str(year), f"x{unit}", f"Q{number}", 1, value)
            yield (*place, unit + 1, "telegram", moment, False)


def _audit(year: int, units: int, moment: int) -> Iterator[_Row]:
    for unit in range(units):
        for place in range(1, _ANSWERS + 1):
            chain = f"report:{year}:x{unit}"
            yield (chain, place, moment, unit + 1, "answered", "0" * 64, "0" * 64)


def _moves(year: int, units: int, moment: int) -> Iterator[_Row]:
    for unit in range(units):
        for what in ("optional", "submitted", "opened", "accepted"):
            yield (str(year), f"x{unit}", what, '{"how": "skip"}', unit + 1, moment)


def _submissions(year: int, units: int, moment: int) -> Iterator[_Row]:
    content = '{"answers": {}, "explanations": {}, "year": 2021}'
    for unit in range(units):
        receipt = f"{year}-{unit}"
        row = (str(year), f"x{unit}", 1, "2026.1", content, receipt)
        yield (*row, unit + 1, moment, True)


def _inbox(year: int, units: int, moment: int) -> Iterator[_Row]:
    for unit in range(units):
        for number in range(_LINES):
            key = f"m:{unit}:{year}{number}"
            yield ("telegram", f"old{unit}", key, None, moment, moment)


def _outbox(year: int, units: int, moment: int) -> Iterator[_Row]:
    for unit in range(units):
        for number in range(_LINES):
            subject = (f"report:{year}:x{unit}", f"Q{number}", 0)
            who = (f"{year}-{unit}-{number}", unit + 1, "telegram", f"old{unit}", "say")
            words = ("report.page", "", None)  # old words are forgotten after a month
            yield (*who, *words, *subject, 0, 1, 0, moment, moment, moment, moment)


_ANSWER = _insert(
    "answers", "round, unit, question, revision, value, person_id, channel, at, on_behalf"
)
_AUDIT = _insert("audit", "chain, place, at, person_id, what, previous, hash")
_MOVE = _insert("moves", "round, unit, what, value, person_id, at")
_SUBMISSION = _insert(
    "submissions",
    "round, unit, version, form_version, content, receipt, person_id, at, on_time",
)
_INBOX = _insert("inbox", "channel, address, key, body, received_at, done_at")
_OUTBOX = _insert(
    "outbox",
    "token, person_id, channel, address, kind, phrase, text, choices, subject, asks, revision,"
    "priority, attempts, uncertain, promised_at, first_attempt_at, delivered_at, settled_at",
)


async def _measured(given: argparse.Namespace) -> list[tuple[str, Measured]]:
    rows = [("empty", await ours(Crowd(given.at_once), given.reports))]
    began = time.perf_counter()
    fill = filled(given.units, given.years)
    rows.append(("full", await ours(Crowd(given.at_once), given.reports, prepare=fill)))
    print(f"filled and measured in {time.perf_counter() - began:.0f} s")
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("--reports", type=int, default=20)
    given = parser.parse_args(arguments)
    rows = asyncio.run(_measured(given))
    table = Table("database", "p50 ms", "p95 ms", "CPU ms", "MB")
    for name, row in rows:
        figures = (row.p50 * 1e3, row.p95 * 1e3, row.cpu * 1e3, row.memory)
        table.add_row(name, *(f"{figure:,.2f}" for figure in figures))
    Console().print(table)


if __name__ == "__main__":
    main()
