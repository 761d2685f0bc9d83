"""One browser a module; every test has a context and a house of its own."""

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

from tests.web.browser.chromium import ARGS, CHROMIUM, Screen
from tests.web.stage import chatting


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium():
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: the pages are not tested")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS.split())
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def stage(tmp_path):
    async with chatting(tmp_path) as running:
        yield running


@pytest.fixture
def screen(chromium, stage):
    return Screen(chromium, stage)
