"""`troly units`: who reports in this programme."""

import json

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.frame import AsJson, SettingsFile, settings_from, words
from bot.packs import programme_from
from plan.units import Unit

app = typer.Typer(help=words("help_units"), no_args_is_help=True)
COLUMNS = ("code", "short_name", "question_set", "former_district", "status")


@app.command("list", help=words("help_units_list"))
def list_units(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Print the units of the programme in official order."""
    programme = programme_from(settings_from(settings).programme)
    units = programme.units
    rows = [
        {**{column: str(getattr(unit, column)) for column in COLUMNS}, "reports": unit.reports}
        for unit in units
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table(*(words(f"column_{column}") for column in COLUMNS))
    names = programme.form.set_names if programme.collects else {}
    for unit in units:
        table.add_row(*_row(unit, names))
    Console().print(table)
    typer.echo(words("units_count", all=len(rows), reporting=len(units.reporting())))


def _row(unit: Unit, set_names: dict[str, str]) -> tuple[str, ...]:
    asked = set_names.get(unit.question_set) or (
        unit.question_set if unit.reports else words("set_recipient")
    )
    status = words("status_confirmed" if unit.status == "confirmed" else "status_open")
    district = unit.former_district.replace("|", ", ")
    return unit.code, unit.short_name, asked, district, status
