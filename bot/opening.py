"""What must be in order before anybody is served: folder, lock, schema, programme, rounds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.complaint import Complaint
from bot.memory import make_folder, storage_complaint
from bot.settings import Settings
from plan.programme import Programme
from storage import instance, marks, rounds
from storage.engine import Store
from storage.errors import StorageError

TRAINING_MARK = "training"


@dataclass(frozen=True)
class Opened:
    """A database that is ours alone, at this version's schema, with its rounds."""

    store: Store
    settings: Settings
    programme: Programme
    training: bool


@contextmanager
def opened(
    settings: Settings, programme: Programme, now: datetime, *, training: bool
) -> Iterator[Opened]:
    """Hold the database for a server. Raises Complaint; closes everything at the end.

    A training database stays one for ever, a real one never becomes one.
    """
    make_folder(settings)
    try:
        store = Store(settings.database, settings.data_dir)
    except StorageError as error:
        raise storage_complaint(error) from None
    hold = None
    try:
        hold = instance.hold(store)
        store.upgrade(now)
        with store.write() as tx:
            _mark(store, marks.get(tx, TRAINING_MARK), training=training)
            marks.put(tx, TRAINING_MARK, training, now)
            rounds.ensure_annual_rounds(tx, programme, now)
        yield Opened(store, settings, programme, training)
    except StorageError as error:
        raise storage_complaint(error) from None
    finally:
        if hold is not None:
            hold.release()
        store.close()


def _mark(store: Store, known: bool | None, *, training: bool) -> None:
    if known is not None and known != training:
        phrase = "database_training" if known else "database_real"
        raise Complaint(phrase, where=store.where)
