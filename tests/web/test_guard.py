"""What every request passes: hosts, origins, headers, cookies."""

from bot.web.door import Address
from tests.web.stage import chatting

PAGES = (
    "/manifest.webmanifest",
    "/",
    "/m/CODE",
    "/chat",
    "/nowhere",
    "/static/chat.js",
    "/healthz",
    "/files/none",
)


async def test_every_answer_carries_the_safe_headers(stage):
    async with stage.joined() as browser:
        for path in PAGES:
            check_headers(path, (await browser.http.get(path)).headers)


def check_headers(path, headers):
    parts = headers["content-security-policy"].split(";")
    policy = dict(part.strip().split(" ", 1) for part in parts)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == ("no-cache" if "static" in path else "no-store")
    assert "server" not in headers


async def test_pages_hold_no_inline_script_or_style(stage):
    async with stage.joined() as browser:
        for path in ("/", "/m/CODE", f"/chat?p={browser.page}", "/nowhere"):
            text = (await browser.http.get(path)).text
            for inline in ("<style", " style=", " onclick", "http://", "https://"):
                assert inline not in text
            assert text.count("<script") == text.count('<script type="module" src="/static/')


async def test_a_form_of_another_page_is_refused(stage):
    async with stage.joined() as browser:
        for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
            for path in ("/", "/m/CODE", "/chat/say", "/chat/press", "/chat/file"):
                headers = browser.headers | {"Origin": origin}
                answer = await browser.http.post(path, json={"text": "1"}, headers=headers)
                assert answer.status_code == 403, (origin, path)
    assert len(stage.told()) == 1


async def test_a_browser_that_says_cross_site_is_refused(stage):
    async with stage.browser() as browser:
        answer = await browser.http.post("/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


async def test_only_known_hosts_are_answered(stage):
    async with stage.browser() as browser:
        for host in ("evil.example", "127.0.0.1.evil.example", "evil.example:80", ""):
            answer = await browser.http.get("/", headers={"Host": host})
            assert answer.status_code in (400, 421), host
        for host in ("localhost", "[::1]:8080", "10.0.0.7:8080"):  # names can be pointed at us
            answer = await browser.http.get("/", headers={"Host": host})
            assert answer.status_code == 200, host


async def test_behind_tls_cookies_are_for_tls_and_this_host_only(tmp_path):
    at = Address(port=0, public_url="https://troly.bacninh.gov.vn")
    async with chatting(tmp_path, at=at) as stage, stage.browser() as browser:
        headers = {"Host": "troly.bacninh.gov.vn", "Origin": "https://troly.bacninh.gov.vn"}
        answer = await browser.http.post("/", headers=headers)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-troly-")
        assert {"Secure", "Path=/", "HttpOnly"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        # The proxy may name us by our inner address.
        inner = await browser.http.post("/", headers={"Origin": headers["Origin"]})
        assert inner.status_code == 303
        plain = await browser.http.post("/", headers=headers | {"Origin": "http://other"})
        assert plain.status_code == 403


async def test_a_page_speaks_only_for_its_own_session(stage):
    async with stage.joined() as browser, stage.joined() as other:
        body = {"text": "5", "key": "key-00001"}
        for headers in ({}, {"X-Troly-Page": other.page}, {"X-Troly-Page": "0" * 12}):
            answer = await browser.http.post("/chat/say", json=body, headers=headers)
            assert answer.status_code == 401
        assert (
            await browser.http.get("/chat/messages", params={"p": other.page})
        ).status_code == 401
        async with browser.events(p=other.page) as events:
            assert events.status == 401
    assert len(stage.told()) == 2


async def test_a_made_up_cookie_shows_nothing(stage):
    async with stage.joined() as browser, stage.browser() as thief:
        for token in ("A" * 43, "x", browser.token[:-1] + "!", browser.address):
            thief.http.cookies.set(f"troly-{browser.page}", token)
            answer = await thief.http.get("/chat/messages", params={"p": browser.page})
            assert answer.status_code == 401
            thief.http.cookies.clear()
