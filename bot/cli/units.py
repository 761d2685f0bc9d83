"""`troly units`: who reports in this programme."""

import json

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.frame import AsJson, SettingsFile, settings_from, words
from bot.packs import programme_from

app = typer.Typer(help=words("help_units"), no_args_is_help=True)
COLUMNS = ("code", "short_name", "question_set", "former_district", "status")


@app.command("list", help=words("help_units_list"))
def list_units(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Print the units of the programme in official order."""
    units = programme_from(settings_from(settings).programme).units
    rows = [
        {**{column: str(getattr(unit, column)) for column in COLUMNS}, "reports": unit.reports}
        for unit in units
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table(*(words(f"column_{column}") for column in COLUMNS))
    for row in rows:
        table.add_row(*(str(row[column]) for column in COLUMNS))
    Console().print(table)
    typer.echo(words("units_count", all=len(rows), reporting=len(units.reporting())))
