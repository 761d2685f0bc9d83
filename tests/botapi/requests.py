"""Reading a call: parameters from query, form, JSON or multipart, exactly once each."""

from __future__ import annotations

import asyncio
import binascii
import json
import re
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from aiohttp import BodyPartReader, StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage

from .files import MAX_UPLOAD
from .refusals import malformed, too_large
from .specification import Upload

_FORM = "application/x-www-form-urlencoded"
_BAD_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_MAX_BODY = MAX_UPLOAD + (1 << 20)


def big_request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: web.RequestHandler,
    writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:
    """Make a request that may carry a file as big as Telegram allows."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message, payload, protocol, writer, task, loop, client_max_size=_MAX_BODY
    )


async def read_call(request: web.BaseRequest) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Return the parameters as they were written, and the uploaded files by part name."""
    try:
        return await _read(request)
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None


async def _read(request: web.BaseRequest) -> tuple[dict[str, Any], dict[str, Upload]]:
    given: dict[str, Any] = {}
    uploads: dict[str, Upload] = {}
    if request.query_string:
        _add_form(given, request.rel_url.raw_query_string.encode())
    if request.method == "POST" and request.can_read_body:
        kind = request.content_type
        if kind == "multipart/form-data":
            await _add_parts(given, uploads, request)
        elif kind == _FORM:
            _add_form(given, await request.read())
        elif kind == "application/json":
            _add_json(given, await request.read())
        elif await request.read():
            raise malformed(f"unsupported content type {kind}")
    return given, uploads


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise malformed("strings must be encoded in UTF-8") from error


def _add(given: dict[str, Any], name: str, value: Any) -> None:
    if name in given:
        raise malformed(f'parameter "{name}" is given twice')
    given[name] = value


def _add_form(given: dict[str, Any], form: bytes) -> None:
    for pair in form.split(b"&"):
        name, _, value = pair.partition(b"=")
        if name:
            _add(given, unquoted(name), unquoted(value))


def unquoted(coded: bytes) -> str:
    """Undo percent coding; Vietnamese text is full of it, so this must be quick.

    The standard library's function takes most of a call's time here. Percent coding with other
    letters is quoted-printable, for which the standard library has a decoder in C.
    """
    coded = coded.replace(b"+", b" ")
    if b"%" in coded:
        if _BAD_PERCENT.search(coded):
            raise malformed("can't parse the form")
        if b"\n" in coded or b"\r" in coded:
            return _text(unquote_to_bytes(coded))
        coded = binascii.a2b_qp(coded.replace(b"=", b"=3D").replace(b"%", b"="))
    return _text(coded)


def _add_json(given: dict[str, Any], body: bytes) -> None:
    if not body:
        return
    try:
        value = json.loads(body)
    except ValueError as error:
        raise malformed("can't parse JSON object") from error
    if not isinstance(value, dict):
        raise malformed("object expected as JSON body")
    for name, item in value.items():
        _add(given, name, item)


async def _add_parts(
    given: dict[str, Any],
    uploads: dict[str, Upload],
    request: web.BaseRequest,
) -> None:
    total = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise malformed("can't parse multipart form")
        content = bytes(await part.read(decode=True))
        total += len(content)
        if total > MAX_UPLOAD:
            raise too_large()
        name = unquote(part.name)  # Telegram undoes percent coding in these two, too
        if part.filename is None:
            _add(given, name, _text(content))
            continue
        if name in uploads or name in given:
            raise malformed(f'parameter "{name}" is given twice')
        mime = part.headers.get("Content-Type", "application/octet-stream")
        uploads[name] = Upload(unquote(part.filename), content, mime)
