"""The chat on a bad mobile net: nothing is lost, nothing comes twice."""

import pytest

from handlers.inbound import Inbound, Kind
from tests.web.browser.chromium import DESK, say

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="module"),
]


def texts(stage):
    bodies = [Inbound.model_validate_json(row.body) for row in stage.told()]
    return [body.text for body in bodies if body.kind is Kind.text]


async def test_without_a_net_words_wait_and_go_out_once_in_order(stage, screen):
    async with screen.chat() as page:
        await page.context.set_offline(True)
        stage.channel.door.hub.close()
        for words in ("một", "hai", "ba"):
            await say(page, words)
        await page.get_by_text("Tin đã được giữ trên máy").wait_for()
        await page.get_by_text("Đang kết nối lại").wait_for()
        assert texts(stage) == []
        await page.context.set_offline(False)
        await page.get_by_text("Nghe: ba").wait_for()
        assert texts(stage) == ["một", "hai", "ba"]
        shown = await page.locator(".bot, .line:not(.mine) .text").all_text_contents()
        assert shown[1:] == ["Nghe: một", "Nghe: hai", "Nghe: ba"]


async def test_an_answer_lost_on_the_way_back_is_not_said_twice(stage, screen):
    async with screen.chat() as page:
        lost = []

        async def lose(route):
            if lost:
                await route.continue_()
                return
            lost.append(await route.fetch())  # it arrived, but nobody hears so
            await route.abort()

        await page.route("**/chat/say", lose)
        await say(page, "12/31")
        await page.get_by_text("Nghe: 12/31").wait_for()
        await page.locator(".mine use[href='#i-sent']").wait_for()
        assert len(lost) == 1
        assert texts(stage) == ["12/31"]
        assert await page.locator(".mine").count() == 1


async def test_unsent_words_survive_a_closed_page(stage, screen):
    async with screen.chat() as page:
        await page.route("**/chat/say", lambda route: route.abort())
        await say(page, "chưa gửi")
        await page.get_by_label("Nhập nội dung").fill("đang soạn")
        await page.get_by_text("Tin đã được giữ trên máy").wait_for()
        await page.reload()
        await page.locator(".mine use[href='#i-sending']").wait_for()
        assert await page.get_by_label("Nhập nội dung").input_value() == "đang soạn"
        assert texts(stage) == []
        await page.unroute("**/chat/say")
        await page.reload()
        await page.get_by_text("Nghe: chưa gửi").wait_for()
        assert texts(stage) == ["chưa gửi"]
        assert await page.locator(".mine").count() == 1


async def test_a_page_sent_away_comes_back_and_misses_nothing(stage, screen):
    async with screen.chat() as page:
        stage.channel.door.hub.close()
        async with stage.browser() as other:
            cookies = await page.context.cookies()
            mine = next(
                c for c in cookies if c["name"].startswith("troly-") and "next" not in c["name"]
            )
            other.http.cookies.set(mine["name"], mine["value"])
            other.page = mine["name"].removeprefix("troly-")
            await other.say("từ máy khác", "key-00001")
        await page.get_by_text("Nghe: từ máy khác").wait_for()
        assert await page.locator(".mine").count() == 1


async def test_a_refused_message_says_why_and_stays(stage, screen):
    async with screen.chat() as page:
        await page.evaluate("document.getElementById('text').removeAttribute('maxlength')")
        await say(page, "a" * 20_001)
        await page.get_by_text("Tin dài quá 20.000 ký tự").wait_for()
        assert await page.locator(".mine.failed").count() == 1
        await say(page, "ngắn")
        await page.get_by_text("Nghe: ngắn").wait_for()


async def test_a_file_goes_up_with_its_caption(stage, screen):
    async with screen.chat(DESK) as page:
        pdf = {"name": "Báo cáo.pdf", "mimeType": "application/pdf", "buffer": b"x" * 3_000_000}
        await page.locator("#file").set_input_files(files=[pdf])
        await page.get_by_text("Không gửi tài liệu mật").wait_for()
        await page.get_by_label("Nhập nội dung").fill("bản ký")
        await page.get_by_role("button", name="Gửi tệp").click()
        await page.get_by_text("Nghe: Báo cáo.pdf 3000000 bản ký").wait_for()
        assert await page.locator("progress").count() == 0
        assert "2,9 MB" in await page.locator(".mine").text_content()
        for name, words in (("a.exe", "Chỉ nhận tệp"), ("a.docm", "Chỉ nhận tệp")):
            odd = {"name": name, "mimeType": "application/x", "buffer": b"x"}
            await page.locator("#file").set_input_files(files=[odd])
            await page.get_by_text(words).wait_for()
            assert await page.locator("#chosen").is_hidden()


async def test_a_file_is_tried_again_under_its_key(stage, screen):
    async with screen.chat() as page:
        times = []

        async def lose(route):
            times.append(await route.fetch() if not times else None)
            await (route.abort() if len(times) == 1 else route.continue_())

        await page.route("**/chat/file", lose)
        pdf = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"x" * 1000}
        await page.locator("#file").set_input_files(files=[pdf])
        async with page.expect_response("**/chat/file"):
            await page.get_by_role("button", name="Gửi tệp").click()
        await page.locator(".mine use[href='#i-sent']").wait_for()
    assert len(times) == 2
    assert sum('"file"' in row.body for row in stage.told()) == 1


async def test_codes_are_copied_and_papers_downloaded(stage, screen):
    async with screen.chat(DESK, permissions=["clipboard-read", "clipboard-write"]) as page:
        await say(page, "mã BN26-07615-7Q4K")
        await page.get_by_role("button", name="Chép mã").click()
        await page.get_by_role("button", name="Đã chép").wait_for()
        assert await page.evaluate("navigator.clipboard.readText()") == "BN26-07615-7Q4K"
        await say(page, "tệp Báo cáo.docx")
        async with page.expect_download() as download:
            await page.get_by_role("link", name="Báo cáo.docx").click()
        paper = await download.value
        assert paper.suggested_filename == "Báo cáo.docx"
        assert (await paper.path()).read_bytes() == b"PK paper"
