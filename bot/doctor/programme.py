"""The programme pack: whole, and its days of this year beside the calendar package's."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.complaint import Complaint
from bot.doctor.finding import Finding, fail, passed, warn
from bot.packs import programme_from
from bot.settings import Settings
from plan.checking import checked_programme
from plan.days import Calendar
from plan.deadlines import local_day
from plan.programme import Programme


def examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Examine the pack that the settings name."""
    try:
        programme = programme_from(settings.programme, checked_programme)
    except Complaint as complaint:
        yield fail("programme", f"complaint.{complaint.phrase}", **complaint.slots)
        return
    manifest = programme.manifest
    counts = {"provisions": len(programme.plan), "units": len(programme.units)}
    yield passed(
        "programme", "doctor.programme", name=manifest.id, version=manifest.version, **counts
    )
    yield _units(programme)
    yield _days(programme, local_day(now).year)


def _units(programme: Programme) -> Finding:
    unsure = [unit.short_name for unit in programme.units if "TO BE CONFIRMED" in unit.status]
    if not unsure:
        return passed("units", "doctor.units")
    return warn("units", "doctor.units_unconfirmed", count=len(unsure), names=", ".join(unsure))


def _days(programme: Programme, year: int) -> Finding:
    """Tell where the pack's days file and the calendar package differ: somebody must decide."""
    package = Calendar(country=programme.manifest.country)
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    differing = [
        day
        for day in days
        if package.is_working_day(day) != programme.calendar.is_working_day(day)
    ]
    if not differing:
        return passed("days", "doctor.days", year=year)
    shown = ", ".join(f"{day:%d/%m/%Y}" for day in differing[:8])
    return warn("days", "doctor.days_differ", year=year, days=shown)
