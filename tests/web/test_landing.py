"""Ways in: looking costs nothing, the button opens once, guessing is slow."""

from datetime import timedelta

from sqlalchemy import select, update

from handlers.inbound import Inbound, Kind
from storage import attempts, invitations, tables


def starts(stage):
    bodies = [Inbound.model_validate_json(row.body) for row in stage.told()]
    return [body for body in bodies if body.kind is Kind.start]


async def test_looking_at_a_link_never_uses_it_up(stage):
    code = stage.invite()
    for _ in range(3):
        async with stage.browser() as preview:
            assert (await preview.http.get(f"/m/{code}")).status_code == 200
            assert (await preview.http.head(f"/m/{code}")).status_code == 200
    await stage.engine.quiet()
    assert stage.told() == []
    with stage.store.read() as tx:
        assert invitations.find(tx, code).used_at is None


async def test_the_page_of_a_link_is_the_same_for_every_code(stage):
    async with stage.browser() as browser:
        real = (await browser.http.get(f"/m/{stage.invite()}")).text
        made_up = (await browser.http.get("/m/XXXX")).text
    assert len(real) - len(made_up) == 26 - 4


async def test_the_button_opens_the_chat_with_the_code(stage):
    code = stage.invite()
    async with stage.browser() as browser:
        answer = await browser.enter(code)
        assert answer.status_code == 303
        cookies = answer.headers.get_list("set-cookie")
        mine = next(c for c in cookies if c.startswith(f"troly-{browser.page}="))
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(mine.split("; "))
        assert [start.text for start in starts(stage)] == [code]
        assert "Chào <b>" in (await browser.lines())[0]["html"]
        page = await browser.http.get(answer.headers["location"])
        assert "UBND xã Lục Ngạn" in page.text


async def test_pressing_the_button_twice_opens_one_session(stage):
    code = stage.invite()
    async with stage.browser() as browser:
        await browser.http.get(f"/m/{code}")
        jar = dict(browser.http.cookies)
        first = await browser.http.post(f"/m/{code}")
        await stage.engine.quiet()
        browser.http.cookies = jar  # the answer was lost on the way
        second = await browser.http.post(f"/m/{code}")
        assert first.headers["location"] == second.headers["location"]
    await stage.engine.quiet()
    assert len(stage.told()) == 1


async def test_no_token_stands_in_the_database_or_the_page(stage):
    async with stage.joined() as browser:
        page = await browser.http.get(f"/chat?p={browser.page}")
        assert browser.token not in page.text
        assert browser.token not in str(stage.told()) + str(stage.said())
        assert browser.token not in stage.store.path.read_bytes().decode("latin-1")


async def test_a_wrong_code_says_so_and_stores_nothing(stage):
    async with stage.browser() as browser:
        answer = await browser.http.post("/", data={"code": "WRONG"})
        assert answer.status_code == 422
        assert "Mã này không đúng" in answer.text
    assert stage.told() == []


async def test_guessing_is_slow_for_one_browser_and_others_go_on(stage):
    good = stage.invite()
    async with stage.browser("guesser") as guesser:
        answers = [await guesser.http.post(f"/m/GUESS{n}") for n in range(6)]
        assert [answer.status_code for answer in answers] == [422] * 5 + [429]
        assert 0 < int(answers[5].headers["retry-after"]) <= 3600
        assert (await guesser.http.post(f"/m/{good}")).status_code == 429
    async with stage.browser("somebody else") as other:
        assert (await other.enter(good)).status_code == 303
    async with stage.browser("guesser") as guesser:
        stage.offset[0] += timedelta(hours=1, microseconds=1)
        assert (await guesser.http.post("/m/GUESS7")).status_code == 422


async def test_changing_the_browser_does_not_help_a_guesser_for_ever(stage):
    async with stage.browser("browser 0") as guesser:
        assert (await guesser.http.post("/m/GUESS")).status_code == 422
    with stage.store.write() as tx:
        browser, network = tx.execute(select(tables.attempts.c.account)).scalars()
        for _ in range(48):
            attempts.note(tx, "web_code", network, stage.channel.door.clock())
    for name, status in (("browser 50", 422), ("browser 51", 429)):
        async with stage.browser(name) as guesser:
            assert (await guesser.http.post("/m/GUESS")).status_code == status
    assert browser != network


async def test_a_stranger_may_come_in_without_a_code(stage):
    async with stage.browser() as browser:
        answer = await browser.http.post("/", data={"code": ""})
        assert answer.status_code == 303
        browser.page = answer.headers["location"].partition("=")[2]
        assert [start.text for start in starts(stage)] == [""]
        assert "chưa tham gia" in (await browser.lines())[0]["html"]
        again = await browser.http.post("/", data={"code": ""})
        assert again.headers["location"] == answer.headers["location"]


async def test_opening_an_own_used_link_again_leads_back_to_the_chat(stage):
    code = stage.invite()
    async with stage.browser() as browser:
        first = await browser.enter(code)
        await stage.engine.quiet()
        again = await browser.enter(code)
        assert again.headers["location"] == first.headers["location"]
    assert len(stage.told()) == 1


async def test_a_second_unit_joins_the_person_already_here(stage):
    async with stage.joined() as browser:
        page, person = browser.page, stage.person(browser)
        await browser.enter(stage.invite())
        await stage.engine.quiet()
        assert (browser.page, stage.person(browser)) == (page, person)


async def test_a_personal_link_of_somebody_else_gets_a_session_of_its_own(stage):
    async with stage.joined() as first, stage.joined() as second:
        other = stage.person(second)
        mine = first.page
        await first.enter(stage.invite(purpose="web", person=other))
        await stage.engine.quiet()
        assert first.page != mine
        assert stage.person(first) == other
        first.page = mine
        assert stage.person(first) != other
        home = (await first.http.get("/")).text
        assert home.count("/chat?p=") == 2


async def test_an_old_browser_keeps_a_handful_of_sessions(stage):
    async with stage.browser() as browser:
        for _ in range(9):
            await browser.enter(stage.invite(purpose="web", person=None, unit=None))
            browser.http.cookies.delete(
                "troly-next"
            ) if "troly-next" in browser.http.cookies else None
        assert sum(name.startswith("troly-") for name in browser.http.cookies) <= 7


async def test_a_fresh_personal_link_keeps_the_session_and_is_used_up(stage):
    async with stage.joined() as browser:
        page, person = browser.page, stage.person(browser)
        code = stage.invite(purpose="web", person=person)
        await browser.enter(code)
        await stage.engine.quiet()
        assert browser.page == page
    with stage.store.read() as tx:
        assert invitations.find(tx, code).used_by == person


async def test_a_link_declined_once_can_be_opened_again_later(stage):
    async with stage.joined() as browser:
        code = stage.invite()
        for _ in range(2):
            await browser.enter(code)
            await stage.engine.quiet()
            with stage.store.write() as tx:  # not taken after all
                tx.execute(update(tables.invitations).values(used_at=None, used_by=None))
            stage.offset[0] += timedelta(minutes=5)
    assert [start.text for start in starts(stage)][1:] == [code, code]


async def test_strangers_come_in_by_the_hall_not_by_the_thousand(stage):
    async with stage.browser() as browser:
        assert (await browser.http.post("/")).status_code == 303
    with stage.store.write() as tx:
        network = tx.execute(select(tables.attempts.c.account)).scalars().all()[1]
        for _ in range(198):
            attempts.note(tx, "web_stranger", network, stage.channel.door.clock())
    for status in (303, 429):
        async with stage.browser(f"other {status}") as browser:
            assert (await browser.http.post("/")).status_code == status


async def test_while_the_server_starts_a_link_stays_good(stage):
    code = stage.invite()
    async with stage.browser() as browser:
        receive, stage.channel.door.receive = stage.channel.door.receive, None
        answer = await browser.enter(code)
        assert (answer.status_code, "vẫn còn dùng được" in answer.text) == (503, True)
        stage.channel.door.receive = receive
        assert (await browser.enter(code)).status_code == 303
