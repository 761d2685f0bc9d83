"""What the control plane can be asked to do, one small function a verb."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from .conversation import PATIENCE, Conversation, Seen, seen
from .people import Press, User
from .rules import Limits
from .world import Message

if TYPE_CHECKING:
    from .api import BotApi

Json: TypeAlias = dict[str, Any]
Verb: TypeAlias = Callable[["BotApi", Json], Awaitable[Any]]

VERBS: dict[str, Verb] = {}


def verb(name: str) -> Callable[[Verb], Verb]:
    """Register a verb."""

    def register(function: Verb) -> Verb:
        VERBS[name] = function
        return function

    return register


def _user(api: BotApi, body: Json) -> User:
    return api.users[body["user"]]


def _place(api: BotApi, body: Json) -> Conversation:
    """Return the group or channel named, else the user's private chat."""
    if title := body.get("group"):
        return api.groups[title]
    if title := body.get("channel"):
        return api.channels[title]
    return _user(api, body)


def _where(message: Message) -> Json:
    return {"chat_id": message.json["chat"]["id"], "message_id": message.id}


def _own(api: BotApi, body: Json) -> Message:
    return api.world.chats[body["chat_id"]].messages[body["message_id"]]


def show(message: Seen) -> Json:
    """Return a seen message for the wire; ``remote`` makes a Seen of it again."""
    markup = {"keyboard": [[{"text": label} for label in row] for row in message.keyboard]}
    return {"json": message.json, "markup": markup if message.keyboard else None}


@verb("users")
async def _users(api: BotApi, body: Json) -> Json:
    people = [entry if isinstance(entry, dict) else {"name": entry} for entry in body["people"]]
    return {entry["name"]: api.user(**entry).id for entry in people}


@verb("start")
async def _start(api: BotApi, body: Json) -> Json:
    return _where(await _user(api, body).starts(body.get("payload", "")))


@verb("say")
async def _say(api: BotApi, body: Json) -> Json:
    to = _place(api, body) if "group" in body else None
    return _where(await _user(api, body).says(body["text"], to=to))


@verb("say_many")
async def _say_many(api: BotApi, body: Json) -> int:
    for name, text in body["lines"]:
        await api.users[name].says(text)
    return len(body["lines"])


@verb("press")
async def _press(api: BotApi, body: Json) -> Json:
    user = _user(api, body)
    if "json" in body:
        pressed: Press | Message = await user.press(seen(body["json"]), body["label"])
    else:
        pressed = await user.presses(body["label"], on=_place(api, body))
    return {"query": pressed.query.id} if isinstance(pressed, Press) else _where(pressed)


@verb("toast")
async def _toast(api: BotApi, body: Json) -> Json:
    query = api.world.queries[body["query"]]
    return asdict(await Press(query).answered(body.get("timeout", PATIENCE)))


@verb("contact")
async def _contact(api: BotApi, body: Json) -> Json:
    return _where(await _user(api, body).shares_contact(own=body.get("own", True)))


@verb("document")
async def _document(api: BotApi, body: Json) -> Json:
    content = base64.b64decode(body["content"])
    more = {key: body[key] for key in ("caption", "mime", "size") if key in body}
    return _where(await _user(api, body).sends_document(body["name"], content, **more))


@verb("photo")
async def _photo(api: BotApi, body: Json) -> Json:
    given = {"content": base64.b64decode(body["content"])} if "content" in body else {}
    return _where(await _user(api, body).sends_photo(**given, caption=body.get("caption", "")))


@verb("sticker")
async def _sticker(api: BotApi, body: Json) -> Json:
    return _where(await _user(api, body).sends_sticker())


@verb("voice")
async def _voice(api: BotApi, body: Json) -> Json:
    return _where(await _user(api, body).sends_voice())


@verb("edit")
async def _edit(api: BotApi, body: Json) -> Json:
    return _where(await _user(api, body).edits(_own(api, body), body["text"]))


@verb("forward")
async def _forward(api: BotApi, body: Json) -> Json:
    source = api.users[body["of"]] if "of" in body else None
    return _where(await _user(api, body).forwards(body["text"], of=source))


@verb("stance")
async def _stance(api: BotApi, body: Json) -> None:
    """Block, unblock or delete the account."""
    user = _user(api, body)
    changes = {"block": user.blocks_bot, "unblock": user.unblocks, "deactivate": user.deactivates}
    await changes[body["does"]]()


@verb("group")
async def _group(api: BotApi, body: Json) -> int:
    members = [api.users[name] for name in body.get("members", [])]
    group = api.group(body["title"], *members, supergroup=body.get("supergroup", False))
    if adder := body.get("adds_bot"):
        await group.adds_bot(api.users[adder], administrator=body.get("administrator", False))
    if remover := body.get("removes_bot"):
        await group.removes_bot(api.users[remover])
    return group.id


@verb("channel")
async def _channel(api: BotApi, body: Json) -> int:
    channel = api.channel(body["title"])
    if adder := body.get("adds_bot"):
        await channel.adds_bot(api.users[adder])
    if "post" in body:
        await channel.posts(body["post"])
    return channel.id


@verb("seen")
async def _seen(api: BotApi, body: Json) -> Json:
    place = _place(api, body)
    return {
        "messages": [show(message) for message in place.seen],
        "keyboard": place.keyboard,
        "pinned": [message.message_id for message in place.pinned],
        "actions": place.actions,
        "toasts": [asdict(toast) for toast in getattr(place, "toasts", [])],
    }


@verb("hear")
async def _hear(api: BotApi, body: Json) -> Json:
    place = _place(api, body)
    waits = {"message": place.hears, "edit": place.sees_edit, "delete": place.sees_deletion}
    return show(await waits[body.get("kind", "message")](body.get("timeout", PATIENCE)))


@verb("skip")
async def _skip(api: BotApi, body: Json) -> None:
    _place(api, body).skip()


@verb("file")
async def _file(api: BotApi, body: Json) -> str:
    return base64.b64encode(api.content(body["file_id"])).decode()


@verb("stats")
async def _stats(api: BotApi, body: Json) -> Json:
    ledger = api.ledger
    return {
        "counts": ledger.counts(),
        "outcomes": ledger.outcomes(),
        "malformed": [call.json() for call in ledger.malformed],
        "sent": len(ledger.sent()),
        "busiest_second": ledger.busiest(),
        "busiest_chat_second": ledger.busiest_chat(),
        "impatient": len(ledger.impatient()),
        "pending_updates": len(api.world.updates),
        "scripted_faults": api.faults.scripted,
        "failures": [repr(failure) for failure in api.server.failures],
    }


@verb("calls")
async def _calls(api: BotApi, body: Json) -> list[Json]:
    method = body.get("method")
    calls = api.ledger.calls[body.get("since", 0) :]
    return [call.json() for call in calls if method in {None, call.method}]


@verb("texts")
async def _texts(api: BotApi, body: Json) -> Json:
    return {str(chat): texts for chat, texts in api.ledger.texts().items()}


@verb("confirmed")
async def _confirmed(api: BotApi, body: Json) -> None:
    await api.confirmed(body.get("timeout", PATIENCE))


@verb("polled")
async def _polled(api: BotApi, body: Json) -> None:
    await api.polled(body.get("timeout", PATIENCE))


@verb("faults")
async def _faults(api: BotApi, body: Json) -> None:
    """Do what is asked, in this order: clear, seed, script, chance, on."""
    if body.get("clear"):
        api.faults.clear()
    if "seed" in body:
        api.faults.seed(body["seed"])
    for entry in body.get("script", []):
        api.faults.script(**entry)
    for entry in body.get("chance", []):
        api.faults.chance(**entry)
    if "on" in body:
        api.faults.on = body["on"]


@verb("limits")
async def _limits(api: BotApi, body: Json) -> None:
    wanted = body.get("limits")
    api.enforce(None if wanted is None else Limits(**wanted))


@verb("clock")
async def _clock(api: BotApi, body: Json) -> float:
    if "at" in body:
        api.clock.stop_at(body["at"])
    elif "advance" in body:
        api.clock.advance(body["advance"])
    elif "file" in body:
        api.clock.follow_file(Path(body["file"]))
    elif body.get("run"):
        api.clock.run()
    return api.clock.now()


@verb("shutdown")
async def _shutdown(api: BotApi, body: Json) -> None:
    api.stopping.set()
