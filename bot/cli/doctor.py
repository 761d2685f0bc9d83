"""`troly doctor`: pass, warn or fail for everything that may be wrong, each with its mend."""

import json
from collections.abc import Iterator
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.frame import AsJson, SettingsFile, book, settings_from
from bot.clock import system_clock
from bot.complaint import Complaint
from bot.doctor.finding import Finding, Level, exit_status, fail, passed

_COLOURS = {Level.passed: "green", Level.warn: "yellow", Level.fail: "red"}


def doctor(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Examine the installation. Exit status 0: well; 1: warnings; 2: something fails."""
    findings = list(_examine(settings))
    if as_json:
        rows = [{"check": f.check, "level": f.level, "message": _words(f)} for f in findings]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        console = Console()
        for found in findings:
            mark = book().plain(f"doctor.mark_{found.level}")
            console.print(Text(f"{mark:<10}", style=_COLOURS[found.level]) + Text(_words(found)))
    raise typer.Exit(exit_status(findings))


def _words(found: Finding) -> str:
    return book().plain(found.phrase, **found.slots)


def _examine(file: Path | None) -> Iterator[Finding]:
    from bot.doctor import machine, memory, programme, telegram

    now = system_clock()
    try:
        settings = settings_from(file)
    except Complaint as complaint:
        yield fail("settings", f"complaint.{complaint.phrase}", **complaint.slots)
        return
    yield passed("settings", "doctor.settings")
    yield from machine.examine(settings, now)
    yield from programme.examine(settings, now)
    yield from memory.examine(settings, now)
    yield from telegram.examine(settings)
