"""The `troly` command: what an operator does at a terminal. Commands stand one file a subject."""

import os
import sys
from typing import NoReturn

from bot.cli import ask, backup, doctor, invite, people, programme, reminders, serve, setup, units
from bot.cli.frame import app, book, words
from bot.complaint import Complaint

app.command(help=words("help_init"))(setup.init)
app.command(help=words("help_run"))(serve.run)
app.command(help=words("help_demo"))(serve.demo)
app.command(help=words("help_doctor"))(doctor.doctor)
app.command(help=words("help_ask"))(ask.ask)
app.command(help=words("help_invite"))(invite.invite)
app.command(help=words("help_backup"))(backup.backup)
app.command(help=words("help_restore"))(backup.restore)
app.add_typer(programme.app, name="programme")
app.add_typer(units.app, name="units")
app.add_typer(people.app, name="people")
app.add_typer(reminders.app, name="reminders")


def main() -> NoReturn:
    """Run one command. A complaint is told in Vietnamese on standard error; exit status 2."""
    try:
        app()
    except Complaint as complaint:
        print(complaint.lines(book()), file=sys.stderr)  # noqa: T201 - the terminal is the page
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output has gone (troly units list | head).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(0)
