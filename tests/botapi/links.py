"""Which addresses Telegram accepts in a link or a button, and how it writes them back."""

from __future__ import annotations

import re

_USER_LINK = re.compile(r"tg:(?://)?user/?\?(?:.*&)?id=(\d{1,18})(?:&.*)?", re.IGNORECASE)
_APP_SCHEMES = ("tg:", "ton:", "tonsite:")
_PART = re.compile(r"(?:[A-Za-z0-9._!$,~*'();&+=-]|[^\x00-\x7f]|%[0-9A-Fa-f]{2})*")
_APP_HOST = re.compile(r"[A-Za-z0-9_.-]+")
_IPV6 = re.compile(r"\[[0-9a-fA-F:.]+\]")
_MAX_PORT = 65535


class LinkError(ValueError):
    """Telegram does not take this address."""


def user_in_link(link: str) -> int | None:
    """Return the user id of a ``tg://user?id=...`` link, else None."""
    match = _USER_LINK.fullmatch(link)
    return int(match[1]) if match else None


def checked_link(link: str, *, https_only: bool = False) -> str:
    """Return the address as Telegram stores it, or raise LinkError with Telegram's reason."""
    lowered = link.lower()
    for scheme in _APP_SCHEMES:
        if lowered.startswith(scheme):
            if https_only:
                raise LinkError("Only HTTPS links are allowed")
            return _app_link(scheme[:-1], link[len(scheme) :].removeprefix("//"))
    return _web_link(link, https_only=https_only)


def _app_link(scheme: str, rest: str) -> str:
    host, query = _split(rest)
    if not host or not _APP_HOST.fullmatch(host):
        raise LinkError("Unallowed characters in URL host")
    return f"{scheme}://{host}{query if query != '/' else ''}"


def _web_link(link: str, *, https_only: bool) -> str:
    scheme, mark, rest = link.partition("://")
    if mark and not re.search(r"[:/?#@\[\]]", scheme):
        scheme = scheme.lower()
        if scheme not in {"http", "https"}:
            raise LinkError("Unsupported URL protocol")
    else:
        scheme, rest = "http", link
    if https_only and scheme != "https":
        raise LinkError("Only HTTPS links are allowed")
    authority, query = _split(rest)
    userinfo, at, host_port = authority.rpartition("@")
    host, port = _host_and_port(host_port)
    if not _PART.fullmatch(userinfo.replace(":", "")):
        raise LinkError("Disallowed character in URL userinfo")
    shown_port = f":{port}" if port is not None else ""
    return f"{scheme}://{userinfo}{at}{host}{shown_port}{query}"


def _split(rest: str) -> tuple[str, str]:
    match = re.search(r"[/?#]", rest)
    cut = match.start() if match else len(rest)
    query = rest[cut:].rstrip() or "/"
    if not query.startswith("/"):
        query = f"/{query}"
    safe = "".join(c if c > " " else f"%{ord(c):02X}" for c in query)
    return rest[:cut], safe


def _host_and_port(text: str) -> tuple[str, int | None]:
    host, colon, digits = text.rpartition(":")
    port: int | None = None
    if colon and not digits.endswith("]"):
        if not digits.isdecimal() or not 0 < int(digits) <= _MAX_PORT:
            raise LinkError("Wrong port number specified in the URL")
        port = int(digits)
    else:
        host = text
    if not host:
        raise LinkError("URL host is empty")
    if host == ".":
        raise LinkError("Host is invalid")
    if _IPV6.fullmatch(host):
        return host.lower(), port
    if not _PART.fullmatch(host):
        raise LinkError("Disallowed character in URL host")
    if "." not in host:
        raise LinkError("Wrong HTTP URL")
    return host.lower(), port
