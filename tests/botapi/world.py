"""What Telegram knows about one bot: people, chats, messages, and who may write to whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from .clock import Clock
from .files import FileStore
from .profile import Profile
from .refusals import declined, forbidden
from .rules import Rules
from .signals import Signal
from .specification import specification
from .updates import Updates

Json: TypeAlias = dict[str, Any]

_FIRST_USER = 700_000_001
_FIRST_GROUP = 4_000_000_001
_FIRST_CHANNEL = 1_002_000_000_001
_HOME = frozenset({"private", "group"})
_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages"),
    *("can_manage_video_chats", "can_restrict_members", "can_promote_members"),
    *("can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    "can_delete_stories",
)


@dataclass(slots=True)
class Person:
    """A Telegram account."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    phone: str = ""
    language: str = "vi"
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    hides_forwards: bool = False

    def json(self) -> Json:
        """Return the User object of messages."""
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language,
        }
        shown = {key: value for key, value in optional.items() if value}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name} | shown


@dataclass(slots=True)
class Message:
    """A message as Telegram would show it now; edits replace ``json``, never change it."""

    json: Json
    outgoing: bool
    markup: Json | None = None
    deleted: bool = False

    @property
    def id(self) -> int:
        """Return the number inside its chat."""
        number: int = self.json["message_id"]
        return number


@dataclass(frozen=True, slots=True)
class Event:
    """Something a person in the chat notices: a message, an edit, a deletion, a toast."""

    kind: str
    json: Json


@dataclass(slots=True)
class Chat:
    """A private chat, a group, a supergroup or a channel."""

    id: int
    kind: str
    json: Json
    person: Person | None = None
    bot_status: str = "member"
    members: dict[int, Person] = field(default_factory=dict)
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    keyboard: Json | None = None
    events: list[Event] = field(default_factory=list)
    changed: Signal = field(default_factory=Signal)
    own_numbers: int = 0

    def notice(self, kind: str, json: Json) -> None:
        """Append an event and wake those who look at this chat."""
        self.events.append(Event(kind, json))
        self.changed.fire()


@dataclass(slots=True)
class Query:
    """A pressed inline button that waits for its answer."""

    id: str
    person: Person
    chat: Chat
    at: float
    answer: Json | None = None


class World:
    """The state behind one token."""

    def __init__(self, token: str, clock: Clock, rules: Rules) -> None:
        self.clock = clock
        self.rules = rules
        self.bot_id = int(token.partition(":")[0])
        self.bot: Json = {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": "Bot thử",
            "username": "thu_bot",
        }
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.files = FileStore()
        self.profile = Profile()
        self.updates = Updates(clock, specification().update_kinds, rules.update_seconds)
        self._home_numbers = 0

    def new_person(self, first_name: str, **more: Any) -> Person:
        """Register an account; its private chat exists but nobody has written yet."""
        number = len(self.people)
        person = Person(
            _FIRST_USER + number,
            first_name,
            **({"phone": f"+8490{number:07d}"} | more),
        )
        self.people[person.id] = person
        shown = {k: v for k, v in person.json().items() if k not in {"is_bot", "language_code"}}
        chat = Chat(person.id, "private", shown | {"type": "private"}, person)
        self.chats[chat.id] = chat
        return person

    def new_room(self, kind: str, title: str, username: str = "") -> Chat:
        """Make a group, supergroup or channel; the bot is not in it yet."""
        if kind == "group":
            room_id = -(_FIRST_GROUP + len(self.chats))
        else:
            room_id = -(_FIRST_CHANNEL + len(self.chats))
        json = {"id": room_id, "title": title, "type": kind}
        chat = Chat(room_id, kind, json | ({"username": username} if username else {}))
        chat.bot_status = "left"
        self.chats[room_id] = chat
        return chat

    def chat(self, reference: int | str) -> Chat:
        """Return the chat of a ``chat_id`` parameter, or refuse as Telegram does."""
        if isinstance(reference, int):
            chat = self.chats.get(reference)
        else:
            wanted = reference.removeprefix("@").lower()
            chat = next((c for c in self.chats.values() if _public_name(c) == wanted), None)
            if not reference.startswith("@"):
                chat = None
        if chat is None:
            raise declined("chat not found")
        return chat

    def open_chat(self, reference: int | str) -> Chat:
        """Return a chat the bot may write to now."""
        chat = self.chat(reference)
        if chat.person is not None:
            _check_person(chat.person)
        else:
            _check_room(chat)
        return chat

    def next_message_id(self, chat: Chat) -> int:
        """Number a message: private chats and basic groups share a counter, others have one."""
        if chat.kind in _HOME:
            self._home_numbers += 1
            return self._home_numbers
        chat.own_numbers += 1
        return chat.own_numbers

    def post(self, chat: Chat, content: Json, sender: Person | None = None) -> Message:
        """Put a message into a chat; without a sender it is the bot's."""
        head: Json = {"message_id": self.next_message_id(chat)}
        if chat.kind == "channel":
            head["sender_chat"] = chat.json
        else:
            head["from"] = self.bot if sender is None else sender.json()
        json = head | {"chat": chat.json, "date": self.clock.seconds()} | content
        message = Message(json, outgoing=sender is None)
        chat.messages[message.id] = message
        return message

    def message(self, chat: Chat, message_id: int, role: str) -> Message:
        """Return a message that still exists, or refuse: "message to edit not found"."""
        message = chat.messages.get(message_id)
        if message is None or message.deleted:
            raise declined(f"{role} not found")
        return message

    def deliver(self, kind: str, message: Message) -> None:
        """Send an update about a message to the bot."""
        self.updates.put(kind, message.json)

    def bot_member(self, status: str) -> Json:
        """Return the bot as a ChatMember object."""
        member: Json = {"user": self.bot, "status": status}
        if status == "kicked":
            member["until_date"] = 0
        if status == "administrator":
            member |= dict.fromkeys(_RIGHTS, False) | {"can_post_messages": True}
        return member

    def move_bot(self, chat: Chat, status: str, by: Person | None) -> None:
        """Change the bot's standing in a chat and tell the bot (my_chat_member)."""
        old, chat.bot_status = chat.bot_status, status
        self.updates.put(
            "my_chat_member",
            {
                "chat": chat.json,
                "from": self.bot if by is None else by.json(),
                "date": self.clock.seconds(),
                "old_chat_member": self.bot_member(old),
                "new_chat_member": self.bot_member(status),
            },
        )


def _public_name(chat: Chat) -> str:
    """Return the name a bot may use; people can't be addressed by their username."""
    return "" if chat.kind == "private" else str(chat.json.get("username", "")).lower()


def _check_person(person: Person) -> None:
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def _check_room(chat: Chat) -> None:
    if chat.migrated_to is not None:
        raise declined(
            "group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.migrated_to},
        )
    if chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if chat.bot_status == "left":
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    if chat.kind == "channel" and chat.bot_status != "administrator":
        raise declined("need administrator rights in the channel chat")
