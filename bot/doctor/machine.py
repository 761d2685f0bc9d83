"""The machine: clock, disk, data folder, port."""

import shutil
import socket
import time
from collections.abc import Iterator
from datetime import datetime

from bot.complaint import Complaint
from bot.doctor.finding import Finding, fail, passed, warn
from bot.settings import Settings
from plan.deadlines import ZONE

# Below these many megabytes free: a warning; no room to work.
_LOW, _NONE = 2_000, 200
# A clock before this day has lost its battery.
_EARLIEST = datetime(2026, 1, 1, tzinfo=ZONE)


def examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Examine the machine. Writes nothing but a probe file."""
    yield _clock(now)
    yield from _folder(settings)
    yield _port(settings)


def _clock(now: datetime) -> Finding:
    shown = now.astimezone(ZONE).strftime("%H:%M %d/%m/%Y")
    zone = time.tzname[0]
    if now < _EARLIEST:
        return fail("clock", "doctor.clock_wrong", shown=shown)
    return passed("clock", "doctor.clock", shown=shown, zone=zone)


def _folder(settings: Settings) -> Iterator[Finding]:
    from bot.memory import make_folder

    try:
        make_folder(settings)
    except Complaint as complaint:
        yield fail("folder", f"complaint.{complaint.phrase}", **complaint.slots)
        return
    free = shutil.disk_usage(settings.data_dir).free // 1_000_000
    examined = {"folder": settings.data_dir.absolute(), "free": free}
    if free < _NONE:
        yield fail("disk", "doctor.disk_full", **examined)
    elif free < _LOW:
        yield warn("disk", "doctor.disk_low", **examined)
    else:
        yield passed("disk", "doctor.disk", **examined)


def _port(settings: Settings) -> Finding:
    where = {"host": settings.web_host, "port": settings.web_port}
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.web_host, settings.web_port))
        except OSError:
            return warn("port", "doctor.port_used", **where)
    return passed("port", "doctor.port", **where)
