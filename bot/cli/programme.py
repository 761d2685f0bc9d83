"""`troly programme`: check a pack, and teach its question bank, before anybody depends on it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.frame import words
from bot.packs import programme_from
from plan.answering.compiled import is_fresh, learn, load, save
from plan.answering.lore import load_lore
from plan.checking import checked_programme
from plan.programme import Programme

app = typer.Typer(help=words("help_programme"), no_args_is_help=True)


@app.command(help=words("help_programme_check"))
def check(folder: Annotated[Path, typer.Argument(help=words("help_folder"))]) -> None:
    """Check a pack; print what stands in it. Exit status 2 with every fault when it is wrong."""
    programme = programme_from(str(folder), checked_programme)
    typer.echo(words("programme_right", **_counts(programme)))


@app.command("learn", help=words("help_programme_learn"))
def teach(folder: Annotated[Path, typer.Argument(help=words("help_folder"))]) -> None:
    """Teach a pack's question bank again and keep the outcome beside it. Takes minutes.

    Without this every start of a server would teach anew.
    """
    programme = programme_from(str(folder))
    lore = load_lore(programme.folder)
    known = load(lore)
    if known is None or not is_fresh(known, lore):
        save(learn(lore, programme.units, programme.plan), programme.folder)
    typer.echo(words("programme_learnt", name=programme.manifest.id))


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
