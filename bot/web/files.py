"""Files in both directions: attachments that people send, papers that they download."""

import asyncio
import hashlib
import mimetypes
from pathlib import PurePath

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from bot.web.door import ClosedError, Door
from bot.web.sessions import PAGE_HEADER, Session, sessions_of
from handlers import visit
from handlers.inbound import FileSent, Inbound, Kind

_FORM = 200_000  # bytes of a form besides its file
_CAPTION = 20_000
_NAME_LENGTH = 200


class Files:
    """Takes attachments and hands out papers. What may be kept is judged by the engine."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def take(self, request: Request) -> Response:
        """POST /chat/file: one file with a caption. 200 means it is on disk."""
        pages = self._door.pages
        session = await self._door.live(request)
        if session is None or PAGE_HEADER not in request.headers:
            return pages.refusal("web.script.ended", 401)
        megabytes = self._door.house.programme.settings.attachment_megabytes
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > megabytes * 1_048_576 + _FORM:
            return pages.refusal("web.refusal.file_big", 413, megabytes=megabytes)
        try:
            return await self._keep(request, session)
        except HTTPException:
            return pages.refusal("web.refusal.file", 400)
        except ClosedError:
            return pages.refusal("web.refusal.later", 503)

    async def _keep(self, request: Request, session: Session) -> Response:
        async with request.form(max_files=1, max_fields=8, max_part_size=_FORM) as form:
            file, key = form.get("file"), str(form.get("key", ""))
            age = str(form.get("age", "0"))
            if not isinstance(file, UploadFile) or not 8 <= len(key) <= 64:
                return self._door.pages.refusal("web.refusal.file", 400)
            ref = hashlib.sha256(f"{session.address} {key}".encode()).hexdigest()
            size = await asyncio.to_thread(self._door.drawer.take_in, ref, file.file)
            sent = FileSent(
                ref=ref,
                name=_plain_name(file.filename or ""),
                size=size,
                media_type=file.content_type or "",
            )
            inbound = Inbound(
                channel=visit.WEB,
                address=session.address,
                key=self._door.key(session, key),
                kind=Kind.file,
                sent_at=self._door.said_at(float(age) if age.isdecimal() else 0.0),
                text=str(form.get("text", ""))[:_CAPTION],
                file=sent,
            )
        await self._door.hear(session, inbound)
        return JSONResponse({})

    async def give(self, request: Request) -> Response:
        """GET /files/{token}: a paper, to whom it was said and to nobody else."""
        token = request.path_params["token"]
        for session in sessions_of(request):
            address = session.address
            line = await self._door.read(
                lambda tx, address=address: visit.file_for(tx, token, address)  # type: ignore[misc]
            )
            if line is None:
                continue
            path = self._door.drawer.out(line.id)
            if path is None:
                return self._door.pages.notice("file_gone", 410)
            name = str((line.about or {}).get("name", "")) or token
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return FileResponse(path, filename=name, media_type=kind)
        return self._door.not_found()


def _plain_name(name: str) -> str:
    """Return a file's own name without folders and control characters."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:_NAME_LENGTH]
