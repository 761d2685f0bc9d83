"""Rounds of reporting, and what was decided about units in them: extended, excluded, moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, insert, select, update

from plan.deadlines import Deadline, deadline_before, local_day
from plan.programme import Programme, in_year
from storage import tables as t
from storage.engine import Tx
from storage.prepared import Prepared

ALL_UNITS = "*"
TRAINING = "tap-huan"
FOR_EVER = date(9999, 12, 31)
What = Literal["extend", "exclude", "include", "confirm_dtts", "step_move", "step_skip"]


@dataclass(frozen=True)
class Round:
    """One round as it stands.

    `before` is exclusive; `opens` and `closes` are the first and the last day. `ladder` overrides
    single settings of the programme's ladder, by name.
    """

    id: str
    kind: Literal["annual", "adhoc"]
    year: int
    title: str
    form_version: str
    before: date
    cut_off: date
    opens: date
    closes: date
    request: str = ""
    training: bool = False
    ladder: dict[str, Any] | None = None
    closed_at: datetime | None = None
    created_at: datetime | None = None  # None: not created yet

    def is_open(self, day: date) -> bool:
        """Return whether units may report on this day."""
        return self.closed_at is None and self.opens <= day <= self.closes


@dataclass(frozen=True)
class AdhocRound:
    """What the coordinator says when opening an ad-hoc round. `closes` defaults to 45 days on."""

    title: str
    before: date
    request: str = ""
    cut_off: date | None = None
    closes: date | None = None
    ladder: dict[str, Any] | None = None


@dataclass(frozen=True)
class Decision:
    """One appended decision about a unit ("*": all units) in a round.

    Values: extend {"until": ISO day, the last on-time one}; step_move {"step", "to": ISO day};
    step_skip {"step"}; confirm_dtts {"yes": bool}; exclude and include have none.
    """

    id: int
    round: str
    unit: str
    what: What
    value: dict[str, Any]
    reason: str
    at: datetime
    by: int | None


class NoSuchRoundError(LookupError):
    """There is no round of this id."""


# --- rounds ----------------------------------------------------------------------------------
def annual_round(programme: Programme, year: int) -> Round:
    """Return a year's round as the programme has it, whether or not it was created."""
    rule = programme.manifest.rounds
    before = in_year(rule.before, year)
    closes = in_year(rule.closes, year)
    return Round(
        id=str(year),
        kind="annual",
        year=year,
        title=rule.title.format(year=year),
        form_version=programme.form.version if programme.forms else "",
        before=before,
        cut_off=in_year(rule.cut_off, year),
        opens=in_year(programme.ladder.opening, year),
        closes=closes if closes >= before else in_year(rule.closes, year + 1),
    )


def ensure_annual_rounds(tx: Tx, programme: Programme, now: datetime) -> list[Round]:
    """Create the annual rounds of this year and of last year's still open one; return the new.

    Until it opens, a round follows the pack (a new form version, a changed day). Without a form
    there are no rounds.
    """
    today = local_day(now)
    known = {round_.id: round_ for round_ in all_rounds(tx)}
    made = []
    for year in programme.manifest.rounds.years if programme.collects else ():
        wanted = annual_round(programme, year)
        if year > today.year or today > wanted.closes:
            continue
        if wanted.id not in known:
            made.append(_add(tx, wanted, now))
        elif today < known[wanted.id].opens and _row(wanted) != _row(known[wanted.id]):
            tx.execute(update(t.rounds).where(t.rounds.c.id == wanted.id).values(_row(wanted)))
    return made


def ensure_training_round(tx: Tx, programme: Programme, now: datetime) -> Round:
    """Return the training round, open on any date; its deadline is the next one of the plan."""
    today = local_day(now)
    real = annual_round(programme, today.year)
    if today >= real.before:
        real = annual_round(programme, today.year + 1)
    wanted = Round(
        id=TRAINING,
        kind="adhoc",
        year=real.year,
        title=real.title,
        form_version=real.form_version,
        before=real.before,
        cut_off=real.cut_off,
        opens=date(2000, 1, 1),
        closes=FOR_EVER,
        training=True,
    )
    known = find_round(tx, TRAINING)
    if known is None:
        _add(tx, wanted, now)
    elif known.before <= today:
        tx.execute(update(t.rounds).where(t.rounds.c.id == TRAINING).values(_row(wanted)))
    return round_of(tx, TRAINING)


def open_adhoc_round(tx: Tx, programme: Programme, asked: AdhocRound, now: datetime) -> Round:
    """Open an ad-hoc round of the same form from today; its id is "<year>-a<n>"."""
    today = local_day(now)
    prefix = f"{today.year}-a"
    count = sum(round_.id.startswith(prefix) for round_ in all_rounds(tx))
    opened = Round(
        id=f"{prefix}{count + 1}",
        kind="adhoc",
        year=today.year,
        title=asked.title,
        form_version=programme.form.version if programme.forms else "",
        before=asked.before,
        cut_off=asked.cut_off or today,
        opens=today,
        closes=asked.closes or asked.before + timedelta(days=45),
        request=asked.request,
        ladder=asked.ladder,
    )
    return _add(tx, opened, now)


def close_round(tx: Tx, round_id: str, now: datetime) -> bool:
    """Close a round for good; False when it was closed before. Raises NoSuchRoundError."""
    if round_of(tx, round_id).closed_at is not None:
        return False
    tx.execute(update(t.rounds).where(t.rounds.c.id == round_id).values(closed_at=now))
    return True


def find_round(tx: Tx, round_id: str) -> Round | None:
    """Return a round, or None when there is none of this id."""
    row = _FIND.first(tx, round_id=round_id)
    return _round(dict(zip(_NAMES, row, strict=True))) if row else None


def round_of(tx: Tx, round_id: str) -> Round:
    """Return a round. Raises NoSuchRoundError."""
    found = find_round(tx, round_id)
    if found is None:
        raise NoSuchRoundError(round_id)
    return found


def all_rounds(tx: Tx) -> list[Round]:
    """Return every round, oldest opening first."""
    rows = tx.execute(select(t.rounds).order_by(t.rounds.c.opens, t.rounds.c.id)).mappings()
    return [_round({**row}) for row in rows]


def open_rounds(tx: Tx, day: date) -> list[Round]:
    """Return the rounds that are open on a local day, the nearest deadline first."""
    found = (round_ for round_ in all_rounds(tx) if round_.is_open(day))
    return sorted(found, key=lambda round_: (round_.before, round_.id))


# --- decisions -------------------------------------------------------------------------------
def decide(tx: Tx, decision: Decision) -> int:
    """Append a decision (its `id` is ignored); return its id."""
    values = {
        "round": decision.round,
        "unit": decision.unit,
        "what": decision.what,
        "value": decision.value,
        "reason": decision.reason,
        "at": decision.at,
        "by": decision.by,
    }
    done = tx.execute(insert(t.decisions).values(values).returning(t.decisions.c.id))
    return int(done.scalar_one())


def decisions_of(tx: Tx, round_id: str, unit: str | None = None) -> list[Decision]:
    """Return all decisions of a round, or those that concern one unit, oldest first."""
    about = {} if unit is None else {"unit_": unit}
    query = _DECISIONS if unit is None else _ABOUT_UNIT
    return [_decision(*row) for row in query.all(tx, round_id=round_id, **about)]


def deadline_of(tx: Tx, programme: Programme, round_: Round, unit: str) -> Deadline:
    """Return the deadline that holds for one unit, an extension included."""
    return unit_deadline(programme, round_, decisions_of(tx, round_.id), unit)


def unit_deadline(
    programme: Programme, round_: Round, decisions: list[Decision], unit: str
) -> Deadline:
    """Return a unit's deadline from decisions already at hand.

    The newest extension of the unit or the newest of all units holds, whichever is later.
    """
    newest = {d.unit: d for d in decisions if d.what == "extend" and d.unit in (unit, ALL_UNITS)}
    until = [date.fromisoformat(d.value["until"]) + timedelta(days=1) for d in newest.values()]
    return deadline_before(max(until, default=round_.before), programme.calendar)


def excluded_units(decisions: list[Decision]) -> dict[str, str]:
    """Return the units that are excluded by the newest word, with the reason."""
    out: dict[str, str] = {}
    for decision in decisions:
        if decision.what == "exclude":
            out[decision.unit] = decision.reason
        elif decision.what == "include":
            out.pop(decision.unit, None)
    return out


def reporting_units(tx: Tx, programme: Programme, round_id: str) -> list[str]:
    """Return the codes of the units that owe a report in a round, in official order."""
    out = excluded_units(decisions_of(tx, round_id))
    return [unit.code for unit in programme.units.reporting() if unit.code not in out]


# --- rows ------------------------------------------------------------------------------------
def _add(tx: Tx, round_: Round, now: datetime) -> Round:
    tx.execute(insert(t.rounds).values(_row(round_) | {"created_at": now}))
    return replace(round_, created_at=now)


def _row(round_: Round) -> dict[str, Any]:
    days = {name: getattr(round_, name).isoformat() for name in _DAYS}
    return {name: getattr(round_, name) for name in _PLAIN} | days


def _round(row: Mapping[str, Any]) -> Round:
    days: dict[str, Any] = {name: date.fromisoformat(row[name]) for name in _DAYS}
    return Round(**{name: row[name] for name in (*_PLAIN, *_MOMENTS)}, **days)


def _decision(number: int, round_: str, unit: str, what: What, value: Any, *rest: Any) -> Decision:
    return Decision(number, round_, unit, what, value or {}, *rest)


_DAYS = ("before", "cut_off", "opens", "closes")
_PLAIN = ("id", "kind", "year", "title", "form_version", "request", "training", "ladder")
_MOMENTS = ("closed_at", "created_at")
_NAMES = (*_PLAIN, *_MOMENTS, *_DAYS)
_FIND = Prepared(
    select(*(t.rounds.c[name] for name in _NAMES)).where(t.rounds.c.id == bindparam("round_id"))
)
# In the order of Decision.
_of_round = select(*(t.decisions.c[each.name] for each in fields(Decision))).where(
    t.decisions.c.round == bindparam("round_id")
)
_DECISIONS = Prepared(_of_round.order_by(t.decisions.c.id))
_ABOUT_UNIT = Prepared(
    _of_round.where(
        (t.decisions.c.unit == bindparam("unit_")) | (t.decisions.c.unit == ALL_UNITS)
    ).order_by(t.decisions.c.id)
)
