"""For those who watch the server."""

from tests.web.stage import chatting

NUMBERS = b"troly_backlog 0\n"


async def test_alive_and_ready(stage):
    async with stage.browser() as browser:
        assert (await browser.http.get("/healthz")).json() == {"status": "ok"}
        assert (await browser.http.get("/readyz")).json() == {"status": "ok", "problems": []}


async def test_not_ready_says_why(tmp_path):
    silent = {"problems": lambda: ["telegram: silent"]}
    async with chatting(tmp_path, **silent) as stage, stage.browser() as browser:
        answer = await browser.http.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["problems"] == ["telegram: silent"]
        assert (await browser.http.get("/healthz")).status_code == 200
        stage.channel.door.receive = None
        assert len((await browser.http.get("/readyz")).json()["problems"]) == 2


async def test_numbers_go_to_this_machine_or_by_token(tmp_path):
    told = {"metrics": lambda: NUMBERS, "metrics_token": "s3cret"}
    async with chatting(tmp_path, **told) as stage, stage.browser() as browser:
        assert (await browser.http.get("/metrics")).content == NUMBERS
        proxied = {"X-Forwarded-For": "203.0.113.7"}
        assert (await browser.http.get("/metrics", headers=proxied)).status_code == 404
        for token, status in (("s3cret", 200), ("guess", 404), ("é", 404)):
            headers = proxied | {"Authorization": f"Bearer {token}".encode()}
            assert (await browser.http.get("/metrics", headers=headers)).status_code == status


async def test_a_proxy_on_this_machine_is_not_this_machine(tmp_path):
    told = {"metrics": lambda: NUMBERS}
    async with chatting(tmp_path, **told) as stage, stage.browser() as browser:
        for header in ("X-Real-IP", "Forwarded", "X-Forwarded-For"):
            answer = await browser.http.get("/metrics", headers={header: "for=127.0.0.1"})
            assert answer.status_code == 404, header


async def test_without_a_token_nobody_far_sees_numbers(stage):
    async with stage.browser() as browser:
        for given in ("Bearer", "Bearer None", "None"):
            headers = {"X-Forwarded-For": "203.0.113.7", "Authorization": given}
            assert (await browser.http.get("/metrics", headers=headers)).status_code == 404


async def test_a_broken_page_gives_a_number_and_no_traceback(stage):
    async with stage.joined() as browser:
        stage.channel.door.read = None
        answer = await browser.http.get(f"/chat?p={browser.page}")
        assert answer.status_code == 500
        assert "Mã sự việc" in answer.text
        assert "Traceback" not in answer.text
        assert "TypeError" not in answer.text
