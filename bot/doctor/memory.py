"""The database: engine, pragmas, schema, chains; what waits; whether a server runs on it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.doctor.finding import Finding, fail, passed, warn
from bot.memory import storage_complaint
from bot.settings import Settings
from plan.deadlines import ZONE
from storage import backlog, instance, marks
from storage.engine import Store, Tx
from storage.errors import DatabaseOlder, SecondInstance, StorageError

_MANY = 1_000  # lines waiting that want attention
_SILENT = timedelta(minutes=10)


def examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Examine the database without changing it."""
    if settings.database_url is None and not (settings.data_dir / "troly.db").exists():
        yield warn("database", "doctor.database_none", folder=settings.data_dir.absolute())
        return
    try:
        store = Store(settings.database, settings.data_dir)
        try:
            yield from _open(store, settings, now)
        finally:
            store.close()
    except StorageError as error:
        complaint = storage_complaint(error)
        yield fail("database", f"complaint.{complaint.phrase}", **complaint.slots)


def _open(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    running = _running(store)
    try:
        backlog.check_schema(store)
        yield passed("schema", "doctor.schema", where=store.where)
    except DatabaseOlder:
        yield warn("schema", "doctor.schema_older", where=store.where)
        return
    wrong = backlog.wrong_pragmas(store)
    if wrong:
        yield fail("pragmas", "doctor.pragmas_wrong", wrong=", ".join(wrong))
    else:
        yield passed("pragmas", "doctor.pragmas")
    with store.read() as tx:
        yield _backlog(tx)
        if settings.speaks_telegram:
            yield _heard(tx, now, running=running)
    yield passed("instance", "doctor.running" if running else "doctor.not_running")


def _running(store: Store) -> bool:
    try:
        instance.hold(store).release()
    except SecondInstance:
        return True
    return False


def _backlog(tx: Tx) -> Finding:
    waiting = backlog.count(tx)
    slots = {"unread": waiting.unread, "unsaid": waiting.unsaid, "buried": waiting.buried}
    busy = waiting.unread + waiting.unsaid > _MANY or waiting.buried
    return (
        warn("backlog", "doctor.backlog_high", **slots)
        if busy
        else passed("backlog", "doctor.backlog", **slots)
    )


def _heard(tx: Tx, now: datetime, *, running: bool) -> Finding:
    at = marks.set_at(tx, "telegram_heard")
    if at is None:
        return warn("heard", "doctor.heard_never")
    shown = at.astimezone(ZONE).strftime("%H:%M %d/%m/%Y")
    if running and now - at > _SILENT:
        return warn("heard", "doctor.heard_long_ago", at=shown)
    return passed("heard", "doctor.heard", at=shown)
