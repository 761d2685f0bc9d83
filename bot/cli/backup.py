"""`troly backup` and `troly restore`: the database in one file, attachments beside it."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.frame import SettingsFile, settings_from, words
from bot.clock import system_clock
from bot.complaint import Complaint
from bot.memory import opened_store

Folder = Annotated[Path | None, typer.Option("--out", help=words("help_backup_out"))]
Portable = Annotated[bool, typer.Option("--portable", help=words("help_portable"))]
File = Annotated[Path, typer.Argument(help=words("help_restore_file"))]
Replace = Annotated[bool, typer.Option("--replace", help=words("help_replace"))]
ATTACHMENTS = "files"


def backup(out: Folder = None, portable: Portable = False, settings: SettingsFile = None) -> None:
    """Copy the database, also while a server writes, and the attachments not copied yet."""
    from storage.backup import backup as copy

    chosen = settings_from(settings)
    folder = out or chosen.data_dir / "backups"
    now = system_clock()
    try:
        with opened_store(chosen, now, upgrade=False) as store:
            made = copy(store, folder, now, portable=portable)
        copied = _copy_files(chosen.data_dir / ATTACHMENTS, folder / ATTACHMENTS)
    except OSError:
        raise Complaint("folder_unwritable", folder=folder.absolute()) from None
    size = made.stat().st_size // 1000
    typer.echo(words("backup_done", file=made, size=size, count=copied))


def restore(file: File, replace: Replace = False, settings: SettingsFile = None) -> None:
    """Bring a backup back, with the attachments that lie beside it."""
    from storage.backup import restore as bring_back

    chosen = settings_from(settings)
    if not file.is_file():
        raise Complaint("backup_missing", file=file)
    now = system_clock()
    with opened_store(chosen, now, upgrade=False) as store:
        done = bring_back(store, file, now, replace=replace)
    copied = _copy_files(file.parent / ATTACHMENTS, chosen.data_dir / ATTACHMENTS)
    typer.echo(words("restore_done", file=file, count=copied))
    if done.saved is not None:
        typer.echo(words("restore_saved", file=done.saved))
    if done.broken:
        typer.echo(words("restore_broken", count=len(done.broken)))
        raise typer.Exit(1)


def _copy_files(source: Path, target: Path) -> int:
    """Copy files that the target lacks; they never change once they are there."""
    if not source.is_dir() or source.resolve() == target.resolve():
        return 0
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    missing = [file for file in source.iterdir() if not (target / file.name).exists()]
    for file in missing:
        draft = target / f"{file.name}.part"
        shutil.copyfile(file, draft)
        draft.replace(target / file.name)
    return len(missing)
