"""What all commands share: the typer app, words for the terminal, settings, programme, store."""

import os
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from bot.complaint import Complaint
from bot.settings import FILE_NAME, Settings, load_settings
from plan.phrasebook import Phrasebook, product_phrases
from plan.programme import Programme
from plan.units import Unit


@cache
def book() -> Phrasebook:
    """Return the product's own words, which load even when a programme is broken."""
    return product_phrases()


def words(key: str, **slots: object) -> str:
    """Return a phrase of the terminal as plain text."""
    return book().plain(f"cli.{key}", **slots)


app = typer.Typer(
    name="troly",
    help=words("help_app"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

SettingsFile = Annotated[Path | None, typer.Option("--settings", help=words("help_settings"))]
AsJson = Annotated[bool, typer.Option("--json", help=words("help_json"))]


def settings_from(file: Path | None) -> Settings:
    """Return the settings of a named file, of ./troly.toml when there is one, and TROLY_*.

    Raises Complaint.
    """
    if file is not None and not file.is_file():
        raise Complaint("settings_unreadable", file=file, problem=words("no_such_file"))
    here = Path(FILE_NAME)
    return load_settings(file or (here if here.is_file() else None), os.environ)


def unit_from(programme: Programme, typed: str) -> Unit:
    """Return the one unit that a typed code or name means. Raises Complaint naming the near."""
    if typed in programme.units:
        return programme.units[typed]
    matches = programme.units.find(typed)
    near = ", ".join(f"{m.unit.code} {m.unit.short_name}" for m in matches) or "-"
    if not matches or not matches[0].exact:
        raise Complaint("unit_unknown", typed=typed, near=near)
    if len(matches) > 1:
        raise Complaint("unit_ambiguous", typed=typed, near=near)
    return matches[0].unit
