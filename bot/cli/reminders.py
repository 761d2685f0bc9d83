"""`troly reminders`: what would be sent between two days, and what was."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.frame import AsJson, SettingsFile, book, settings_from, unit_from
from bot.clock import system_clock
from bot.memory import opened_store
from bot.packs import programme_from
from plan.deadlines import ZONE
from plan.programme import Programme

if TYPE_CHECKING:
    from reminders.log import Logged
    from reminders.overview import Standing
    from reminders.preview import Planned

_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def _said(key: str, **slots: object) -> str:
    return book().plain(f"remind.{key}", **slots)


app = typer.Typer(help=_said("help"), no_args_is_help=True)


@app.command("plan", help=_said("help_plan"))
def plan(
    first: Annotated[
        datetime, typer.Option("--from", formats=["%Y-%m-%d"], help=_said("help_from"))
    ],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help=_said("help_to"))],
    unit: Annotated[str | None, typer.Option("--unit", help=_said("help_unit"))] = None,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Print every message that the present data would cause; nothing is sent."""
    from handlers.house import House
    from reminders.preview import Window, preview

    chosen = settings_from(settings)
    programme = programme_from(chosen.programme)
    only = unit_from(programme, unit).code if unit else None
    now = system_clock()
    with opened_store(chosen, now) as store, store.read() as tx:
        rows = preview(tx, House(programme), Window(first.date(), last.date()), now)
    rows = [row for row in rows if only in (None, row.key.unit)]
    if as_json:
        typer.echo(_json(_planned(row) for row in rows))
        return
    Console().print(_plan_table(programme, rows))
    messages = len({row.message for row in rows if row.message})
    nobody = sum(row.key.contact is None for row in rows)
    typer.echo(_said("plan_count", messages=messages, steps=len(rows), nobody=nobody))


@app.command("log", help=_said("help_log"))
def show_log(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Print what was sent, when, and what became of it."""
    from reminders.log import log

    chosen = settings_from(settings)
    programme = programme_from(chosen.programme)
    with opened_store(chosen, system_clock()) as store, store.read() as tx:
        rows = log(tx, _EVER)
    if as_json:
        typer.echo(_json(_logged(row) for row in rows))
        return
    Console().print(_log_table(programme, rows))
    typer.echo(_said("log_count", count=len(rows)))


@app.command("calls", help=_said("help_calls"))
def calls(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Print whom to phone when messages do not arrive: all that owe, the most urgent first."""
    from handlers.house import House
    from reminders.overview import calls_of_open_rounds

    chosen = settings_from(settings)
    house, now = House(programme_from(chosen.programme)), system_clock()
    with opened_store(chosen, now) as store, store.read() as tx:
        rows = calls_of_open_rounds(tx, house, now)
    if as_json:
        typer.echo(_json(_call(*row) for row in rows))
        return
    Console().print(_call_table(rows))
    typer.echo(_said("calls_count", count=len(rows)))


def _call(round_id: str, standing: "Standing", why: str) -> dict[str, Any]:
    return {
        "round": round_id,
        "unit": standing.unit.code,
        "contact": None if standing.contact is None else str(standing.contact),
        "name": standing.name,
        "phone": standing.phone,
        "state": str(standing.state),
        "since": _local(standing.since),
        "why": why,
    }


def _call_table(rows: "list[tuple[str, Standing, str]]") -> Table:
    table = Table(*(_said(f"column_{name}") for name in ("unit", "name", "phone", "why")))
    for _, standing, why in rows:
        since = f"{standing.since.astimezone(ZONE):%d/%m}"
        name = standing.name or _said("no_contact")
        reason = _said(f"call_{why}", since=since)
        table.add_row(standing.unit.short_name, name, standing.phone or "-", reason)
    return table


def _json(rows: Any) -> str:
    return json.dumps(list(rows), ensure_ascii=False, indent=1)


def _planned(row: "Planned") -> dict[str, Any]:
    return _step(row.key) | {
        "due_at": _local(row.due_at),
        "at": _local(row.at),
        "message": row.message,
        "state": row.state,
        "why": row.why,
        "missed": list(row.missed),
        "text": row.text,
    }


def _logged(logged: "Logged") -> dict[str, Any]:
    row = logged.row
    step = (row.round, row.unit, row.person, row.cycle, row.step)
    return _step(step) | {
        "due_at": _local(row.due_at),
        "at": _local(row.at),
        "sent_at": _local(logged.sent_at),
        "message": None if row.line is None else str(row.line),
        "channel": row.channel,
        "attempts": row.attempts,
        "state": logged.state,
        "why": row.failure or row.why,
        "text": logged.text,
    }


def _step(key: tuple[str, str, int | None, str, str]) -> dict[str, Any]:
    round_, unit, contact, cycle, step = key
    shown = None if contact is None else str(contact)
    return {"round": round_, "unit": unit, "contact": shown, "cycle": cycle, "step": step}


def _local(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(ZONE).isoformat(timespec="seconds")


def _plan_table(programme: Programme, rows: "list[Planned]") -> Table:
    from reminders.days import step_words

    table = _table()
    for row in rows:
        table.add_row(
            f"{row.at.astimezone(ZONE):%d/%m/%Y %H:%M}",
            programme.units[row.key.unit].short_name,
            _contact(row.key.contact),
            str(step_words(book(), row.key.step)),
            _said(f"state_word_{row.state}"),
            _said(f"why_{row.why}"),
        )
    return table


def _log_table(programme: Programme, rows: "list[Logged]") -> Table:
    from reminders.days import step_words

    table = _table()
    for logged in rows:
        row = logged.row
        table.add_row(
            f"{(logged.sent_at or row.at).astimezone(ZONE):%d/%m/%Y %H:%M}",
            programme.units[row.unit].short_name if row.unit in programme.units else row.unit,
            _contact(row.person),
            str(step_words(book(), row.step)),
            _said(f"delivery_{logged.state}"),
            row.failure or _said(f"why_{row.why}"),
        )
    return table


def _table() -> Table:
    names = ("time", "unit", "contact", "step", "state", "why")
    return Table(*(_said(f"column_{name}") for name in names))


def _contact(person: int | None) -> str:
    return _said("no_contact") if person is None else str(person)
