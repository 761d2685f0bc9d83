"""Telegram's updates read as what a person told us, or deliberately not read."""

from datetime import UTC, datetime

import pytest

from bot.channels.telegram.reading import read_update

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LAN = {"id": 42, "is_bot": False, "first_name": "Lan"}
CHAT = {"id": 42, "type": "private", "first_name": "Lan"}
BASE = {"message_id": 7, "date": 1795136400, "chat": CHAT, "from": LAN}


def read(**parts):
    return read_update({"update_id": 1, **parts}, NOW)


def message(**parts):
    return read(message={**BASE, **parts})


FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 9}
FORWARD = {"type": "user", "date": 1, "sender_user": LAN}


@pytest.mark.parametrize(
    ("parts", "kind", "text"),
    [
        ({"text": "12/31"}, "text", "12/31"),
        ({"text": "/start ABC"}, "start", "ABC"),
        ({"text": "/start@troly_bot ABC"}, "start", "ABC"),
        ({"text": "/start"}, "start", ""),
        ({"text": "/starter"}, "text", "/starter"),
        ({"document": {**FILE, "file_name": "a.pdf"}, "caption": "bản ký"}, "file", "bản ký"),
        ({"photo": [{**FILE, "width": 1, "height": 1}]}, "file", ""),
        ({"voice": {**FILE, "duration": 1}}, "odd", ""),
        ({"location": {"latitude": 1, "longitude": 1}}, "odd", ""),
        ({"dice": {"emoji": "🎲", "value": 1}}, "odd", ""),
    ],
)
def test_what_a_person_sends(parts, kind, text):
    said = message(**parts)
    assert (said.kind, said.text, said.address) == (kind, text, "42")
    assert said.sent_at == datetime.fromtimestamp(1795136400, UTC)


@pytest.mark.parametrize(
    "parts",
    [
        {"message": {**BASE, "chat": {"id": -5, "type": "group", "title": "x"}, "text": "a"}},
        {"channel_post": {**BASE, "chat": {"id": -5, "type": "channel", "title": "x"}}},
        {"message": {**BASE, "from": {**LAN, "is_bot": True}, "text": "a"}},
        {"message": {k: v for k, v in BASE.items() if k != "from"} | {"text": "a"}},
        {"poll_answer": {"poll_id": "1", "option_ids": [], "option_persistent_ids": []}},
    ],
)
def test_groups_channels_and_bots_are_left_alone(parts):
    assert read(**parts) is None


def test_a_phone_counts_as_own_only_from_its_owner():
    phone = {"phone_number": "+84", "first_name": "L"}
    assert message(contact={**phone, "user_id": 42}).phone_is_own
    assert not message(contact={**phone, "user_id": 43}).phone_is_own
    assert not message(contact=phone).phone_is_own


def test_an_edited_message_is_told_as_such_once_an_edit():
    edited = {**BASE, "text": "5", "edit_date": 1795136460}
    said = read(edited_message=edited)
    assert (said.kind, said.oddity, said.text) == ("odd", "edited", "5")
    again = read(edited_message={**edited, "edit_date": 1795136470})
    assert said.key != again.key != message(text="5").key


def test_a_tap_carries_an_opaque_id_and_who_tapped():
    message_of = {**BASE, "text": "x"}
    query = {"id": "9", "from": LAN, "chat_instance": "c", "data": "tok.1", "message": message_of}
    said = read(callback_query=query)
    assert (said.kind, said.choice, said.tap, said.key) == ("choice", "tok.1", "9", "c:9")


def test_a_forwarded_text_is_still_words():
    assert message(text="12", forward_origin=FORWARD).oddity == "forwarded"


def test_what_arrives_twice_has_one_key():
    assert message(text="5").key == message(text="5").key


@pytest.mark.parametrize(
    "update",
    [{}, {"message": {}}, {"message": {**BASE, "text": 5}}, {"callback_query": {"id": "1"}}],
)
def test_what_cannot_be_read_is_left_out(update):
    assert read_update({"update_id": 1, **update}, NOW) is None
