"""A real browser on the running chat."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page

from tests.web.stage import Stage

CHROMIUM = shutil.which("chromium")
ARGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking "
    "--disable-component-update --disable-sync --no-first-run"
)
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
# Where screenshots go, for people who look; without it none are made.
PICTURES = os.environ.get("TROLY_TEST_PICTURES")


@dataclass(frozen=True)
class Screen:
    """Opens pages on the running chat."""

    browser: Browser
    stage: Stage

    @asynccontextmanager
    async def page(self, size: dict = PHONE, **more: object) -> AsyncIterator[Page]:
        """A page of a fresh context; afterwards: no error, nothing refused or from elsewhere."""
        wrong: list[str] = []
        url = self.stage.url
        context = await self.browser.new_context(locale="vi-VN", base_url=url, **(size | more))
        context.set_default_timeout(45_000)
        page = await context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if _bad(line) else None)
        page.on("dialog", lambda dialog: wrong.append(f"dialog {dialog.message}"))
        page.on("request", lambda request: _at_home(url, request.url, wrong))
        try:
            yield page
        finally:
            await context.close()
        assert wrong == []

    @asynccontextmanager
    async def chat(self, size: dict = PHONE, **more: object) -> AsyncIterator[Page]:
        """A page that has come in by an invitation."""
        async with self.page(size, **more) as page:
            await enter(self.stage, page)
            yield page


async def enter(stage: Stage, page: Page, **new: object) -> None:
    """Come in by an invitation's link and its button."""
    await page.goto(f"/m/{stage.invite(**new)}")
    await page.get_by_role("button", name="Bắt đầu").click()
    await page.get_by_text("Chào Nguyễn").wait_for()


async def say(page: Page, text: str) -> None:
    """Type words and send them."""
    await page.get_by_label("Nhập nội dung").fill(text)
    await page.get_by_role("button", name="Gửi", exact=True).click()


async def picture(page: Page, name: str) -> None:
    """Keep a screenshot when somebody wants to look."""
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png")


def _bad(line) -> bool:
    # A dropped connection is what the tests make on purpose.
    return line.type == "error" and "net::ERR" not in line.text and "status of" not in line.text


def _at_home(home: str, url: str, wrong: list[str]) -> None:
    if not url.startswith((home, "data:", "blob:")):
        wrong.append(f"asked {url}")
