"""`troly programme`: check a pack before anybody depends on it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.frame import words
from bot.packs import programme_from
from plan.programme import Programme

app = typer.Typer(help=words("help_programme"), no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep the sub-command's name even while there is only one."""


@app.command(help=words("help_programme_check"))
def check(folder: Annotated[Path, typer.Argument(help=words("help_folder"))]) -> None:
    """Check a pack; print what stands in it. Exit status 2 with every fault when it is wrong."""
    programme = programme_from(str(folder))
    typer.echo(words("programme_right", **_counts(programme)))


def _counts(programme: Programme) -> dict[str, object]:
    years = programme.manifest.rounds.years
    return {
        "name": programme.manifest.id,
        "version": programme.manifest.version,
        "provisions": len(programme.plan),
        "units": len(programme.units),
        "reporting": len(programme.units.reporting()),
        "forms": ", ".join(programme.forms) or "-",
        "years": f"{years[0]}-{years[-1]}",
    }
