"""Fixtures of the web chat."""

import pytest

from tests.web.stage import chatting


@pytest.fixture
async def stage(tmp_path):
    async with chatting(tmp_path) as running:
        yield running
