"""`troly init`: a commented settings file, the token asked for without echo."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.frame import book, words
from bot.complaint import Complaint
from bot.settings import FILE_NAME, load_settings


def init(
    file: Annotated[Path, typer.Option("--file", help=words("help_init_file"))] = Path(FILE_NAME),
    token: Annotated[bool, typer.Option(help=words("help_init_token"))] = True,
) -> None:
    """Write the settings file, readable by its owner only. Never overwrites one."""
    if file.exists():
        raise Complaint("file_exists", file=file)
    typed = (
        typer.prompt(words("ask_token"), default="", hide_input=True, show_default=False)
        if token
        else ""
    )
    line = f'telegram_token = "{typed.strip()}"' if typed.strip() else '# telegram_token = ""'
    text = book().raw("cli.settings_file").replace("{token_line}", line) + "\n"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        raise Complaint("folder_unwritable", folder=file.absolute().parent) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
    try:
        load_settings(file, {})
    except Complaint:
        file.unlink()
        raise
    typer.echo(words("init_done", file=file.absolute()))
