"""What is said and pressed is on disk before 200, once, under the page's own key."""

from datetime import timedelta

from handlers.inbound import Inbound, Kind
from storage import cards


def heard(stage, kind=Kind.text):
    bodies = [Inbound.model_validate_json(row.body) for row in stage.told()]
    return [body for body in bodies if body.kind is kind]


async def test_the_same_key_twice_is_one_message(stage):
    async with stage.joined() as browser:
        for _ in range(2):
            assert (await browser.say("tổng 31 nữ 12", "key-00001")).status_code == 200
        assert [said.text for said in heard(stage)] == ["tổng 31 nữ 12"]
        entries = (await browser.history())["entries"]
        assert [e["text"] for e in entries if e.get("mine")] == ["tổng 31 nữ 12"]
        assert [e["html"] for e in entries if "html" in e][1:] == ["Nghe: tổng 31 nữ 12"]


async def test_nobody_can_use_up_the_key_of_another(stage):
    async with stage.joined() as first, stage.joined() as second:
        await first.say("một", "key-00001")
        await second.say("hai", "key-00001")
    assert [said.text for said in heard(stage)] == ["một", "hai"]


async def test_words_kept_without_a_net_count_from_when_they_were_typed(stage):
    async with stage.joined() as browser:
        await browser.say("5", "key-00001", age=90_000)
        await browser.say("6", "key-00002", age=1e15)
        now = stage.channel.door.clock()
    old, ancient = heard(stage)
    assert timedelta(seconds=89) < now - old.sent_at < timedelta(seconds=95)
    assert now - ancient.sent_at < timedelta(days=15)


BAD = [
    (b"", 400),
    (b"[]", 400),
    (b'{"text": "1"}', 400),
    (b'{"text": "1", "key": "short"}', 400),
    (b'{"text": 1, "key": "key-00001"}', 400),
    (b'{"text": "1", "key": "key-00001", "age": -1}', 400),
    (b'{"text": "1", "key": "key-00001", "age": 1e400}', 400),
    (b'{"text": "\\ud800", "key": "key-00001"}', 400),
    (b'{"text": "   ", "key": "key-00001"}', 422),
    (b'{"text": "' + b"a" * 20_001 + b'", "key": "key-00001"}', 422),
    (b'{"text": "' + b"a" * 200_001 + b'", "key": "key-00001"}', 413),
]


async def test_what_cannot_be_taken_is_refused_in_words(stage):
    async with stage.joined() as browser:
        for body, status in BAD:
            answer = await browser.http.post("/chat/say", content=body, headers=browser.headers)
            assert answer.status_code == status, body[:80]
            assert answer.json()["words"].endswith(".")
    assert heard(stage) == []


async def test_a_button_reaches_its_desk_and_is_shown_as_pressed(stage):
    async with stage.joined() as browser:
        await browser.say("hỏi 4", "key-00001")
        asked = (await browser.lines())[-1]
        assert [c["label"] for c in asked["choices"]] == ["Không có (0)", "Để sau"]
        await browser.press(asked["choices"][0]["id"])
        lines = await browser.lines()
        assert lines[-1]["html"] == "Đã chọn answer"
        assert next(e for e in lines if e["id"] == asked["id"])["pressed"] == [
            asked["choices"][0]["id"]
        ]


async def test_the_button_of_another_does_nothing(stage):
    async with stage.joined() as first, stage.joined() as second:
        await first.say("hỏi 4", "key-00001")
        theirs = (await first.lines())[-1]["choices"][0]["id"]
        await second.press(theirs)
        assert (await second.lines())[-1]["html"] == "Đã chọn -"


async def test_lines_of_others_are_never_shown(stage):
    async with stage.joined() as first, stage.joined() as second:
        await first.say("bí mật", "key-00001")
        await first.history()
        assert "bí mật" not in str(await second.history())


async def test_an_ended_account_says_and_sees_nothing(stage):
    async with stage.joined() as browser:
        await browser.say("trước", "key-00001")
        await browser.history()
        with stage.store.write() as tx:
            cards.end_accounts(tx, stage.person(browser), stage.channel.door.clock())
        assert (await browser.say("sau", "key-00002")).status_code == 401
        assert (await browser.press("x.0")).status_code == 401
        assert (
            await browser.http.get("/chat/messages", params={"p": browser.page})
        ).status_code == 401
        page = await browser.http.get(f"/chat?p={browser.page}")
        assert page.status_code == 410
        assert "trước" not in page.text
        assert "/chat?p=" not in (await browser.http.get("/")).text
    assert [said.text for said in heard(stage)] == ["trước"]


async def test_older_lines_come_by_the_screen(stage):
    async with stage.joined() as browser:
        await browser.say("loạt 150", "key-00001")
        screens, before = [], None
        while not screens or before:
            told = await browser.history(**({"before": before} if before else {}))
            screens.append(told["entries"])
            before = told["before"]
    assert [len(screen) for screen in screens] == [60, 60, 32]
    words = [e["html"] for screen in reversed(screens) for e in screen if "html" in e]
    assert words[1:] == [f"Nghe: {n}" for n in range(150)]


async def test_a_card_is_replaced_where_it_stands(stage):
    async with stage.joined() as browser:
        for key, words in enumerate(("thẻ 1/3", "giữa", "thẻ 2/3")):
            await browser.say(words, f"key-0000{key}")
            await stage.engine.quiet()
        assert [line["html"] for line in await browser.lines()][1:] == [
            "Tiến độ 2/3",
            "Nghe: giữa",
        ]


async def test_names_and_answers_stay_text(stage):
    async with stage.joined() as browser:
        await browser.say("<script>alert(1)</script> & <b>x</b>", "key-00001")
        welcome, echo = await browser.lines()
        assert welcome["html"] == "Chào <b>Nguyễn &lt;i&gt;Thị&lt;/i&gt; A &amp; B</b>."
        assert "<script" not in echo["html"]
        assert "&lt;b&gt;x&lt;/b&gt;" in echo["html"]


async def test_while_the_server_stops_nothing_is_promised(stage):
    async with stage.joined() as browser:
        stage.channel.door.receive = None
        answer = await browser.say("5", "key-00001")
        assert answer.status_code == 503
