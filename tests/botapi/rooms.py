"""Groups and channels, where a bot of officials is a guest at most."""

from __future__ import annotations

from .conversation import Conversation, ScriptError
from .formatting import heard
from .people import User
from .world import Message


class Group(Conversation):
    """A basic group or supergroup."""

    def join(self, *users: User) -> None:
        """Make people members, silently."""
        for user in users:
            self.chat.members[user.person.id] = user.person

    async def adds_bot(self, by: User, *, administrator: bool = False) -> None:
        """Invite the bot: it is told by my_chat_member and a service message."""
        self._check_member(by)
        self.world.move_bot(self.chat, "administrator" if administrator else "member", by.person)
        joined = self.world.post(self.chat, {"new_chat_members": [self.world.bot]}, by.person)
        self.world.deliver("message", joined)

    async def removes_bot(self, by: User) -> None:
        """Throw the bot out."""
        self._check_member(by)
        self.world.move_bot(self.chat, "kicked", by.person)

    async def upgrades(self, by: User) -> Group:
        """Become a supergroup with a new id; the old one answers with migrate_to_chat_id."""
        self._check_member(by)
        new = self.world.new_room("supergroup", self.chat.json["title"])
        new.members = dict(self.chat.members)
        new.bot_status = self.chat.bot_status
        self.chat.migrated_to = new.id
        for chat, field, other in (
            (self.chat, "migrate_to_chat_id", new.id),
            (new, "migrate_from_chat_id", self.chat.id),
        ):
            self.world.deliver("message", self.world.post(chat, {field: other}, by.person))
        return Group(self.world, new, self.name)

    def _check_member(self, user: User) -> None:
        if user.person.id not in self.chat.members:
            raise ScriptError(f"{user.name} is not a member of {self.name}")


class Channel(Conversation):
    """A channel; the bot hears its posts when it is an administrator."""

    async def adds_bot(self, by: User) -> None:
        """Make the bot an administrator."""
        self.world.move_bot(self.chat, "administrator", by.person)

    async def removes_bot(self, by: User) -> None:
        """Throw the bot out."""
        self.world.move_bot(self.chat, "kicked", by.person)

    async def posts(self, text: str) -> Message:
        """Publish a text in the channel's name."""
        message = self.world.post(self.chat, heard(text).fields("text"))
        message.outgoing = False
        if self.chat.bot_status == "administrator":
            self.world.deliver("channel_post", message)
        return message

    async def edits(self, message: Message, text: str) -> Message:
        """Change a post."""
        kept = {key: v for key, v in message.json.items() if key not in {"text", "entities"}}
        fields = heard(text).fields("text")
        message.json = kept | fields | {"edit_date": self.world.clock.seconds()}
        if self.chat.bot_status == "administrator":
            self.world.deliver("edited_channel_post", message)
        return message
