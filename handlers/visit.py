"""What a page of the web chat may know of its visitor, and of a code that is brought to it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from handlers.house import House
from handlers.identify import known
from handlers.who import Who
from plan.units import Unit
from storage import attempts, invitations, people, post, web_sessions
from storage.engine import Tx
from storage.lines import Line
from storage.transcript import Heard, transcript

WEB = web_sessions.WEB
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_START = datetime(2000, 1, 1, tzinfo=UTC)
# Links that lead a known person to another channel: they get a session of their own.
_OF_A_PERSON = frozenset({"web", "relink", "telegram"})
# Officials of a whole province may share one address of the net, not often one browser.
_NETWORK = 10
_STRANGERS = 200  # an hour from one network: a full hall without codes


@dataclass(frozen=True)
class Visitor:
    """Whom a session speaks for. `ended`: it spoke for somebody and does so no more."""

    who: Who
    ended: bool = False
    unit: str = ""  # the short name of the unit they speak for


@dataclass(frozen=True)
class Brought:
    """A code as the door sees it, without using it."""

    known: bool
    # Whoever is here already goes on with it; otherwise it begins a session of its own.
    keeps_session: bool = False
    used_by: int | None = None
    person: int | None = None  # whose link it is


@dataclass(frozen=True)
class Origin:
    """Where somebody without a session comes from, as hashes, and what is counted."""

    browser: str
    network: str
    what: Literal["code", "stranger"]


def visitor(tx: Tx, house: House, address: str) -> Visitor:
    """Return whom a web session speaks for."""
    person = people.person_of(tx, WEB, address)
    if person is None:
        return Visitor(Who(None), web_sessions.was_ended(tx, address))
    who = known(tx, person)
    return Visitor(who, unit=_called(house.programme.units[who.unit]) if who.unit else "")


def _called(unit: Unit) -> str:
    """Return a unit's name as it fits a phone's header: its short form with its kind."""
    short = unit.short_name
    return next((name for name in unit.abbreviations if name.endswith(f" {short}")), short)


def is_unseen(tx: Tx, address: str, now: datetime) -> bool:
    """Return whether it is more than a minute that we saw or heard the person of a session."""
    found = people.by_account(tx, WEB, address)
    return found is not None and not (found.last_seen_at and now - found.last_seen_at < _MINUTE)


def note_seen(tx: Tx, address: str, now: datetime) -> None:
    """Note that the person of a session has the chat open: what waited there is seen."""
    if found := people.by_account(tx, WEB, address):
        people.saw(tx, found, now)


def look_at(tx: Tx, code: str) -> Brought:
    """Return what the door must know of a code. Looking never uses it up."""
    found = invitations.find(tx, code)
    if found is None:
        return Brought(known=False)
    personal = found.purpose in _OF_A_PERSON
    return Brought(True, not personal, found.used_by, found.person if personal else None)


def count(tx: Tx, origin: Origin, now: datetime) -> None:
    """Count a wrong code, or a stranger's coming in, against where it comes from."""
    for account in (origin.browser, origin.network):
        attempts.note(tx, f"web_{origin.what}", account, now)


def may_try_again(tx: Tx, house: House, origin: Origin, now: datetime) -> datetime | None:
    """Return when this is taken again from there; None: now."""
    codes = house.programme.settings.wrong_codes_an_hour
    most = (codes, codes * _NETWORK) if origin.what == "code" else (_STRANGERS, _STRANGERS)
    moments = (
        attempts.free_again(tx, (f"web_{origin.what}", many, _HOUR), account, now)
        for many, account in zip(most, (origin.browser, origin.network), strict=True)
    )
    return max((moment for moment in moments if moment), default=None)


def told(tx: Tx, address: str, limit: int) -> list[Heard | Line]:
    """Return the newest lines of a session's conversation, both ways, oldest first."""
    return transcript(tx, WEB, address, _START, limit)


def missed(tx: Tx, address: str, seen: int, limit: int) -> list[Heard | Line]:
    """Return what was said since the line `seen` was first sent, itself included.

    Lines are sent in another order than they were promised: ids alone would skip some.
    """
    last = said(tx, address, seen)
    since = last.first_attempt_at if last and last.first_attempt_at else _START
    return transcript(tx, WEB, address, since, limit)


def said(tx: Tx, address: str, row: int) -> Line | None:
    """Return one line of ours, when it was said to this session."""
    line = post.line(tx, row)
    return line if line and (line.channel, line.address) == (WEB, address) else None


def file_for(tx: Tx, token: str, address: str) -> Line | None:
    """Return the line that hands over a file, when this session may fetch it."""
    if web_sessions.was_ended(tx, address):
        return None
    return web_sessions.file_line(tx, token, address)
