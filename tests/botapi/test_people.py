"""Scripted people, groups and channels."""

import pytest

from tests.botapi import BotApi, Message, Press, Rules, ScriptError, Silence, User

from .conftest import Ask


async def _next(ask: Ask, api: BotApi) -> dict[str, object]:
    """Return the only update that waits, without its number, and confirm it."""
    updates = (await ask("getUpdates"))["result"]
    assert len(updates) == 1, updates
    update: dict[str, object] = updates[0]
    await ask("getUpdates", offset=updates[0]["update_id"] + 1)
    del update["update_id"]
    return update


async def _card(ask: Ask, user: User, text: str, label: str = "Có") -> int:
    markup = {"inline_keyboard": [[{"text": label, "callback_data": f"{text}-{label}"}]]}
    answer = await ask("sendMessage", chat_id=user.id, text=text, reply_markup=markup)
    number: int = answer["result"]["message_id"]
    return number


async def test_people_are_the_same_by_name(api: BotApi) -> None:
    lan = api.user("lan", phone="+84912345678")
    assert api.user("lan") is lan
    assert lan.person.phone == "+84912345678"
    assert api.user("minh").id != lan.id


async def test_an_edited_message_arrives_as_edited(ask: Ask, api: BotApi, lan: User) -> None:
    said = await lan.says("12")
    await _next(ask, api)
    await lan.edits(said, "13")
    update = await _next(ask, api)
    edited = update["edited_message"]
    assert isinstance(edited, dict)
    assert (edited["text"], edited["message_id"]) == ("13", said.id)
    assert "edit_date" in edited


async def test_stickers_voices_places_and_forwards_arrive(
    ask: Ask, api: BotApi, lan: User
) -> None:
    minh = api.user("minh")
    for act, field in (
        (lan.sends_sticker(), "sticker"),
        (lan.sends_voice(), "voice"),
        (lan.sends_location(), "location"),
        (lan.sends_photo(caption="ảnh"), "photo"),
        (lan.shares_contact(own=False), "contact"),
        (lan.forwards("tin cũ", of=minh), "forward_origin"),
        (lan.forwards("tin kênh", of=api.channel("Kênh tỉnh").chat), "forward_origin"),
        (lan.forwards("tin ẩn"), "forward_origin"),
    ):
        await act
        message = (await _next(ask, api))["message"]
        assert isinstance(message, dict)
        assert field in message


async def test_somebody_elses_contact_has_not_the_own_id(ask: Ask, api: BotApi, lan: User) -> None:
    await lan.shares_contact(own=False)
    message = (await _next(ask, api))["message"]
    assert isinstance(message, dict)
    assert "user_id" not in message["contact"]


async def test_the_newest_button_with_a_label_is_pressed(ask: Ask, api: BotApi, lan: User) -> None:
    await _card(ask, lan, "câu 1")
    await _card(ask, lan, "câu 2")
    await lan.presses("Có")
    query = (await _next(ask, api))["callback_query"]
    assert isinstance(query, dict)
    assert query["data"] == "câu 2-Có"


async def test_a_stale_button_can_still_be_pressed(ask: Ask, api: BotApi, lan: User) -> None:
    number = await _card(ask, lan, "câu 1")
    old = lan.seen[0]
    await ask("editMessageText", chat_id=lan.id, message_id=number, text="đã xong")
    await lan.press(old, "Có")
    query = (await _next(ask, api))["callback_query"]
    assert isinstance(query, dict)
    assert (query["data"], query["message"]["text"]) == ("câu 1-Có", "đã xong")
    await ask("deleteMessage", chat_id=lan.id, message_id=number)
    await lan.press(old, "Có")
    query = (await _next(ask, api))["callback_query"]
    assert isinstance(query, dict)
    assert query["message"]["date"] == 0


async def test_people_cannot_do_what_telegram_does_not_offer(
    ask: Ask, api: BotApi, lan: User
) -> None:
    with pytest.raises(ScriptError, match="lan sees no button 'Có'"):
        await lan.presses("Có")
    with pytest.raises(ScriptError, match="empty"):
        await lan.says("  ")
    row = [{"text": "Trang", "url": "https://a.vn"}]
    await ask("sendMessage", chat_id=lan.id, text="x", reply_markup={"inline_keyboard": [row]})
    with pytest.raises(ScriptError, match="hears nothing"):
        await lan.presses("Trang")
    with pytest.raises(ScriptError, match="not a member"):
        await lan.says("x", to=api.group("Nhóm lạ"))
    await lan.blocks_bot()
    with pytest.raises(ScriptError, match="has blocked the bot"):
        await lan.says("x")


async def test_blocking_tells_the_bot(ask: Ask, api: BotApi, lan: User) -> None:
    await lan.blocks_bot()
    change = (await _next(ask, api))["my_chat_member"]
    assert isinstance(change, dict)
    assert change["new_chat_member"]["status"] == "kicked"
    await lan.unblocks()
    change = (await _next(ask, api))["my_chat_member"]
    assert isinstance(change, dict)
    assert change["new_chat_member"]["status"] == "member"


async def test_a_one_time_keyboard_goes_when_it_was_used(ask: Ask, api: BotApi, lan: User) -> None:
    keyboard = {"keyboard": [["Gửi", "Thôi"]], "one_time_keyboard": True}
    await ask("sendMessage", chat_id=lan.id, text="?", reply_markup=keyboard)
    assert lan.seen[0].keyboard == (("Gửi", "Thôi"),)
    pressed = await lan.presses("Gửi")
    assert isinstance(pressed, Message)
    assert not lan.keyboard
    message = (await _next(ask, api))["message"]
    assert isinstance(message, dict)
    assert message["text"] == "Gửi"


async def test_hearing_follows_arrival_and_can_be_skipped(ask: Ask, lan: User) -> None:
    for text in ("một", "hai", "ba"):
        await ask("sendMessage", chat_id=lan.id, text=text)
    assert (await lan.hears()).text == "một"
    assert [message.text for message in lan.unheard] == ["hai", "ba"]
    lan.skip()
    with pytest.raises(Silence):
        await lan.hears(timeout=0)
    await ask("sendMessage", chat_id=lan.id, text="bốn")
    assert (await lan.hears(timeout=0)).text == "bốn"
    assert await lan.waits(lambda: lan.texts[-1:] or None) == ["bốn"]


async def test_deletions_are_seen(ask: Ask, lan: User) -> None:
    number = await _card(ask, lan, "thẻ")
    await ask("deleteMessages", chat_id=lan.id, message_ids=[number, 99])
    assert (await lan.sees_deletion()).text == "thẻ"
    with pytest.raises(ScriptError, match="sees no button"):
        await lan.presses("Có")


async def test_two_people_press_the_same_button_of_a_group(
    ask: Ask, api: BotApi, lan: User
) -> None:
    group = api.group("Nhóm thử", lan)
    await group.adds_bot(lan)
    await ask("getUpdates", offset=-1)
    markup = {"inline_keyboard": [[{"text": "Có", "callback_data": "c"}]]}
    sent = await ask("sendMessage", chat_id=group.id, text="?", reply_markup=markup)
    assert sent["result"]["chat"]["type"] == "group"
    assert (await group.hears()).text == "?"
    press = await lan.presses("Có", on=group)
    assert isinstance(press, Press)
    await ask("answerCallbackQuery", callback_query_id=press.query.id, text="nhận")
    assert (await press.answered()).text == "nhận"


async def test_in_groups_the_bot_hears_what_is_meant_for_it(
    ask: Ask, api: BotApi, lan: User
) -> None:
    group = api.group("Nhóm thử", lan)
    assert (await ask("sendMessage", chat_id=group.id, text="x"))["description"] == (
        "Forbidden: bot is not a member of the group chat"
    )
    await group.adds_bot(lan)
    kinds = [set(update) - {"update_id"} for update in (await ask("getUpdates"))["result"]]
    assert kinds == [{"my_chat_member"}, {"message"}]
    await ask("getUpdates", offset=-1)
    api.world.updates.clear()
    await lan.says("chuyện riêng", to=group)
    assert (await ask("getUpdates"))["result"] == []
    await lan.says("/trogiup", to=group)
    await _next(ask, api)
    await lan.says("@thu_bot ơi", to=group)
    await _next(ask, api)
    await group.removes_bot(lan)
    assert (await ask("sendMessage", chat_id=group.id, text="x"))["description"] == (
        "Forbidden: bot was kicked from the group chat"
    )


async def test_an_upgraded_group_names_its_successor(ask: Ask, api: BotApi, lan: User) -> None:
    group = api.group("Nhóm thử", lan)
    await group.adds_bot(lan)
    new = await group.upgrades(lan)
    answer = await ask("sendMessage", chat_id=group.id, text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    assert (await ask("sendMessage", chat_id=new.id, text="x"))["ok"]
    assert (await ask("leaveChat", chat_id=new.id))["ok"]


async def test_channel_posts_arrive_when_the_bot_is_an_administrator(
    ask: Ask, api: BotApi, lan: User
) -> None:
    channel = api.channel("Kênh tỉnh", "kenh_tinh")
    await channel.posts("chưa nghe")
    await channel.adds_bot(lan)
    api.world.updates.clear()
    post = await channel.posts("nghe")
    assert "channel_post" in await _next(ask, api)
    await channel.edits(post, "nghe rõ")
    assert "edited_channel_post" in await _next(ask, api)
    sent = await ask("sendMessage", chat_id="@kenh_tinh", text="Thông báo")
    assert sent["result"]["sender_chat"]["title"] == "Kênh tỉnh"


async def test_without_privacy_the_bot_hears_everything() -> None:
    async with BotApi(rules=Rules(privacy=False)) as api:
        lan = api.user("lan")
        group = api.group("Nhóm thử", lan)
        await group.adds_bot(lan)
        api.world.updates.clear()
        await lan.says("chuyện riêng", to=group)
        assert len(api.world.updates) == 1
