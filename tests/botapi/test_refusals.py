"""Everything the fake refuses, in Telegram's words."""

from typing import Any

import pytest

from tests.botapi import BotApi, User

from .conftest import Ask

LAN = "{lan}"


def _inline(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Nút"} | button]]}


def _text(**more: Any) -> dict[str, Any]:
    return {"chat_id": LAN, "text": "chào"} | more


def _commands(command: str, words: str = "x") -> dict[str, Any]:
    return {"commands": [{"command": command, "description": words}]}


MALFORMED: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "chào"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": LAN}, "message text is empty"),
    ("sendMessage", {}, "message text is empty"),
    ("sendMessage", _text(text=""), "message text is empty"),
    ("sendMessage", _text(text=" \n\t "), "text must be non-empty"),
    ("sendMessage", _text(text="<b> </b>", parse_mode="HTML"), "text must be non-empty"),
    ("sendMessage", _text(text="a" * 4097), "message is too long"),
    ("sendMessage", _text(text="🌾" * 2049), "message is too long"),
    ("sendMessage", _text(text="a" * 33_000), "text is too long"),
    ("sendMessage", _text(parse_mode="XML"), "unsupported parse_mode"),
    ("sendMessage", _text(foo=1), 'unknown parameter "foo" of sendMessage'),
    (
        "sendMessage",
        _text(disable_notification="maybe"),
        'parameter "disable_notification" must be',
    ),
    ("sendMessage", _text(disable_notification=1), 'parameter "disable_notification" must be'),
    ("sendMessage", _text(text=5), 'parameter "text" must be of type String'),
    ("sendMessage", _text(chat_id=1.5), 'parameter "chat_id" must be of type String'),
    ("sendMessage", _text(reply_markup="{"), "can't parse reply_markup JSON object"),
    ("sendMessage", _text(reply_markup=[]), 'field "reply_markup" must be one of'),
    ("sendMessage", _text(reply_markup={"x": 1}), 'field "reply_markup" must be one of'),
    (
        "sendMessage",
        _text(reply_markup=_inline()),
        "can't parse inline keyboard button: text buttons",
    ),
    ("sendMessage", _text(reply_markup=_inline(callback_data="")), "can't parse inline keyboard"),
    ("sendMessage", _text(reply_markup=_inline(callback_data="x" * 65)), "BUTTON_DATA_INVALID"),
    ("sendMessage", _text(reply_markup=_inline(callback_data="ế" * 22)), "BUTTON_DATA_INVALID"),
    (
        "sendMessage",
        _text(reply_markup=_inline(callback_data=5)),
        'field "reply_markup.inline_key',
    ),
    ("sendMessage", _text(reply_markup=_inline(colour="red")), 'unknown field "colour"'),
    (
        "sendMessage",
        _text(reply_markup=_inline(url="javascript://x.y")),
        "inline keyboard button URL",
    ),
    (
        "sendMessage",
        _text(reply_markup=_inline(url="http://localhost/x")),
        "inline keyboard button URL",
    ),
    (
        "sendMessage",
        _text(reply_markup=_inline(web_app={"url": "http://a.vn"})),
        "inline keyboard but",
    ),
    (
        "sendMessage",
        _text(reply_markup=_inline(url="https://a.vn", callback_data="x")),
        "can't parse",
    ),
    (
        "sendMessage",
        _text(reply_markup=_inline(copy_text={"text": "x" * 257})),
        "BUTTON_COPY_TEXT_I",
    ),
    (
        "sendMessage",
        _text(reply_markup=_inline(copy_text={"text": ""})),
        "BUTTON_COPY_TEXT_INVALID",
    ),
    ("sendMessage", _text(reply_markup=_inline(pay=True)), "the button field pay is not modelled"),
    (
        "sendMessage",
        _text(reply_markup=_inline(callback_data="x", style="pink")),
        "can't parse inline",
    ),
    (
        "sendMessage",
        _text(reply_markup={"inline_keyboard": [{"text": "x"}]}),
        'field "reply_markup.',
    ),
    (
        "sendMessage",
        _text(reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "y"}] * 101]}),
        "reply markup is too long",
    ),
    (
        "sendMessage",
        _text(
            reply_markup={"inline_keyboard": [[{"text": "x" * 200, "callback_data": "y"}] * 60]}
        ),
        "reply markup is too long",
    ),
    (
        "sendMessage",
        _text(reply_markup={"keyboard": [[{"text": ""}]]}),
        "keyboard button text must",
    ),
    (
        "sendMessage",
        _text(reply_markup={"remove_keyboard": False}),
        'field "remove_keyboard" must be',
    ),
    ("sendMessage", _text(reply_parameters={}), 'can\'t find field "message_id"'),
    (
        "sendMessage",
        _text(reply_parameters={"message_id": "5"}),
        'field "reply_parameters.message_id"',
    ),
    ("sendMessage", _text(link_preview_options={"off": True}), 'unknown field "off"'),
    ("sendMessage", _text(entities=[{"type": "bold", "offset": 0}]), 'can\'t find field "length"'),
    (
        "sendMessage",
        _text(entities=[{"type": "fat", "offset": 0, "length": 1}]),
        "can't parse Message",
    ),
    (
        "sendMessage",
        _text(entities=[{"type": "bold", "offset": 3, "length": 9}]),
        "entity lies outside",
    ),
    (
        "sendMessage",
        _text(allow_paid_broadcast=True),
        "parameter allow_paid_broadcast is not modelled",
    ),
    ("editMessageText", {"text": "x"}, "message identifier is not specified"),
    (
        "editMessageText",
        _text(message_id=1, reply_markup={"keyboard": [["x"]]}),
        "can't find field \"inl",
    ),
    ("deleteMessage", {"chat_id": LAN}, "message identifier is not specified"),
    (
        "deleteMessages",
        {"chat_id": LAN, "message_ids": list(range(101))},
        "too many message ident",
    ),
    ("answerCallbackQuery", {}, 'parameter "callback_query_id" is required'),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("answerCallbackQuery", {"callback_query_id": "1", "url": "https://a.vn"}, "URL_INVALID"),
    ("sendChatAction", {"chat_id": LAN, "action": "dancing"}, "wrong parameter action in request"),
    ("sendDocument", {"chat_id": LAN}, "there is no document in the request"),
    ("sendDocument", {"chat_id": LAN, "document": "attach://x"}, 'no file "attach://x"'),
    (
        "sendDocument",
        {"chat_id": LAN, "document": "x", "caption": "a" * 1025},
        "message caption is too",
    ),
    ("sendPhoto", {"chat_id": LAN}, "there is no photo in the request"),
    ("getFile", {}, "file_id not specified"),
    ("getUpdates", {"limit": 0}, 'parameter "limit" must be between 1 and 100'),
    ("getUpdates", {"timeout": -1}, 'parameter "timeout" must not be negative'),
    ("getUpdates", {"offset": "1.5"}, 'parameter "offset" must be of type Integer'),
    ("getUpdates", {"allowed_updates": ["mesage"]}, "unknown update type mesage"),
    ("getUpdates", {"allowed_updates": "message"}, "can't parse allowed_updates JSON object"),
    ("setWebhook", {"url": "http://a.vn/x"}, "bad webhook"),
    ("setWebhook", {"url": "https://a.vn:8080/x"}, "bad webhook"),
    ("setWebhook", {"url": "https://a.vn/x", "secret_token": "á"}, "secret token contains"),
    ("setMyCommands", _commands("Trợgiúp"), "BOT_COMMAND_INVALID"),
    ("setMyCommands", _commands("TroGiup"), "BOT_COMMAND_INVALID"),
    ("setMyCommands", _commands("x" * 33), "command length must not exceed 32"),
    ("setMyCommands", _commands("x", ""), "command description must be non-empty"),
    ("setMyCommands", _commands("x", "y" * 257), "command description length must not exceed 256"),
    ("setMyCommands", {"scope": {"type": "planet"}}, 'field "scope" must be one of'),
    ("setMyDescription", {"description": "x" * 513}, "description must not exceed 512"),
    (
        "setMyShortDescription",
        {"short_description": "x" * 121},
        "short_description must not exceed",
    ),
    (
        "sendPoll",
        {"chat_id": LAN, "question": "?", "options": [{"text": "a"}]},
        "method sendPoll is not",
    ),
]

DECLINED: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", _text(chat_id=1), "Bad Request: chat not found"),
    ("sendMessage", _text(chat_id="lan_nguyen"), "Bad Request: chat not found"),
    ("sendMessage", _text(chat_id="@lan_nguyen"), "Bad Request: chat not found"),
    ("sendMessage", _text(message_thread_id=3), "Bad Request: message thread not found"),
    (
        "sendMessage",
        _text(business_connection_id="b"),
        "Bad Request: business connection not found",
    ),
    (
        "sendMessage",
        _text(reply_parameters={"message_id": 77}),
        "Bad Request: message to be replied not",
    ),
    ("editMessageText", _text(message_id=77), "Bad Request: message to edit not found"),
    ("editMessageText", _text(message_id=1), "Bad Request: message can't be edited"),
    (
        "editMessageCaption",
        {"chat_id": LAN, "message_id": 1},
        "Bad Request: message can't be edited",
    ),
    (
        "deleteMessage",
        {"chat_id": LAN, "message_id": 77},
        "Bad Request: message to delete not found",
    ),
    (
        "pinChatMessage",
        {"chat_id": LAN, "message_id": 77},
        "Bad Request: message to pin not found",
    ),
    ("answerCallbackQuery", {"callback_query_id": "1"}, "Bad Request: query is too old"),
    ("getFile", {"file_id": "abc"}, "Bad Request: invalid file_id"),
    (
        "sendDocument",
        {"chat_id": LAN, "document": "abc"},
        "Bad Request: wrong remote file identifier",
    ),
    (
        "sendDocument",
        {"chat_id": LAN, "document": "http://a.vn/x"},
        "Bad Request: failed to get HTTP",
    ),
    ("getChat", {"chat_id": 5}, "Bad Request: chat not found"),
]


def _named(cases: list[tuple[str, dict[str, Any], str]]) -> list[Any]:
    return [pytest.param(*case, id=f"{case[0]}-{number}") for number, case in enumerate(cases)]


@pytest.mark.parametrize(("method", "parameters", "words"), _named(MALFORMED))
async def test_what_is_written_wrongly_is_refused(
    ask: Ask, api: BotApi, lan: User, method: str, parameters: dict[str, Any], words: str
) -> None:
    answer = await ask(method, **_for(lan, parameters))
    assert not answer["ok"]
    assert answer["error_code"] == 400
    assert answer["description"].removeprefix("Bad Request: ").startswith(words)
    assert [call.method for call in api.ledger.malformed] == [method]
    assert lan.seen == []


@pytest.mark.parametrize(("method", "parameters", "words"), _named(DECLINED))
async def test_what_the_world_does_not_allow_is_declined_but_is_no_bug(
    ask: Ask, api: BotApi, lan: User, method: str, parameters: dict[str, Any], words: str
) -> None:
    answer = await ask(method, **_for(lan, parameters))
    assert answer["description"].startswith(words)
    assert api.ledger.malformed == []
    assert len(api.ledger.declined) == 1


def _for(lan: User, parameters: dict[str, Any]) -> dict[str, Any]:
    return {key: lan.id if value == LAN else value for key, value in parameters.items()}
