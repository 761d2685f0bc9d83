"""Shorter waits for what is tried again."""

import pytest

from bot.engine import outlet


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again after a few milliseconds."""
    monkeypatch.setattr(outlet, "_BACKOFF", (0.005,))
