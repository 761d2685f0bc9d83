"""No secret reaches a log, whoever writes it."""

import io
import json
import logging

import pytest
import structlog

from bot.logs import configure, redact

TOKEN = "123456789:TEST-TOKEN-NOT-A-REAL-ONE-0000"


@pytest.fixture
def out():
    lines = io.StringIO()
    configure("DEBUG", lines)
    yield lines
    structlog.reset_defaults()
    logging.basicConfig(handlers=[logging.NullHandler()], force=True)


@pytest.mark.parametrize(
    "text",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"token={TOKEN}",
        "postgresql://troly:mat-khau@db/troly",
    ],
)
def test_tokens_and_passwords_are_hidden(text):
    told = redact(text)
    assert TOKEN not in told
    assert "mat-khau" not in told
    assert "***" in told


def test_our_events_and_the_libraries_are_redacted(out):
    structlog.get_logger().warning("poll failed", url=f"/bot{TOKEN}/getUpdates")
    logging.getLogger("some.library").warning("call to %s", f"/bot{TOKEN}/getMe")
    assert TOKEN not in out.getvalue()
    assert json.loads(out.getvalue().splitlines()[0])["event"] == "poll failed"


def test_exceptions_are_redacted_too(out):
    refused = RuntimeError(f"refused by /bot{TOKEN}/getMe")
    structlog.get_logger().error("failed", exc_info=refused)
    assert TOKEN not in out.getvalue()
    assert "refused by" in out.getvalue()


def test_the_client_that_tells_every_address_is_quiet(out):
    logging.getLogger("httpx").info("HTTP Request: POST %s", f"/bot{TOKEN}/getMe")
    assert out.getvalue() == ""


def test_a_record_of_a_library_is_one_json_line_whatever_it_holds(out):
    error = ValueError('a "page"\nof two lines')
    logging.getLogger("some.library").error("broken\npage", exc_info=error)
    logging.getLogger("telegram.request.BaseRequest").error("<html>\n502", exc_info=error)
    (line,) = out.getvalue().splitlines()
    told = json.loads(line)
    assert told["event"] == "broken\npage"
    assert "of two lines" in told["exception"]
