"""Web sessions: a random token in a cookie, its hash as the address of the web channel.

A browser may hold several (a focal point who also leads, the three of a training room): each
page names its own, so that two tabs never speak for one another.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

PAGE_HEADER = "X-Troly-Page"
_PREFIX = "troly-"
_HOST = "__Host-"
_PENDING = "next"
_TOKEN = re.compile(r"^[A-Za-z0-9_-]{43}$")  # 256 bits
_DAYS = 180
_MOST = 6


@dataclass(frozen=True)
class Session:
    """One session of a browser: storage knows its `address`, pages its `page`."""

    token: str

    @property
    def address(self) -> str:
        """Return the session's account at the web channel: the token cannot be found from it."""
        return hashlib.sha256(self.token.encode()).hexdigest()

    @property
    def page(self) -> str:
        """Return the public name of the session: it opens nothing without the cookie."""
        return self.address[:12]


def new_session() -> Session:
    """Return a session nobody has had before."""
    return Session(secrets.token_urlsafe(32))


def sessions_of(request: Request) -> list[Session]:
    """Return the sessions of this browser, the newest last."""
    found = []
    for name, value in request.cookies.items():
        if _PREFIX in name and _TOKEN.match(value):
            session = Session(value)
            if name.endswith(_PREFIX + session.page):
                found.append(session)
    return found


def session_of(request: Request) -> Session | None:
    """Return the session that a page speaks for: named by header or `p`, else the only one."""
    found = sessions_of(request)
    named = request.headers.get(PAGE_HEADER) or request.query_params.get("p")
    if named is None:
        return found[0] if len(found) == 1 else None
    return next((session for session in found if session.page == named), None)


def pending(request: Request) -> Session | None:
    """Return the session that this browser was given beforehand, for the next code it brings."""
    names = (f"{prefix}{_PREFIX}{_PENDING}" for prefix in ("", _HOST))
    value = next((request.cookies[name] for name in names if name in request.cookies), "")
    return Session(value) if _TOKEN.match(value) else None


def remember(request: Request, response: Response, session: Session, *, secure: bool) -> None:
    """Set the session's cookie, for half a year from now; the oldest of too many go."""
    others = [other for other in sessions_of(request) if other != session]
    for old in others[: max(0, len(others) - _MOST + 1)]:
        _delete(response, old.page, secure=secure)
    if session == pending(request):
        _delete(response, _PENDING, secure=secure)
    _set(response, session.page, session, _DAYS * 86_400, secure=secure)


def prepare(response: Response, *, secure: bool) -> None:
    """Give the browser its next session beforehand: pressing twice then opens only one."""
    _set(response, _PENDING, new_session(), 3_600, secure=secure)


def forget(response: Response, session: Session, *, secure: bool) -> None:
    """Take a session's cookie back."""
    _delete(response, session.page, secure=secure)


def _set(response: Response, name: str, session: Session, age: int, *, secure: bool) -> None:
    response.set_cookie(
        _cookie(name, secure=secure),
        session.token,
        max_age=age,
        path="/",
        httponly=True,
        samesite="lax",
        secure=secure,
    )


def _delete(response: Response, name: str, *, secure: bool) -> None:
    cookie = _cookie(name, secure=secure)
    response.delete_cookie(cookie, path="/", secure=secure, httponly=True, samesite="lax")


def _cookie(name: str, *, secure: bool) -> str:
    # "__Host-" keeps a neighbouring host of the domain from planting a session.
    return f"{_HOST if secure else ''}{_PREFIX}{name}"
