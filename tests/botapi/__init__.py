"""A strict fake of the Telegram Bot API, for tests, chaos and benches."""

from .api import TOKEN, BotApi
from .conversation import Button, Conversation, ScriptError, Seen, Silence, Toast
from .faults import Fault, Faults, Trouble
from .ledger import Call, Ledger, busiest
from .people import Press, User
from .rooms import Channel, Group
from .rules import Limits, Rules
from .world import Message

__all__ = [
    "TOKEN",
    "BotApi",
    "Button",
    "Call",
    "Channel",
    "Conversation",
    "Fault",
    "Faults",
    "Group",
    "Ledger",
    "Limits",
    "Message",
    "Press",
    "Rules",
    "ScriptError",
    "Seen",
    "Silence",
    "Toast",
    "Trouble",
    "User",
    "busiest",
]
