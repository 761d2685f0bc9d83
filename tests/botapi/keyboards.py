"""What Telegram checks in a keyboard beyond the types of its fields."""

from __future__ import annotations

import json
from typing import Any

from .links import LinkError, checked_link, user_in_link
from .refusals import Refusal, malformed, unmodelled

Json = dict[str, Any]

MAX_DATA = 64
MAX_COPY = 256
MAX_BUTTONS = 100
MAX_MARKUP = 10_000
_ACTIONS = (
    *("url", "callback_data", "web_app", "login_url", "switch_inline_query"),
    *("switch_inline_query_current_chat", "switch_inline_query_chosen_chat"),
    *("copy_text", "callback_game", "pay"),
)
_MODELLED = frozenset({"url", "callback_data", "web_app", "copy_text"})
_REQUESTS = (
    *("request_users", "request_chat", "request_managed_bot"),
    *("request_contact", "request_location", "request_poll", "web_app"),
)
_MODELLED_REQUESTS = frozenset({"request_contact", "request_location"})
_STYLES = frozenset({"", "default", "danger", "success", "primary"})
_MAX_PLACEHOLDER = 64


def checked_markup(markup: Json | None, *, private: bool) -> Json | None:
    """Return the keyboard Telegram keeps, None for an empty one, or refuse."""
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return _reply(markup, private=private)
    for flag in ("remove_keyboard", "force_reply"):
        if flag in markup and markup[flag] is not True:
            raise malformed(f'field "{flag}" must be True')
    _check_placeholder(markup)
    return markup


def is_inline(markup: Json | None) -> bool:
    """Tell whether the keyboard is part of the message, so that the message can be edited."""
    return markup is None or "inline_keyboard" in markup


def _inline(rows: list[list[Json]]) -> Json | None:
    kept = [[_inline_button(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > MAX_BUTTONS:
        raise malformed("reply markup is too long")
    if not kept:
        return None
    markup = {"inline_keyboard": kept}
    # the exact size is asked only when a rough guess is near the limit
    if (
        len(repr(kept)) * 4 > MAX_MARKUP
        and len(json.dumps(markup, ensure_ascii=False).encode()) > MAX_MARKUP
    ):
        raise malformed("reply markup is too long")
    return markup


def _inline_button(button: Json) -> Json:
    if not button["text"].strip():
        raise malformed("inline keyboard button text must be non-empty")
    _check_style(button, "inline keyboard button")
    actions = [action for action in _ACTIONS if action in button]
    if not actions or (actions[0] in {"url", "callback_data"} and not button[actions[0]]):
        raise _button("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _button(f"exactly one of the fields {', '.join(actions)} must be used")
    action = actions[0]
    if action not in _MODELLED:
        raise unmodelled(f"the button field {action}")
    if action == "callback_data" and len(button[action].encode()) > MAX_DATA:
        raise malformed("BUTTON_DATA_INVALID")
    if action == "copy_text":
        _check_copy(button[action]["text"])
    if action in {"url", "web_app"}:
        return button | {action: _address(action, button[action])}
    return button


def _check_copy(words: str) -> None:
    if not 0 < len(words.encode("utf-16-le")) // 2 <= MAX_COPY:
        raise malformed("BUTTON_COPY_TEXT_INVALID")


def _address(action: str, value: Any) -> Any:
    link = value if action == "url" else value["url"]
    if action == "url" and user_in_link(link) is not None:
        return link
    try:
        checked = checked_link(link, https_only=action == "web_app")
    except LinkError as reason:
        kind = "inline keyboard button" + (" Web App" if action == "web_app" else "")
        raise malformed(f"{kind} URL '{link}' is invalid: {reason}") from reason
    return checked if action == "url" else {"url": checked}


def _reply(markup: Json, *, private: bool) -> Json | None:
    rows = [
        [_reply_button(button, private=private) for button in row]
        for row in markup["keyboard"]
        if row
    ]
    _check_placeholder(markup)
    if sum(map(len, rows)) > MAX_BUTTONS * 3:
        raise malformed("reply markup is too long")
    return markup | {"keyboard": rows} if rows else None


def _reply_button(button: Json | str, *, private: bool) -> Json:
    shown: Json = {"text": button} if isinstance(button, str) else button
    if not shown["text"].strip():
        raise malformed("keyboard button text must be non-empty")
    _check_style(shown, "keyboard button")
    requests = [request for request in _REQUESTS if shown.get(request)]
    if len(requests) > 1:
        raise malformed(
            f"can't parse keyboard button: only one of {', '.join(requests)} may be used"
        )
    for request in requests:
        if request not in _MODELLED_REQUESTS:
            raise unmodelled(f"the button field {request}")
        if not private:
            wanted = "Phone number" if request == "request_contact" else "Location"
            raise malformed(f"{wanted.lower()} can be requested in private chats only")
    return shown


def _check_style(button: Json, kind: str) -> None:
    if button.get("style", "").lower() not in _STYLES:
        raise malformed(f"can't parse {kind}: invalid button style specified")
    if "icon_custom_emoji_id" in button:
        raise unmodelled("the button field icon_custom_emoji_id")


def _check_placeholder(markup: Json) -> None:
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= _MAX_PLACEHOLDER:
        raise malformed("input field placeholder must be 1-64 characters")


def _button(words: str) -> Refusal:
    return malformed(f"can't parse inline keyboard button: {words}")
