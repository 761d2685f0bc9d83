"""The database for a command: opened, brought up to date, its errors as complaints."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from bot.complaint import Complaint
from bot.settings import Settings

if TYPE_CHECKING:
    from storage.engine import Store
    from storage.errors import StorageError

# Which complaint tells each storage error (by class name: storage stays a late import).
_COMPLAINTS = {
    "DatabaseNewer": "database_newer",
    "DatabaseDamaged": "database_damaged",
    "SecondInstance": "second_instance",
    "BackupDamaged": "backup_missing",
    "NotEmpty": "restore_busy",
    "DatabaseUnreachable": "database_unreachable",
}


@contextmanager
def opened_store(settings: Settings, now: datetime, *, upgrade: bool = True) -> Iterator["Store"]:
    """Open the store for a command. Raises Complaint, also for errors inside the block."""
    from storage.engine import Store
    from storage.errors import StorageError

    make_folder(settings)
    try:
        store = Store(settings.database, settings.data_dir)
        try:
            if upgrade:
                store.upgrade(now)
            yield store
        finally:
            store.close()
    except StorageError as error:
        raise storage_complaint(error) from None


def make_folder(settings: Settings) -> None:
    """Make the data folder and prove that it can be written. Raises Complaint."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        probe = settings.data_dir / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError:
        raise Complaint("folder_unwritable", folder=settings.data_dir.absolute()) from None


def storage_complaint(error: "StorageError") -> Complaint:
    """Return what the operator is told about a storage error."""
    phrase = _COMPLAINTS.get(type(error).__name__, "database_unreachable")
    key = "file" if phrase == "backup_missing" else "where"
    return Complaint(phrase, **{key: error.where})
