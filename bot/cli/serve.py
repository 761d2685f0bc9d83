"""`troly run` and `troly demo`: the real thing, and the trial that lets a newcomer in."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.frame import SettingsFile, book, settings_from, words
from bot.clock import Clock, file_clock, system_clock
from bot.complaint import Complaint
from bot.packs import programme_from
from bot.settings import Settings
from plan.checking import checked_programme

if TYPE_CHECKING:
    from bot.demo import Part
    from handlers.house import House
    from plan.programme import Programme

Training = Annotated[bool, typer.Option("--training", hidden=True)]


def run(settings: SettingsFile = None, training: Training = False) -> None:
    """Serve for real. Prints no link that lets somebody in."""
    chosen = settings_from(settings)
    programme = programme_from(chosen.programme, checked_programme)
    clock = _clock(chosen, training=training)

    from bot.app import Serving, serve
    from bot.logs import configure
    from bot.opening import opened

    configure(chosen.log_level)
    with opened(chosen, programme, clock(), training=training) as house:
        serve(house, Serving(clock, _announce))


def demo(settings: SettingsFile = None) -> None:
    """Serve the trial: its own database, a round open on any date, three links."""
    given = settings_from(settings)
    programme = programme_from(given.programme, checked_programme)

    from bot.app import Serving, serve
    from bot.demo import database_of, prepare
    from bot.logs import configure
    from bot.opening import opened

    chosen = given.model_copy(
        update={"data_dir": database_of(given.data_dir), "database_url": None}
    )
    configure("WARNING" if chosen.log_level == "INFO" else chosen.log_level)
    clock = _clock(chosen, training=True)
    with opened(chosen, programme, clock(), training=True) as house:
        parts = prepare(house, clock())
        serve(house, Serving(clock, lambda door, port: _invite(programme, parts, door, port)))


def _announce(house: "House", port: int) -> None:
    typer.echo(words("ready", programme=house.programme.manifest.id, port=port))
    if house.bot_name:
        typer.echo(words("ready_telegram", bot=house.bot_name))


def _invite(programme: "Programme", parts: "list[Part]", house: "House", port: int) -> None:
    typer.echo(book().plain("demo.welcome"))
    base = house.public_url or f"http://127.0.0.1:{port}"
    for part in parts:
        role = book().plain(f"invite.role_{part.role}").capitalize()
        unit = programme.units[part.unit].short_name
        typer.echo(book().plain("demo.part", role=role, unit=unit, link=f"{base}/m/{part.code}"))
    if house.bot_name:
        typer.echo(book().plain("demo.telegram", bot=house.bot_name))
    typer.echo(book().plain("demo.stop"))


def _clock(settings: Settings, *, training: bool) -> Clock:
    """Return the system's clock, or under test the one that a file moves.

    Raises Complaint when a clock file is named outside training or with the real Bot API.
    """
    path = os.environ.get("TROLY_CLOCK_FILE")
    if not path:
        return system_clock
    loopback = not settings.speaks_telegram or "//127.0.0.1" in settings.telegram_base_url
    if not training or not loopback:
        raise Complaint("clock_file_refused")
    return file_clock(Path(path))
