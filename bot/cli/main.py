"""The `troly` command: what an operator does at a terminal. Commands stand one file a subject."""

import os
import sys
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from bot.cli import people, programme, reminders, units
from bot.cli.ask import ask
from bot.cli.backup import backup, restore
from bot.cli.doctor import doctor
from bot.cli.frame import app, book, words
from bot.cli.invite import invite
from bot.cli.misuse import misused
from bot.cli.serve import demo, run
from bot.cli.setup import init
from bot.complaint import Complaint

for command in (init, run, demo, doctor, ask, invite, backup, restore):
    app.command(help=words(f"help_{command.__name__}"))(command)
app.add_typer(programme.app, name="programme")
app.add_typer(units.app, name="units")
app.add_typer(people.app, name="people")
app.add_typer(reminders.app, name="reminders")


def main() -> NoReturn:
    """Run one command. A complaint is told in Vietnamese on standard error; exit status 2."""
    try:
        status = app(standalone_mode=False)
    except Complaint as complaint:
        _complain(complaint)
    except TyperException as error:
        _complain(misused(error))
    except typer.Abort:
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has gone (troly units list | head).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(status if isinstance(status, int) else 0)


def _complain(complaint: Complaint | None) -> NoReturn:
    if complaint is not None:
        print(complaint.lines(book()), file=sys.stderr)  # noqa: T201 - the terminal is the page
    sys.exit(2)
