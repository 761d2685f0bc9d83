"""What can be wrong with the database: types, so that every caller can say it in its own words."""


class StorageError(Exception):
    """The database cannot be used. `where` names it, never with a password; `why` is its word."""

    mend = "look at the database's own log"

    def __init__(self, where: str, why: str = "") -> None:
        self.where = where
        self.why = why
        what = (type(self).__doc__ or "").split("\n", 1)[0]
        super().__init__(f"{where}: {what} {why and f'({why}) '}Mend: {self.mend}.")


class DatabaseNewer(StorageError):
    """The database was written by a newer version of the program."""

    mend = "install that version, or restore a backup that this one made"


class DatabaseOlder(StorageError):
    """The database has not been upgraded to this version yet."""

    mend = "start the server once, it upgrades after a backup"


class DatabaseDamaged(StorageError):
    """The database file is damaged or is not a database."""

    mend = "put it aside and restore the newest backup"


class DatabaseLocked(StorageError):
    """Another program kept the database locked for too long."""

    mend = "close the other program and try again"


class DatabaseFull(StorageError):
    """There is no room left on the disk of the database."""

    mend = "free some room; nothing that was confirmed is lost"


class DatabaseUnreachable(StorageError):
    """The database cannot be reached or opened."""

    mend = "check the address, the server and the rights on the folder"


class SecondInstance(StorageError):
    """Another server is already running on this database."""

    mend = "stop the other one first"


class BackupDamaged(StorageError):
    """The backup file is damaged, cut off, or not one of ours."""

    mend = "take another backup file"


class NotEmpty(StorageError):
    """There is data in the database that a restore would overwrite."""

    mend = "restore into an empty database, or say that it may be replaced"
