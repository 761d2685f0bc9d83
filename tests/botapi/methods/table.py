"""Where the modelled methods are found by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from tests.botapi.refusals import declined, malformed, unmodelled
from tests.botapi.world import World

Given: TypeAlias = dict[str, Any]
Handler: TypeAlias = Callable[[World, Given], Any | Awaitable[Any]]

HANDLERS: dict[str, Handler] = {}
_NOT_HERE = {
    "business_connection_id": "business connection not found",
    "message_thread_id": "message thread not found",
    "inline_message_id": "message identifier is not specified",
    "message_effect_id": "EFFECT_ID_INVALID",
}
"""Parameters that name something which exists in no chat of this fake."""
_UNMODELLED = (
    *("direct_messages_topic_id", "suggested_post_parameters", "allow_paid_broadcast"),
    *("rich_message", "thumbnail", "certificate", "ip_address"),
)


def answers(name: str) -> Callable[[Handler], Handler]:
    """Register the function that answers a method."""

    def register(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return register


def handler_of(name: str, given: Given) -> Handler:
    """Return the function for a method, or refuse what this fake cannot judge."""
    handler = HANDLERS.get(name)
    if handler is None:
        raise unmodelled(f"method {name}")
    for parameter in _NOT_HERE.keys() & given.keys():
        raise declined(_NOT_HERE[parameter])
    for parameter in _UNMODELLED:
        if given.get(parameter):
            raise unmodelled(f"parameter {parameter}")
    return handler


def within(given: Given, name: str, low: int, high: int) -> int | None:
    """Return an optional number, refused outside the documented range."""
    value: int | None = given.get(name)
    if value is not None and not low <= value <= high:
        raise malformed(f'parameter "{name}" must be between {low} and {high}')
    return value
