"""Server-sent events: live, resumed, for one session only."""

from datetime import timedelta

from storage import cards, people, post
from storage.lines import NewLine


async def test_answers_come_as_they_are_said(stage):
    async with stage.joined() as browser, browser.events(after="0") as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        assert (await events.next("line"))[1]["html"].startswith("Chào")
        await browser.say("12/31", "key-00001")
        _, line, number = await events.next("line")
        assert line["html"] == "Nghe: 12/31"
        assert int(number) == line["id"]


async def test_a_page_resumes_after_the_last_line_it_saw(stage):
    async with stage.joined() as browser:
        async with browser.events(after="0") as events:
            _, _, seen = await events.next("line")
        for n in range(3):
            await browser.say(f"lúc mất mạng {n}", f"key-0000{n}")
        await stage.engine.quiet()
        async with browser.events(last=seen) as events:
            again = [(await events.next("line"))[1] for _ in range(4)]
        assert str(again[0]["id"]) == seen  # an overlap: the page shows it once
        assert [line["html"] for line in again[1:]] == [
            f"Nghe: lúc mất mạng {n}" for n in range(3)
        ]


async def test_a_line_promised_early_and_sent_late_is_not_skipped(stage):
    async with stage.joined() as browser:
        now = stage.channel.door.clock()
        later = now + timedelta(hours=1)
        with stage.store.write() as tx:
            new = NewLine("web", browser.address, "test.echo", "Nhắc", not_before=later)
            early = post.promise(tx, new, now)
        await browser.say("hôm nay", "key-00001")
        seen = (await browser.history())["last"]
        assert seen > early
        stage.offset[0] += timedelta(hours=2)
        stage.engine.courier.poll()
        await stage.engine.quiet()
        async with browser.events(last=str(seen)) as events:
            shown = [(await events.next("line"))[1]["html"] for _ in range(2)]
        assert "Nhắc" in shown


async def test_another_page_of_the_session_sees_what_was_typed(stage):
    async with stage.joined() as browser, browser.events(after="0") as events:
        await events.next("line")
        await browser.say("ở thẻ kia", "key-00001")
        _, mine, number = await events.next("mine")
        assert (mine["key"], mine["text"], number) == ("key-00001", "ở thẻ kia", "")


async def test_a_tap_is_answered_on_the_page(stage):
    async with stage.joined() as browser:
        await browser.say("hỏi 4", "key-00001")
        asked = (await browser.lines())[-1]
        async with browser.events(after=str(asked["id"])) as events:
            await events.next("line")
            await browser.press(asked["choices"][1]["id"])
            assert (await events.next("toast"))[1] == {"words": "Đã ghi"}


async def test_a_card_says_where_it_stands(stage):
    async with stage.joined() as browser, browser.events(after="0") as events:
        await events.next("line")
        await browser.say("thẻ 1/3", "key-00001")
        first = (await events.next("line"))[1]
        await browser.say("thẻ 2/3", "key-00002")
        second = (await events.next("line"))[1]
        assert second["id"] > first["id"]
        assert second["place"] == first["place"] == first["id"]


async def test_the_header_follows_who_they_are(stage):
    async with stage.browser() as browser:
        answer = await browser.http.post("/", data={"code": ""})
        browser.page = answer.headers["location"].partition("=")[2]
        async with browser.events(after="0") as events:
            assert "Chưa tham gia" in (await events.next("who"))[1]["who"]
        await browser.enter(stage.invite())
        async with browser.events(after="0") as events:
            who = (await events.next("who"))[1]["who"]
            if "Lục Ngạn" not in who:
                who = (await events.next("who"))[1]["who"]
            assert who.startswith("UBND xã Lục Ngạn · ")


async def test_an_account_that_ends_ends_its_page(stage):
    async with stage.joined() as browser, browser.events(after="0") as events:
        await events.next("line")
        with stage.store.write() as tx:
            cards.end_accounts(tx, stage.person(browser), stage.channel.door.clock())
        stage.channel.door.hub.wake()
        await events.next("ended")
        assert await events.ended()
        assert stage.channel.door.hub.pages == 0


async def test_nobody_hears_another(stage):
    async with (
        stage.joined() as first,
        stage.joined() as second,
        second.events(after="0") as events,
    ):
        await events.next("line")
        await first.say("chỉ mình tôi", "key-00001")
        await first.history()
        await second.say("của tôi", "key-00001")
        assert (await events.next("line", "mine"))[1]["text"] == "của tôi"


async def test_an_open_chat_counts_as_seen(stage):
    async with stage.joined() as browser:
        stage.offset[0] += timedelta(hours=3)
        now = stage.channel.door.clock()
        async with browser.events(after="0") as events:
            await events.next("line")
        with stage.store.read() as tx:
            seen = people.by_account(tx, "web", browser.address).last_seen_at
        assert seen >= now


async def test_a_stopping_server_sends_pages_away(stage):
    async with stage.joined() as browser, browser.events(after="0") as events:
        await events.next("line")
        stage.channel.door.hub.close()
        assert await events.ended()


async def test_a_page_that_comes_back_after_its_account_ended_is_told(stage):
    async with stage.joined() as browser:
        with stage.store.write() as tx:
            cards.end_accounts(tx, stage.person(browser), stage.channel.door.clock())
        async with browser.events(after="0") as events:
            await events.next("ended")
            assert await events.ended()
    assert stage.channel.door.hub.pages == 0
