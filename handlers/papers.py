"""What a paper is made from, by the words on its line; a child process renders it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers.house import House
from handlers.report.report import Report
from handlers.report.review import beside
from plan.deadlines import local_day
from reports import document
from reports.document import Sheet
from storage import rounds
from storage.engine import Tx


class NoSuchPaperError(LookupError):
    """A line names a paper that cannot be made: look at its `about` in the outbox."""


def rendered(tx: Tx, house: House, about: Mapping[str, Any], now: datetime) -> bytes:
    """Return the finished paper that `about` orders. Raises NoSuchPaperError."""
    match about.get("paper"):
        case "report":
            return document.render(sheet(tx, house, about, now), house.programme.phrases)
        case other:
            raise NoSuchPaperError(f"paper {other!r}")


def sheet(tx: Tx, house: House, about: Mapping[str, Any], now: datetime) -> Sheet:
    """Return what a unit's written report is made from: a version, or the draft (version 0).

    Raises NoSuchPaperError when the round, the unit or the programme's paper is missing.
    """
    report = _report(tx, house, about, now)
    text = house.programme.paper
    if text is None:
        raise NoSuchPaperError("the programme has no document.toml")
    number = int(about.get("version", 0))
    version = next((v for v in report.versions if v.version == number), None)
    draft = report.draft_of(version) if version else report.draft
    told = local_day(version.at if version else now)
    return Sheet(
        unit=report.unit,
        text=text,
        draft=draft,
        year=report.round.year,
        cut_off=min(report.round.cut_off, told),
        written=local_day(now),
        request=report.round.request,
        training=house.training,
        beside=beside(report, draft),
    )


def _report(tx: Tx, house: House, about: Mapping[str, Any], now: datetime) -> Report:
    round_ = rounds.find_round(tx, str(about.get("round", "")))
    unit = str(about.get("unit", ""))
    if round_ is None or unit not in house.programme.units:
        raise NoSuchPaperError(f"round {about.get('round')!r}, unit {unit!r}")
    return Report(tx, house, round_, house.programme.units[unit], local_day(now))
