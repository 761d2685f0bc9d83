"""Who hears a step: the focal point, the leader and the second contact only when it is time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from plan.units import Role
from reminders.schedule import Phase
from reminders.values import Contact, Press, UnitState


@dataclass(frozen=True)
class Hearer:
    """Somebody who is to hear a step, or nobody (None); steps due before `since` do not exist."""

    contact: Contact | None
    since: datetime


@dataclass(frozen=True)
class Wishes:
    """What the contacts of one unit pressed, as it holds now."""

    not_mine: frozenset[int]
    signing_since: datetime | None
    snoozed: tuple[tuple[int, datetime], ...]


def wishes(presses: Iterable[Press], since: datetime, sent_back: datetime | None) -> Wishes:
    """Return what holds of a unit's presses (oldest first).

    "No longer mine" holds until that person presses something else; signing and snoozes belong
    to the spell of owing that began at `since`; a leader who gives it back ends the signing.
    """
    newest: dict[int, str] = {}
    signing: datetime | None = None
    snoozed: list[tuple[int, datetime]] = []
    for press in presses:
        newest[press.person] = press.what
        if press.at < since:
            continue
        if press.what == "being_signed" and (sent_back is None or press.at > sent_back):
            signing = press.at
        elif press.what == "snoozed":
            snoozed.append((press.person, press.at))
    gone = frozenset(person for person, what in newest.items() if what == "not_mine")
    return Wishes(gone, signing, tuple(snoozed))


def hearers(
    state: UnitState, phase: Phase, pressed: Wishes, day: date, since: datetime
) -> list[Hearer]:
    """Return who hears a step of a phase on a day.

    Empty: everybody who could hear is on leave without a deputy, the step waits for them.
    """
    main, waits = _main(state, pressed, day)
    backups = _backups(state, pressed, day, main)
    if phase is Phase.before:
        if pressed.signing_since and backups:
            return [_hearer(backups[0], max(since, pressed.signing_since))]
        backups = []
    told = [main, *backups] if main else backups
    if told:
        return [_hearer(contact, since) for contact in told]
    return [] if waits else [Hearer(None, since)]


def usable(contact: Contact, pressed: Wishes, day: date) -> bool:
    """Return whether a contact can be told on a day."""
    return (
        contact.reachable and contact.person not in pressed.not_mine and not contact.on_leave(day)
    )


def _hearer(contact: Contact, since: datetime) -> Hearer:
    return Hearer(contact, max(since, contact.joined_at))


def _main(state: UnitState, pressed: Wishes, day: date) -> tuple[Contact | None, bool]:
    """Return the focal point to tell, or None and whether one is only on leave."""
    by_person = {contact.person: contact for contact in state.contacts}
    waits = False
    focals = (c for c in state.contacts if c.role is Role.focal)
    for focal in sorted(focals, key=lambda c: c.muted):
        if usable(focal, pressed, day):
            return focal, False
        deputy = by_person.get(focal.deputy) if focal.deputy and focal.on_leave(day) else None
        if deputy and usable(deputy, pressed, day):
            return deputy, False
        waits |= focal.on_leave(day) and focal.reachable and focal.person not in pressed.not_mine
    return None, waits


def _backups(state: UnitState, pressed: Wishes, day: date, main: Contact | None) -> list[Contact]:
    """Return the first leader, then the second focal point, as far as there are."""
    others = [c for c in state.contacts if c != main and usable(c, pressed, day)]
    firsts = (next((c for c in others if c.role is role), None) for role in _BACKUP_ROLES)
    return [contact for contact in firsts if contact]


_BACKUP_ROLES = (Role.leader, Role.focal)
