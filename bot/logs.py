"""Structured logs without secrets or personal data: JSON lines, redacted, quiet libraries."""

import json
import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO

import structlog

# A bot token wherever it may stand (Telegram puts it into request paths), and URL passwords.
_SECRETS = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}|(?<=://)[^/@\s]+(?=@)")
_HIDDEN = "***"
# httpx tells every request's address, with the token, at INFO.
_QUIET = ("httpx", "httpcore", "telegram", "aiohttp", "apscheduler", "alembic", "uvicorn.access")


def redact(text: str) -> str:
    """Return text without bot tokens and without passwords of URLs."""
    return _SECRETS.sub(_HIDDEN, text)


def _redact_event(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: redact(v) if isinstance(v, str) else v for key, v in event.items()}


class _Redacting(logging.Formatter):
    """A library's record as one JSON line, whatever line breaks it holds."""

    def format(self, record: logging.LogRecord) -> str:
        told = {"level": record.levelname, "event": record.getMessage()}
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return redact(json.dumps(told, ensure_ascii=False))


def configure(level: str, out: TextIO = sys.stderr, quiet: Iterable[str] = _QUIET) -> None:
    """Set up logging for a server: one JSON line an event, on standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _redact_event,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(_Redacting())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in quiet:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It dumps the page of a bad gateway with a traceback; the failed call is told by ourselves.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
