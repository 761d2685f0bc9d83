"""The ways in: the first page, a code typed there, and the link of an invitation."""

import hashlib
from datetime import datetime

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.door import ClosedError, Door
from bot.web.entries import who_words
from bot.web.sessions import (
    Session,
    new_session,
    pending,
    prepare,
    remember,
    sessions_of,
)
from handlers import visit
from handlers.inbound import Inbound, Kind

_LONGEST = 200


class Landing:
    """Shows the ways in. Looking at a link never uses it up; only the button does."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def home(self, request: Request) -> Response:
        """GET /: what this is, a field for a code, the sessions this browser has."""
        return await self._home(request)

    async def invitation(self, request: Request) -> Response:
        """GET /m/{code}: the same page for every code, for people and for link previews."""
        return self._with_pending(
            request, self._door.pages.page("invite", code=request.path_params["code"])
        )

    async def enter(self, request: Request) -> Response:
        """POST / and POST /m/{code}: take the code and go to the chat."""
        form: FormData = await request.form(max_files=0, max_fields=4)
        code = str(request.path_params.get("code") or form.get("code", "")).strip()[:_LONGEST]
        door, now = self._door, self._door.clock()
        browser, network = _origins(request)
        came = visit.Origin(browser, network, "code" if code else "stranger")
        if wait := await door.read(lambda tx: visit.may_try_again(tx, door.house, came, now)):
            return self._limited(wait, now)
        brought = await door.read(lambda tx: visit.look_at(tx, code))
        if not brought.known:
            await door.write(lambda tx: visit.count(tx, came, now))
        if code and not brought.known:
            return await self._home(request, trouble=True)
        try:
            return await self._open(request, code, brought)
        except ClosedError:
            return door.pages.notice("busy", 503)

    async def _open(self, request: Request, code: str, brought: visit.Brought) -> Response:
        session, again = await self._session_for(request, brought)
        if not again:
            await self._door.hear(session, self._start(session, code))
        answer = RedirectResponse(f"/chat?p={session.page}", 303)
        remember(request, answer, session, secure=self._door.at.secure)
        return answer

    def _start(self, session: Session, code: str) -> Inbound:
        """Return the opening of a chat. The same code within two minutes is the same press."""
        now = self._door.clock()
        press = f"start-{_hash(code)[:16]}-{int(now.timestamp() // 120)}"
        return Inbound(
            channel=visit.WEB,
            address=session.address,
            key=self._door.key(session, press),
            kind=Kind.start,
            sent_at=now,
            text=code,
        )

    async def _session_for(self, request: Request, brought: visit.Brought) -> tuple[Session, bool]:
        """Return the session that a code is for, and whether it was opened there before."""
        waiting = pending(request)
        people: dict[Session, int | None] = {}
        for session in [waiting, *sessions_of(request)] if waiting else sessions_of(request):
            visitor = await self._door.visitor(session)
            if not visitor.ended:
                people[session] = visitor.who.person
        for session, person in people.items():
            if person is not None and person in (brought.used_by, brought.person):
                return session, person == brought.used_by
        known = [session for session, person in people.items() if person is not None]
        strangers = [session for session, person in people.items() if person is None]
        if brought.keeps_session and len(known) == 1:
            return known[0], False
        if strangers and not brought.known:
            return strangers[-1], False
        return (waiting if waiting in strangers else new_session()), False

    async def _home(self, request: Request, *, trouble: bool = False) -> Response:
        pages, people = self._door.pages, []
        for session in reversed(sessions_of(request)):
            visitor = await self._door.visitor(session)
            if not visitor.ended:
                people.append({"page": session.page, "label": who_words(pages, visitor)})
        words = pages.plain("web.code.unknown", coordinator=pages.coordinator)
        page = pages.page(
            "home",
            422 if trouble else 200,
            people=people,
            trouble=words if trouble else None,
        )
        return self._with_pending(request, page)

    def _with_pending(self, request: Request, page: Response) -> Response:
        if pending(request) is None:
            prepare(page, secure=self._door.at.secure)
        return page

    def _limited(self, until: datetime, now: datetime) -> Response:
        seconds = max(1, int((until - now).total_seconds()))
        pages = self._door.pages
        answer = pages.notice(
            "limited", 429, minutes=-(-seconds // 60), coordinator=pages.coordinator
        )
        answer.headers["Retry-After"] = str(seconds)
        return answer


def _origins(request: Request) -> tuple[str, str]:
    """Return the browser and the network of a request, as hashes: no address is kept."""
    network = request.client.host if request.client else ""
    browser = f"{network} {request.headers.get('user-agent', '')}"
    return _hash(browser), _hash(network)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
