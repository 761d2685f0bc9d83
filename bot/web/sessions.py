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
_TOKEN = re.compile(r"^[A-Za-z0-9_-]{43}$")  # 256 bits
_DAYS = 180
_MOST = 6


@dataclass(frozen=True)
class Session:
    """One session of this browser. `address` is what storage knows, `page` what a page may know."""

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


def remember(request: Request, response: Response, session: Session, *, secure: bool) -> None:
    """Set the session's cookie, for half a year from now; the oldest of too many go."""
    others = [other for other in sessions_of(request) if other != session]
    for old in others[: max(0, len(others) - _MOST + 1)]:
        forget(response, old, secure=secure)
    response.set_cookie(
        _cookie(session, secure=secure),
        session.token,
        max_age=_DAYS * 86_400,
        path="/",
        httponly=True,
        samesite="lax",
        secure=secure,
    )


def forget(response: Response, session: Session, *, secure: bool) -> None:
    """Delete a session's cookie."""
    response.delete_cookie(_cookie(session, secure=secure), path="/", secure=secure)


def _cookie(session: Session, *, secure: bool) -> str:
    # "__Host-" keeps a neighbouring host of the domain from planting a session.
    return f"{'__Host-' if secure else ''}{_PREFIX}{session.page}"
