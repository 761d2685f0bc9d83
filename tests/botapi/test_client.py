"""The real python-telegram-bot against the fake, over HTTP."""

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    MenuButtonCommands,
    MenuButtonWebApp,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
    WebAppInfo,
)
from telegram.error import BadRequest

from tests.botapi import BotApi, Press, Seen, User

from .conftest import NOON

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + (640).to_bytes(4) + (480).to_bytes(4)


def _keys(*labels: str) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(label, callback_data=f"id-{label}") for label in labels]
    return InlineKeyboardMarkup([row])


async def test_the_bot_knows_who_it_is(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username) == (123456, True, "thu_bot")
    assert me.can_read_all_group_messages is False


async def test_a_text_arrives_with_its_entities_and_telegrams_clock(bot: Bot, lan: User) -> None:
    sent = await bot.send_message(
        lan.id, "<b>Kính gửi</b> 👩‍🌾 &amp; <i>chào</i>", parse_mode="HTML"
    )
    assert sent.text == "Kính gửi 👩‍🌾 & chào"
    assert [sent.parse_entity(entity) for entity in sent.entities] == ["Kính gửi", "chào"]
    assert sent.date.timestamp() == NOON
    assert (await lan.hears()).text == sent.text


async def test_a_command_is_marked_so_that_the_client_recognises_it(
    api: BotApi, bot: Bot, lan: User
) -> None:
    await lan.starts("moi_abc")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.text == "/start moi_abc"
    assert [entity.type for entity in update.message.entities] == ["bot_command"]
    assert update.message.from_user is not None
    assert update.message.from_user.full_name == "Lan Nguyễn"


async def test_a_pressed_button_comes_with_its_message_and_gets_one_answer(
    bot: Bot, lan: User
) -> None:
    await bot.send_message(lan.id, "Chọn", reply_markup=_keys("Có", "Không"))
    press = await lan.presses("Không")
    (update,) = await bot.get_updates(timeout=5)
    query = update.callback_query
    assert query is not None
    assert query.data == "id-Không"
    assert isinstance(press, Press)
    await query.answer("Đã ghi", show_alert=True)
    assert (await press.answered()).text == "Đã ghi"
    assert lan.toasts[0].alert
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer("lần hai")


async def test_an_edited_card_shows_its_new_face(bot: Bot, lan: User) -> None:
    card = await bot.send_message(lan.id, "1/4", reply_markup=_keys("Tiếp"))
    await bot.edit_message_text("2/4", lan.id, card.message_id, reply_markup=_keys("Gửi"))
    assert [(m.text, m.labels, m.edited) for m in lan.seen] == [("2/4", ["Gửi"], True)]
    assert (await lan.hears()).text == "1/4"
    assert (await lan.sees_edit()).text == "2/4"
    await bot.edit_message_reply_markup(lan.id, card.message_id)
    assert lan.seen[0].labels == []
    await bot.delete_message(lan.id, card.message_id)
    assert lan.seen == []


async def test_an_edit_without_a_keyboard_takes_the_keyboard_away(bot: Bot, lan: User) -> None:
    card = await bot.send_message(lan.id, "1/4", reply_markup=_keys("Tiếp"))
    await bot.edit_message_text("2/4", lan.id, card.message_id)
    assert lan.seen[0].labels == []


async def test_a_document_travels_both_ways(api: BotApi, bot: Bot, lan: User) -> None:
    sent = await bot.send_document(
        lan.id,
        b"noi dung" * 1000,
        filename="Báo cáo.docx",
        caption="<b>Mời xem</b>",
        parse_mode="HTML",
    )
    shown = await lan.hears()
    assert (shown.file_name, shown.text) == ("Báo cáo.docx", "Mời xem")
    assert shown.file_id is not None
    assert api.content(shown.file_id) == b"noi dung" * 1000
    assert sent.document is not None
    again = await bot.send_document(lan.id, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_unique_id == sent.document.file_unique_id

    await lan.sends_document("số liệu.xlsx", b"PK\x03\x04", caption="đây ạ")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.document is not None
    assert update.message.caption == "đây ạ"
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"PK\x03\x04"


async def test_a_photo_is_kept_in_several_sizes(bot: Bot, lan: User) -> None:
    sent = await bot.send_photo(lan.id, PNG, caption="Biểu đồ")
    assert [(size.width, size.height) for size in sent.photo] == [(90, 68), (320, 240), (640, 480)]
    await bot.send_photo(lan.id, sent.photo[-1].file_id)
    await lan.sends_photo(PNG)
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    file = await bot.get_file(update.message.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == PNG


async def test_a_reply_keyboard_asks_for_the_own_contact(bot: Bot, lan: User) -> None:
    row = [KeyboardButton("Chia sẻ số điện thoại", request_contact=True), KeyboardButton("Thôi")]
    keyboard = ReplyKeyboardMarkup([row], one_time_keyboard=True, resize_keyboard=True)
    await bot.send_message(lan.id, "Xin số điện thoại", reply_markup=keyboard)
    assert lan.keyboard == (("Chia sẻ số điện thoại", "Thôi"),)
    await lan.presses("Chia sẻ số điện thoại")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.contact is not None
    assert update.message.contact.user_id == lan.id
    await bot.send_message(lan.id, "Cảm ơn", reply_markup=ReplyKeyboardRemove())
    assert not lan.keyboard


async def test_a_reply_names_the_message_it_answers(bot: Bot, lan: User) -> None:
    said = await lan.says("12")
    sent = await bot.send_message(lan.id, "Đã ghi 12", reply_parameters=ReplyParameters(said.id))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "12"
    lonely = ReplyParameters(9999, allow_sending_without_reply=True)
    assert (await bot.send_message(lan.id, "x", reply_parameters=lonely)).reply_to_message is None
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(lan.id, "x", reply_parameters=ReplyParameters(9999))


async def test_commands_are_kept_by_scope(bot: Bot, lan: User) -> None:
    await bot.set_my_commands([BotCommand("trogiup", "Trợ giúp")])
    await bot.set_my_commands([("tonghop", "Tổng hợp")], scope=BotCommandScopeChat(lan.id))
    assert lan.commands == [{"command": "tonghop", "description": "Tổng hợp"}]
    assert [command.command for command in await bot.get_my_commands()] == ["trogiup"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(lan.id))
    assert lan.commands == [{"command": "trogiup", "description": "Trợ giúp"}]


async def test_menu_button_and_descriptions_are_kept(bot: Bot, lan: User) -> None:
    page = MenuButtonWebApp("Mở", WebAppInfo("https://vidu.gov.vn/chat"))
    await bot.set_chat_menu_button(lan.id, page)
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert await bot.get_chat_menu_button(lan.id) == page
    assert await bot.get_chat_menu_button() == MenuButtonCommands()
    await bot.set_my_description("Trợ lý Kế hoạch")
    await bot.set_my_short_description("Trợ lý")
    assert (await bot.get_my_description()).description == "Trợ lý Kế hoạch"
    assert (await bot.get_my_short_description()).short_description == "Trợ lý"


async def test_a_pin_is_seen_and_the_bot_hears_of_it(bot: Bot, lan: User) -> None:
    card = await bot.send_message(lan.id, "Tiến độ")
    await bot.pin_chat_message(lan.id, card.message_id, disable_notification=True)
    assert [message.text for message in lan.pinned] == ["Tiến độ"]
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.pinned_message is not None
    assert update.message.from_user == await bot.get_me()
    await bot.unpin_chat_message(lan.id, card.message_id)
    assert lan.pinned == []


async def test_typing_is_shown_and_a_link_preview_switched_off(bot: Bot, lan: User) -> None:
    await bot.send_chat_action(lan.id, "typing")
    assert lan.actions == ["typing"]
    off = LinkPreviewOptions(is_disabled=True)
    sent = await bot.send_message(lan.id, "https://vidu.gov.vn", link_preview_options=off)
    assert sent.link_preview_options == off
    assert [entity.type for entity in sent.entities] == ["url"]


async def test_buttons_that_open_or_copy_are_shown(bot: Bot, lan: User) -> None:
    row = [
        InlineKeyboardButton("Trang", url="https://vidu.gov.vn"),
        InlineKeyboardButton("Chép mã", copy_text=CopyTextButton("BN-0001")),
    ]
    await bot.send_message(lan.id, "Mã", reply_markup=InlineKeyboardMarkup([row]))
    shown: Seen = lan.seen[0]
    assert shown.button("Trang").url == "https://vidu.gov.vn/"
    assert shown.button("Chép mã").copies == "BN-0001"


async def test_chat_webhook_and_all_update_types_are_answered(bot: Bot, lan: User) -> None:
    assert (await bot.get_chat(lan.id)).first_name == "Lan"
    await lan.says("chờ")
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("", 1)
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates(allowed_updates=Update.ALL_TYPES) == ()
