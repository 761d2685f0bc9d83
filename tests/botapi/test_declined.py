"""What Telegram declines because of what happened before."""

import asyncio

import pytest
from telegram import Bot

from tests.botapi import BotApi, User

from .conftest import NOON, Ask


async def test_an_edit_that_changes_nothing_is_declined(ask: Ask, lan: User) -> None:
    sent = (await ask("sendMessage", chat_id=lan.id, text="chào"))["result"]
    same = {"chat_id": lan.id, "message_id": sent["message_id"]}
    for call in (
        ask("editMessageText", **same, text="chào"),
        ask("editMessageText", **same, text=" chào\n"),
        ask("editMessageReplyMarkup", **same),
    ):
        assert (await call)["description"].startswith("Bad Request: message is not modified: spec")
    assert (await ask("editMessageText", **same, text="x" * 4097))["description"] == (
        "Bad Request: MESSAGE_TOO_LONG"
    )


async def test_a_message_under_a_reply_keyboard_cannot_be_edited(ask: Ask, lan: User) -> None:
    keyboard = {"keyboard": [["Có", "Không"]]}
    sent = (await ask("sendMessage", chat_id=lan.id, text="?", reply_markup=keyboard))["result"]
    answer = await ask("editMessageText", chat_id=lan.id, message_id=sent["message_id"], text="!")
    assert answer["description"] == "Bad Request: message can't be edited"


async def test_old_messages_cannot_be_deleted(ask: Ask, api: BotApi, lan: User) -> None:
    sent = (await ask("sendMessage", chat_id=lan.id, text="cũ"))["result"]
    api.clock.stop_at(NOON + 48 * 3600 + 1)
    answer = await ask("deleteMessage", chat_id=lan.id, message_id=sent["message_id"])
    assert answer["description"] == "Bad Request: message can't be deleted for everyone"


async def test_who_must_not_be_written_to(ask: Ask, api: BotApi, lan: User) -> None:
    async def words(user: User) -> str:
        answer = await ask("sendMessage", chat_id=user.id, text="chào")
        assert answer["error_code"] == 403
        return str(answer["description"])

    assert await words(api.user("mới")) == "Forbidden: bot can't initiate conversation with a user"
    await lan.blocks_bot()
    assert await words(lan) == "Forbidden: bot was blocked by the user"
    await lan.unblocks()
    assert (await ask("sendMessage", chat_id=lan.id, text="chào"))["ok"]
    await lan.deactivates()
    assert await words(lan) == "Forbidden: user is deactivated"


async def test_files_too_big_to_download_are_refused(ask: Ask, api: BotApi, lan: User) -> None:
    await lan.sends_document("lớn.zip", b"x", size=20 * 1024 * 1024 + 1)
    update = (await ask("getUpdates"))["result"][0]
    answer = await ask("getFile", file_id=update["message"]["document"]["file_id"])
    assert answer["description"] == "Bad Request: file is too big"
    photo = await ask("sendPhoto", chat_id=lan.id, photo=update["message"]["document"]["file_id"])
    assert photo["description"] == "Bad Request: can't use file of type Document as Photo"


async def test_a_button_answered_too_late_is_refused(ask: Ask, api: BotApi, lan: User) -> None:
    markup = {"inline_keyboard": [[{"text": "Có", "callback_data": "1"}]]}
    await ask("sendMessage", chat_id=lan.id, text="?", reply_markup=markup)
    await lan.presses("Có")
    query = (await ask("getUpdates"))["result"][0]["callback_query"]["id"]
    api.clock.stop_at(NOON + 16)
    answer = await ask("answerCallbackQuery", callback_query_id=query)
    assert answer["description"].startswith("Bad Request: query is too old")


async def test_a_caption_is_edited_where_there_is_a_file(ask: Ask, lan: User) -> None:
    said = await lan.sends_document("a.txt", b"abc")
    file_id = said.json["document"]["file_id"]
    sent = (await ask("sendDocument", chat_id=lan.id, document=file_id))["result"]
    where = {"chat_id": lan.id, "message_id": sent["message_id"]}
    assert (await ask("editMessageCaption", **where, caption="mới"))["ok"]
    assert lan.texts == ["mới"]
    answer = await ask("editMessageText", **where, text="x")
    assert answer["description"] == "Bad Request: there is no text in the message to edit"
    text = (await ask("sendMessage", chat_id=lan.id, text="x"))["result"]["message_id"]
    answer = await ask("editMessageCaption", chat_id=lan.id, message_id=text, caption="x")
    assert answer["description"] == "Bad Request: there is no caption in the message to edit"


async def test_a_picture_of_impossible_shape_is_refused(
    ask: Ask, api: BotApi, bot: Bot, lan: User
) -> None:
    said = await lan.sends_photo()
    again = await ask("sendPhoto", chat_id=lan.id, photo=said.json["photo"][-1]["file_id"])
    assert again["ok"]
    strip = b"\x89PNG\r\n\x1a\n" + bytes(4) + b"IHDR" + (2100).to_bytes(4) + (100).to_bytes(4)
    with pytest.raises(Exception, match="Photo_invalid_dimensions"):
        await bot.send_photo(lan.id, strip)


async def test_in_a_group_without_rights(ask: Ask, api: BotApi, lan: User) -> None:
    group = api.group("Nhóm", lan)
    await group.adds_bot(lan)
    said = await lan.says("/x", to=group)
    contact = {"keyboard": [[{"text": "Số", "request_contact": True}]]}
    for method, parameters, words in (
        ("deleteMessage", {"message_id": said.id}, "message can't be deleted"),
        ("pinChatMessage", {"message_id": said.id}, "not enough rights to manage pinned messages"),
        (
            "sendMessage",
            {"text": "x", "reply_markup": contact},
            "phone number can be requested in p",
        ),
        ("setChatMenuButton", {}, "invalid chat_id specified"),
        ("unpinChatMessage", {}, "message to unpin not found"),
    ):
        answer = await ask(method, chat_id=group.id, **parameters)
        assert answer["description"].removeprefix("Bad Request: ").startswith(words)
    member = await ask("getChatMember", chat_id=group.id, user_id=lan.id)
    assert member["result"]["status"] == "member"
    itself = await ask("getChatMember", chat_id=group.id, user_id=123456)
    assert itself["result"]["status"] == "member"
    nobody = await ask("getChatMember", chat_id=group.id, user_id=5)
    assert nobody["description"] == "Bad Request: user not found"


async def test_a_bot_does_not_leave_a_private_chat(ask: Ask, lan: User) -> None:
    assert not (await ask("leaveChat", chat_id=lan.id))["ok"]


async def test_command_scopes_must_fit_the_chat(ask: Ask, api: BotApi, lan: User) -> None:
    commands = [{"command": "x", "description": "y"}]
    channel = api.channel("Kênh")
    for scope, words in (
        ({"type": "chat", "chat_id": 5}, "chat not found"),
        ({"type": "chat", "chat_id": channel.id}, "can't change commands in a channel chat"),
        ({"type": "chat_administrators", "chat_id": lan.id}, "BOT_COMMAND_SCOPE_INVALID"),
    ):
        answer = await ask("setMyCommands", commands=commands, scope=scope)
        assert answer["description"] == f"Bad Request: {words}"
    answer = await ask("setMyCommands", commands=commands, language_code="vie")
    assert answer["description"] == "Bad Request: invalid language code specified"
    assert (await ask("setMyCommands", commands=commands, language_code="vi"))["ok"]
    assert lan.commands == commands
    assert (await ask("setMyCommands", commands=[], language_code="vi"))["ok"]
    assert lan.commands == []


async def test_a_receiver_that_vanished_loses_nothing_for_the_next(
    api: BotApi, bot: Bot, lan: User
) -> None:
    waiting = asyncio.ensure_future(bot.get_updates(timeout=0, read_timeout=0.05))
    assert await waiting == ()
    vanishing = asyncio.ensure_future(bot.get_updates(timeout=30))
    await api.polled()
    vanishing.cancel()
    await lan.says("5")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.text == "5"


async def test_a_protected_reply_of_a_mention(ask: Ask, lan: User) -> None:
    answer = await ask(
        "sendMessage",
        chat_id=lan.id,
        text=f'<a href="tg://user?id={lan.id}">đồng chí</a>',
        parse_mode="HTML",
        protect_content=True,
    )
    assert answer["result"]["has_protected_content"] is True
    assert answer["result"]["entities"][0]["user"]["first_name"] == "Lan"
    stranger = await ask(
        "sendMessage", chat_id=lan.id, text='<a href="tg://user?id=5">x</a>', parse_mode="HTML"
    )
    assert not stranger["ok"]


async def test_explicit_entities_are_kept_inside_the_text(ask: Ask, lan: User) -> None:
    link = {"type": "text_link", "offset": 0, "length": 3, "url": "https://a.vn"}
    for entities, kinds in (
        ([{"type": "bold", "offset": 0, "length": 3}], ["bold"]),
        ([link, {"type": "url", "offset": 0, "length": 2}], ["text_link"]),
        ([{"type": "italic", "offset": 1, "length": 0}], []),
    ):
        answer = await ask("sendMessage", chat_id=lan.id, text="chào", entities=entities)
        assert [entity["type"] for entity in answer["result"].get("entities", [])] == kinds
    del link["url"]
    answer = await ask("sendMessage", chat_id=lan.id, text="chào", entities=[link])
    assert 'can\'t find field "url"' in answer["description"]
    answer = await ask("sendMessage", chat_id=lan.id, text="chào", parse_mode="MarkdownV2")
    assert answer["description"].endswith("is not modelled by this fake")
