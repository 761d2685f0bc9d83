"""Ways to write a call, and ways to write it wrongly."""

import io
import json
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, User
from tests.botapi.requests import unquoted


async def _answer(response: aiohttp.ClientResponse) -> dict[str, Any]:
    body: dict[str, Any] = await response.json()
    return body


def _url(api: BotApi, method: str) -> str:
    return f"{api.base_url}{api.token}/{method}"


async def test_a_call_may_be_a_query_a_form_json_or_multipart(
    api: BotApi, session: aiohttp.ClientSession, lan: User
) -> None:
    text, url = "chào & = + % ế\n🌾", _url(api, "sendMessage")
    given = {"chat_id": str(lan.id), "text": text}
    parts = aiohttp.FormData(given, default_to_multipart=True)
    for request in (
        session.get(url, params=given),
        session.post(url, data=given),
        session.post(url, json=given),
        session.post(url, data=parts),
        session.post(url, params={"chat_id": lan.id}, data={"text": text}),
        session.get(_url(api, "SENDmessage"), params=given),
    ):
        async with request as response:
            assert (await _answer(response))["result"]["text"] == text
    assert api.ledger.counts() == {"sendMessage": 6}


async def test_complex_parameters_are_json_in_forms_and_plain_in_json(
    api: BotApi, session: aiohttp.ClientSession, lan: User
) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}
    given = {"chat_id": lan.id, "text": "x"}
    url = _url(api, "sendMessage")
    async with session.post(url, data=given | {"reply_markup": json.dumps(markup)}) as response:
        assert (await _answer(response))["result"]["reply_markup"] == markup
    async with session.post(url, json=given | {"reply_markup": markup}) as response:
        assert (await _answer(response))["result"]["reply_markup"] == markup


async def test_a_file_comes_under_its_own_name_or_attached(
    api: BotApi, session: aiohttp.ClientSession, lan: User
) -> None:
    for value, part in ((None, "document"), ("attach://f1", "f1")):
        form = aiohttp.FormData({"chat_id": str(lan.id)})
        form.add_field(part, b"noi dung", filename="kết quả.txt", content_type="text/plain")
        if value is not None:
            form.add_field("document", value)
        async with session.post(_url(api, "sendDocument"), data=form) as response:
            document = (await _answer(response))["result"]["document"]
        assert document["file_name"] == "kết quả.txt"
        assert document["mime_type"] == "text/plain"
        assert api.content(document["file_id"]) == b"noi dung"


async def test_an_unused_or_empty_file_is_refused(
    api: BotApi, session: aiohttp.ClientSession, lan: User
) -> None:
    for method, part, content, words in (
        ("sendMessage", "photo", b"x", 'Bad Request: unknown file "photo" of sendMessage'),
        ("sendDocument", "document", b"", "Bad Request: file must be non-empty"),
        ("sendPhoto", "photo", b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
    ):
        form = aiohttp.FormData({"chat_id": str(lan.id), "text": "x"} if part == "photo" else {})
        if method != "sendMessage":
            form = aiohttp.FormData({"chat_id": str(lan.id)})
        form.add_field(part, content, filename="x.bin")
        async with session.post(_url(api, method), data=form) as response:
            assert (await _answer(response))["description"] == words


async def test_an_upload_over_fifty_megabytes_is_refused(
    api: BotApi, session: aiohttp.ClientSession, lan: User
) -> None:
    form = aiohttp.FormData({"chat_id": str(lan.id)})
    form.add_field("document", io.BytesIO(bytes(50 * 1024 * 1024 + 1)), filename="x.bin")
    async with session.post(_url(api, "sendDocument"), data=form) as response:
        assert response.status == 413
        assert (await _answer(response))["description"] == "Request Entity Too Large"


@pytest.mark.parametrize(
    ("path", "code", "description"),
    [
        ("/bot{token}/sendMesage", 404, "Not Found: method not found"),
        ("/bot{token}/", 404, "Not Found"),
        ("/bot{token}", 404, "Not Found"),
        ("/", 404, "Not Found"),
        ("/bot1:other/getMe", 401, "Unauthorized"),
        ("/bot{token}x/getMe", 401, "Unauthorized"),
        ("/file/bot1:other/documents/file_1.txt", 401, "Unauthorized"),
        ("/file/bot{token}/documents/file_1.txt", 404, "Not Found"),
    ],
)
async def test_wrong_addresses(
    api: BotApi, session: aiohttp.ClientSession, path: str, code: int, description: str
) -> None:
    async with session.get(api.url + path.format(token=api.token)) as response:
        assert response.status == code
        assert await _answer(response) == {
            "ok": False,
            "error_code": code,
            "description": description,
        }


async def test_a_file_cannot_be_downloaded_before_get_file(
    api: BotApi, session: aiohttp.ClientSession, lan: User
) -> None:
    said = await lan.sends_document("a.txt", b"abc")
    file_id = said.json["document"]["file_id"]
    path = api.world.files.find(file_id)
    assert path is not None
    address = f"{api.base_file_url}{api.token}/{path.path}"
    async with session.get(address) as response:
        assert response.status == 404
    async with session.get(_url(api, "getFile"), params={"file_id": file_id}) as response:
        assert (await _answer(response))["result"]["file_path"] == path.path
    async with session.get(address) as response:
        assert await response.read() == b"abc"


async def test_wrong_bodies(api: BotApi, session: aiohttp.ClientSession) -> None:
    url = _url(api, "sendMessage")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for request, words in (
        (
            session.post(url, data=b"{", headers={"Content-Type": "application/json"}),
            "can't parse J",
        ),
        (
            session.post(url, data=b"[]", headers={"Content-Type": "application/json"}),
            "object expec",
        ),
        (
            session.post(url, data=b"x", headers={"Content-Type": "text/plain"}),
            "unsupported content",
        ),
        (session.post(url, data=b"text=%FF", headers=form), "strings must be encoded in UTF-8"),
        (session.post(url, data=b"text=%4", headers=form), "can't parse the form"),
        (
            session.post(url, data=b"text=a&text=b", headers=form),
            'parameter "text" is given twice',
        ),
    ):
        async with request as response:
            description = (await _answer(response))["description"]
            assert description.removeprefix("Bad Request: ").startswith(words)
    async with session.put(url) as response:
        assert response.status == 405


def test_percent_coding_is_undone_exactly() -> None:
    assert unquoted(b"a+b%20c%3D%26=%2B") == "a b c=&=+"
    assert unquoted(b"%0A%0D%09 =3D=\n") == "\n\r\t =3D=\n"
    assert unquoted(b"x%20") == "x "
    assert unquoted("ế%E1%BA%BF".encode()) == "ếế"
