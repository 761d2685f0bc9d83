"""What a paper is made from, by the words on its line; a child process renders it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers.house import House
from handlers.report.report import Report
from handlers.report.review import beside, settings
from handlers.review.board import Group, Row, reports_board
from plan.deadlines import local_day
from reports import document, flow, rollup, workbook
from reports.document import Sheet
from reports.rollup import Accepted
from reports.values import Answers, Document, from_json
from reports.workbook import Figures
from storage import answers, rounds, submissions
from storage.engine import Tx
from storage.rounds import Round
from storage.submissions import Submission


class NoSuchPaperError(LookupError):
    """A line names a paper that cannot be made: look at its `about` in the outbox."""


def rendered(tx: Tx, house: House, about: Mapping[str, Any], now: datetime) -> bytes:
    """Return the finished paper that `about` orders. Raises NoSuchPaperError."""
    phrases = house.programme.phrases
    match about.get("paper"):
        case "report":
            return document.render(sheet(tx, house, about, now), phrases)
        case "workbook":
            return workbook.render(figures(tx, house, about, now), phrases)
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


def figures(tx: Tx, house: House, about: Mapping[str, Any], now: datetime) -> Figures:
    """Return what the workbook of a round is made from; the roll-up counts accepted reports.

    Figures that may identify a person are left out unless `about` says "sensitive". Raises
    NoSuchPaperError for an unknown round.
    """
    round_ = _round(tx, about)
    board = reports_board(tx, house, round_)
    sent = submissions.latest_of_round(tx, round_.id)
    form = house.programme.forms[round_.form_version]
    accepted = [_accepted(row, sent[row.unit.code]) for row in board.of(Group.accepted)]
    numbers = _numbers(tx, house, round_)
    owing = [row.unit for row in board.rows]
    return Figures(
        form=form,
        title=round_.title,
        cut_off=min(round_.cut_off, local_day(now)),
        made=now,
        rows=tuple(_row(row, sent.get(row.unit.code), numbers) for row in board.rows),
        rolled=rollup.roll_up(form, owing, accepted, coordinator=True),
        settings=settings(tx, house),
        sensitive=bool(about.get("sensitive")),
    )


def _row(row: Row, sent: Submission | None, numbers: Mapping[str, str]) -> workbook.Row:
    return workbook.Row(
        unit=row.unit,
        state=row.life.state,
        answers=_told(sent) if sent else {},
        sent_at=sent.at if sent else None,
        on_time=sent.on_time if sent else None,
        number=numbers.get(row.unit.code, ""),
    )


def _accepted(row: Row, sent: Submission) -> Accepted:
    return Accepted(row.unit, _told(sent), dict(sent.content.get("explanations", {})))


def _told(sent: Submission) -> Answers:
    return {question: from_json(stored) for question, stored in sent.answers.items()}


def _numbers(tx: Tx, house: House, round_: Round) -> dict[str, str]:
    """Return the official number of each unit's issued report, as far as it was told."""
    form = house.programme.forms[round_.form_version]
    found = {}
    for unit, given in answers.current_of_round(tx, round_.id).items():
        draft = flow.Draft(form, house.programme.units[unit].question_set)
        for asked in flow.after_sending(draft):
            value = from_json(given[asked.id].value) if asked.id in given else None
            if isinstance(value, Document):
                found[unit] = value.number
    return found


def _report(tx: Tx, house: House, about: Mapping[str, Any], now: datetime) -> Report:
    unit = str(about.get("unit", ""))
    if unit not in house.programme.units:
        raise NoSuchPaperError(f"unit {unit!r}")
    return Report(tx, house, _round(tx, about), house.programme.units[unit], local_day(now))


def _round(tx: Tx, about: Mapping[str, Any]) -> Round:
    found = rounds.find_round(tx, str(about.get("round", "")))
    if found is None:
        raise NoSuchPaperError(f"round {about.get('round')!r}")
    return found
