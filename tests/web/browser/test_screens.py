"""The chat in a real browser: what people see, type, lose and get back."""

import pytest

from storage import cards
from tests.web.browser.chromium import DESK, PHONE, enter, picture, say

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="module"),
]
CONTRAST = """() => {
  const light = (c) => { c = c / 255; return c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
  const read = (s) => s.match(/[\\d.]+/g).map(Number);
  const lum = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
  const bad = [];
  for (const one of document.querySelectorAll('body *')) {
    const own = [...one.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !one.checkVisibility({checkOpacity: true}) || one.closest('.unseen')) continue;
    let under = one, ground = [0, 0, 0, 0];
    while (under && (ground.length > 3 && ground[3] === 0)) {
      ground = read(getComputedStyle(under).backgroundColor); under = under.parentElement;
    }
    const [a, b] = [lum(read(getComputedStyle(one).color)), lum(ground)].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) bad.push([one.className || one.tagName, one.textContent.slice(0, 20), ratio]);
  }
  return bad;
}"""
NAMELESS = """() => [...document.querySelectorAll('button, a, input, textarea, summary')]
  .filter((one) => one.checkVisibility()
    && !(one.textContent.trim() || one.ariaLabel || one.labels?.length))
  .map((one) => one.outerHTML)"""
WIDER = "() => document.scrollingElement.scrollWidth - innerWidth"
SIZES = """() => [...document.querySelectorAll('button, summary, .buttons a')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 40)
  .map((one) => one.outerHTML)"""
SEEN = """(one) => {
  const [its, log] = [one, document.getElementById('log')].map((e) => e.getBoundingClientRect());
  return its.top >= log.top && its.bottom <= log.bottom;
}"""
LONG = "Quyhoạchcánbộnữlãnhđạoquảnlý" * 6


async def look_right(page, name):
    assert await page.evaluate(WIDER) <= 0
    assert await page.evaluate(NAMELESS) == []
    assert await page.evaluate(SIZES) == []
    assert await page.evaluate(CONTRAST) == []
    await picture(page, name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desk"])
async def test_every_page_is_right_on_every_screen(stage, screen, size, scheme):
    shape = PHONE if size == "phone" else DESK
    async with screen.page(shape, color_scheme=scheme) as page:
        await page.goto("/")
        await look_right(page, f"{size}-{scheme}-home")
        await page.goto("/m/CODE")
        await look_right(page, f"{size}-{scheme}-invitation")
        await page.goto("/nowhere")
        await look_right(page, f"{size}-{scheme}-missing")
        await enter(stage, page)
        for words in ("hỏi 4", LONG, "mã BN26-07615-7Q4K", "tệp Báo cáo.docx", "hỏi 5"):
            await say(page, words)
        await page.get_by_text("Câu 5?").wait_for()
        await page.locator("#menu summary").click()
        await look_right(page, f"{size}-{scheme}-menu")
        await page.keyboard.press("Escape")
        await look_right(page, f"{size}-{scheme}-chat")
        log = page.get_by_role("log")
        assert await log.get_attribute("aria-live") == "polite"
        assert "UBND xã Lục Ngạn" in await page.locator("#who").text_content()


async def test_buttons_are_used_once_and_stay_visible(stage, screen):
    async with screen.chat() as page:
        await say(page, "hỏi 4")
        nothing = page.get_by_role("button", name="Không có (0)").first
        await nothing.click()
        await page.get_by_text("Đã chọn answer").wait_for()
        await page.get_by_text("Đã ghi", exact=True).wait_for()
        assert await nothing.get_attribute("aria-pressed") == "true"
        later = page.get_by_role("button", name="Để sau").first
        assert await later.get_attribute("aria-disabled") is None  # it is still what is asked
        await say(page, "hỏi 42")
        await page.get_by_text("Câu 42?").wait_for()
        assert await later.get_attribute("aria-disabled") == "true"
        await later.click(force=True)
        await page.get_by_text("Nút này đã cũ").wait_for()
        await page.reload()
        pressed = page.locator(".buttons [aria-pressed=true]")
        await pressed.wait_for()
        assert await pressed.text_content() == "Không có (0)"
    presses = [row for row in stage.told() if '"choice"' in row.body]
    assert len(presses) == 1


async def test_an_answer_longer_than_the_screen_is_read_from_its_beginning(stage, screen):
    async with screen.chat() as page:
        await say(page, "loạt 30")
        await page.get_by_text("Nghe: 29", exact=True).wait_for()
        assert await page.get_by_text("Nghe: 0", exact=True).evaluate(SEEN)
        assert not await page.get_by_text("Nghe: 29", exact=True).evaluate(SEEN)
        await page.get_by_role("button", name="Xem tiếp").click()
        assert await page.get_by_text("Nghe: 29", exact=True).evaluate(SEEN)
        await say(page, "hỏi 7")
        await page.get_by_text("Câu 7?").wait_for()
        assert await page.get_by_role("button", name="Để sau").evaluate(SEEN)


async def test_an_older_question_goes_quiet_when_the_next_is_asked(stage, screen):
    async with screen.chat() as page:
        for words in ("hỏi 41", "hỏi 5", "hỏi 42", "chọn 1", "chọn 2"):
            await say(page, words)
            await page.get_by_text(
                "Nghe: " + words if "chọn" in words else "Câu " + words[4:]
            ).wait_for()
        states = await page.locator(".buttons button").evaluate_all(
            "all => all.map((one) => one.ariaDisabled)"
        )
        live = [None, None]
        assert states == ["true", "true", *live, *live, *live, *live]  # menus never grow old


async def test_the_keyboard_is_enough(stage, screen):
    async with screen.chat(DESK) as page:
        await page.keyboard.type("hỏi 4")
        await page.keyboard.press("Enter")
        await page.get_by_text("Câu 4?").wait_for()
        reached = []
        for _ in range(8):
            await page.keyboard.press("Shift+Tab")
            reached.append(await page.evaluate("document.activeElement.textContent.trim()"))
            if reached[-1] == "Không có (0)":
                break
        await page.keyboard.press("Enter")
        await page.get_by_text("Đã chọn answer").wait_for()
        assert await page.evaluate("document.activeElement.textContent.trim()") == "Không có (0)"


async def test_what_is_typed_is_text(stage, screen):
    async with screen.chat() as page:
        evil = "<img src=x onerror=alert(1)><script>alert(2)</script><b>đậm</b>"
        await say(page, evil)
        await page.get_by_text(f"Nghe: {evil}").wait_for()
        assert (
            await page.locator(".line img, .line script, .line .text b:text('đậm')").count() == 0
        )
        await page.reload()
        await page.get_by_text(f"Nghe: {evil}").wait_for()


async def test_without_script_the_page_says_so(stage, screen):
    async with stage.joined() as browser, screen.page(java_script_enabled=False) as page:
        cookie = {"name": f"troly-{browser.page}", "value": browser.token, "url": stage.url}
        await page.context.add_cookies([cookie])
        await page.goto("/chat")
        await page.get_by_text("cần JavaScript").wait_for()


async def test_an_ended_account_is_told_quietly(stage, screen):
    async with screen.chat() as page:
        with stage.store.write() as tx:
            cards.end_accounts(tx, 1, stage.channel.door.clock())
        stage.channel.door.hub.wake()
        await page.get_by_text("Phiên này đã kết thúc").wait_for()
        assert await page.get_by_label("Nhập nội dung").is_disabled()
