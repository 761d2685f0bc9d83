"""The small readers: addresses, pictures, keyboards, files, counts."""

from typing import Any

import pytest

from tests.botapi.files import FileStore
from tests.botapi.keyboards import checked_markup
from tests.botapi.ledger import Call, Ledger
from tests.botapi.links import LinkError, checked_link, user_in_link
from tests.botapi.pictures import dimensions, thumbnails
from tests.botapi.refusals import Refusal


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://Bacninh.gov.VN/Kế hoạch?q=1 2", "https://bacninh.gov.vn/Kế%20hoạch?q=1%202"),
        ("a.vn", "http://a.vn/"),
        ("a.vn:8080?x=1", "http://a.vn:8080/?x=1"),
        ("http://u:p@a.vn/x#y", "http://u:p@a.vn/x#y"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("tg://resolve?domain=thu_bot", "tg://resolve/?domain=thu_bot"),
        ("ton://abc", "ton://abc"),
    ],
)
def test_addresses_are_kept_as_telegram_writes_them(link: str, kept: str) -> None:
    assert checked_link(link) == kept


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("ftp://a.vn", "Unsupported URL protocol"),
        ("happ://add/https://a.vn", "Unsupported URL protocol"),
        ("http://localhost/x", "Wrong HTTP URL"),
        ("http:///x", "URL host is empty"),
        ("http://./x", "Host is invalid"),
        ("http://a.vn:0/", "Wrong port number specified in the URL"),
        ("http://a.vn:port/", "Wrong port number specified in the URL"),
        ("http://a b.vn/", "Disallowed character in URL host"),
        ("http://a|b:c@a.vn/", "Disallowed character in URL userinfo"),
        ("tg://a/b c@", None),
        ("tg://", "Unallowed characters in URL host"),
    ],
)
def test_bad_addresses_are_refused_with_telegrams_reason(link: str, reason: str | None) -> None:
    if reason is None:
        assert checked_link(link)
        return
    with pytest.raises(LinkError) as refused:
        checked_link(link)
    assert str(refused.value) == reason


def test_only_https_where_only_https_is_allowed() -> None:
    for link in ("http://a.vn", "a.vn", "tg://resolve?domain=x"):
        with pytest.raises(LinkError, match="Only HTTPS links are allowed"):
            checked_link(link, https_only=True)
    assert user_in_link("tg://user?id=42") == 42
    assert user_in_link("tg://resolve?domain=x") is None


def test_pictures_are_measured_by_their_first_bytes() -> None:
    jpeg = bytes.fromhex("ffd8ffe000040000ffc0001108") + (600).to_bytes(2) + (800).to_bytes(2)
    webp = b"RIFF....WEBPVP8X" + bytes(8) + (99).to_bytes(3, "little") + (49).to_bytes(3, "little")
    assert dimensions(jpeg + bytes(8)) == (800, 600)
    assert dimensions(b"GIF89a" + (30).to_bytes(2, "little") + (20).to_bytes(2, "little")) == (
        30,
        20,
    )
    assert dimensions(webp) == (100, 50)
    assert dimensions(b"\xff\xd8\xff\xd9") is None
    assert dimensions(b"%PDF-1.7") is None
    assert [width for _, width, _ in thumbnails(3000, 1000)] == [90, 320, 800, 1280]
    assert thumbnails(50, 40) == [("s", 50, 40)]


@pytest.mark.parametrize(
    "markup",
    [
        {"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]},
        {"keyboard": [[{"text": "a", "request_contact": True, "request_location": True}]]},
        {"keyboard": [[{"text": "a", "web_app": {"url": "https://a.vn"}}]]},
        {"keyboard": [[{"text": "a", "icon_custom_emoji_id": "5"}]]},
        {"keyboard": [[{"text": "a"}] * 301]},
        {"force_reply": True, "input_field_placeholder": "x" * 65},
    ],
)
def test_keyboards_that_fit_the_types_but_not_telegram(markup: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        checked_markup(markup, private=True)


def test_empty_keyboards_are_no_keyboards() -> None:
    empty: list[dict[str, Any] | None] = [
        {"inline_keyboard": []},
        {"inline_keyboard": [[]]},
        {"keyboard": [[]]},
        None,
    ]
    for markup in empty:
        assert checked_markup(markup, private=True) is None
    person = {"inline_keyboard": [[{"text": "x", "url": "tg://user?id=5"}]]}
    assert checked_markup(person, private=True) == person
    force = {"force_reply": True}
    assert checked_markup(force, private=True) == force


def test_the_same_bytes_share_their_unique_id_and_names_are_made_safe() -> None:
    store = FileStore()
    one = store.keep("document", "../../etc/mật khẩu.txt", b"abc")
    two = store.keep("document", "x" * 200 + ".pdf", b"abc")
    assert one.unique_id == two.unique_id
    assert one.file_id != two.file_id
    assert (one.name, len(two.name)) == ("mật khẩu.txt", 64)
    assert two.mime == "application/pdf"


def test_the_ledger_counts_what_arrived() -> None:
    ledger = Ledger()
    for moment, chat, outcome in ((0.0, 1, "ok"), (0.4, 2, "late"), (0.5, 1, "drop_before")):
        call = ledger.open(Call("sendMessage", moment, moment, chat, f"t{moment}"))
        call.outcome = outcome
    assert [call.text for call in ledger.sent()] == ["t0.0", "t0.4"]
    assert ledger.texts() == {1: ["t0.0"], 2: ["t0.4"]}
    assert (ledger.busiest(), ledger.busiest_chat(), ledger.busiest(chat_id=2)) == (2, 1, 1)
    assert len(ledger.of("sendMessage")) == 3
    ledger.clear()
    assert ledger.counts() == {}
