"""How the Bot API says no: a code, Telegram's own words, and whose mistake it was."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Blame(StrEnum):
    """Who is at fault when a call is refused; tests assert on the first one."""

    MALFORMED = "malformed"
    """The caller wrote something Telegram never accepts: a bug of the bot."""
    DECLINED = "declined"
    """Well written, but the world says no: blocked, deleted, too old, not modified."""
    LIMITED = "limited"
    """Too many messages in too short a time."""


class Refusal(Exception):
    """The Bot API refused a call."""

    def __init__(
        self,
        code: int,
        description: str,
        blame: Blame,
        parameters: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.blame = blame
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """Return the JSON object that Telegram sends in this case."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def malformed(words: str) -> Refusal:
    """400 for something that is wrong whatever the state of the world."""
    return Refusal(400, f"Bad Request: {words}", Blame.MALFORMED)


def unmodelled(words: str) -> Refusal:
    """400 for something Telegram may know but this fake does not: better loud than loose."""
    return Refusal(400, f"Bad Request: {words} is not modelled by this fake", Blame.MALFORMED)


def declined(words: str, parameters: dict[str, Any] | None = None) -> Refusal:
    """400 because of the state of the world."""
    return Refusal(400, f"Bad Request: {words}", Blame.DECLINED, parameters)


def forbidden(words: str) -> Refusal:
    """403: the person or the group does not want the bot."""
    return Refusal(403, f"Forbidden: {words}", Blame.DECLINED)


def conflict(words: str) -> Refusal:
    """409: two receivers fight for the same updates."""
    return Refusal(409, f"Conflict: {words}", Blame.DECLINED)


def too_many(seconds: int) -> Refusal:
    """429 with the pause that Telegram demands."""
    words = f"Too Many Requests: retry after {seconds}"
    return Refusal(429, words, Blame.LIMITED, {"retry_after": seconds})


def unauthorised() -> Refusal:
    """401: nobody has this token."""
    return Refusal(401, "Unauthorized", Blame.MALFORMED)


def not_found(words: str = "") -> Refusal:
    """404: no such method or path."""
    return Refusal(404, f"Not Found: {words}" if words else "Not Found", Blame.MALFORMED)


def too_large() -> Refusal:
    """413: more than a bot may upload."""
    return Refusal(413, "Request Entity Too Large", Blame.MALFORMED)
