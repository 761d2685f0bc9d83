"""getMe, getUpdates, the webhook settings and answerCallbackQuery."""

from __future__ import annotations

import re
from typing import Any

from tests.botapi.links import LinkError, checked_link
from tests.botapi.refusals import conflict, declined, malformed
from tests.botapi.specification import specification
from tests.botapi.world import Json, World

from .table import Given, answers, within

LONGEST_POLL = 50
_MAX_TOAST = 200
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS = (":443/", ":80/", ":88/", ":8443/")
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@answers("getMe")
def get_me(world: World, given: Given) -> Json:
    """Return the bot with what it may do."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.rules.privacy,
        "supports_inline_queries": False,
        "supports_guest_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }
    return world.bot | abilities


@answers("getUpdates")
async def get_updates(world: World, given: Given) -> list[Json]:
    """Hand out updates; those before the offset are confirmed and gone."""
    limit = within(given, "limit", 1, 100)
    seconds = given.get("timeout", 0)
    if seconds < 0:
        raise malformed('parameter "timeout" must not be negative')
    if not world.updates.webhook:
        world.updates.allow(_kinds(given))
    return await world.updates.take(
        given.get("offset", 0),
        100 if limit is None else limit,
        min(seconds, LONGEST_POLL),
    )


@answers("setWebhook")
def set_webhook(world: World, given: Given) -> bool:
    """Remember a webhook (nothing is delivered to it); an empty url removes it."""
    url = given.get("url", "")
    if not url:
        return _without_webhook(world, given)
    try:
        checked = checked_link(url, https_only=True)
    except LinkError as reason:
        raise malformed(f"bad webhook: {reason}") from reason
    if re.search(r":\d+/", checked[8:]) and not any(port in checked for port in _PORTS):
        raise malformed("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = given.get("secret_token", "")
    if secret and not _SECRET.fullmatch(secret):
        raise malformed("secret token contains unallowed characters")
    connections = within(given, "max_connections", 1, 100) or 40
    world.updates.allow(_kinds(given))
    if given.get("drop_pending_updates"):
        world.updates.clear()
    world.updates.webhook = {"url": url, "max_connections": connections}
    world.updates.interrupt(conflict("terminated by setWebhook request"))
    return True


@answers("deleteWebhook")
def delete_webhook(world: World, given: Given) -> bool:
    """Return to long polling."""
    return _without_webhook(world, given)


@answers("getWebhookInfo")
def get_webhook_info(world: World, given: Given) -> Json:
    """Tell how many updates wait."""
    info: dict[str, Any] = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    return info | world.updates.webhook


@answers("answerCallbackQuery")
def answer_callback_query(world: World, given: Given) -> bool:
    """Answer a pressed button, in time and once."""
    words = given.get("text", "")
    if len(words) > _MAX_TOAST:
        raise malformed("MESSAGE_TOO_LONG")
    if given.get("url"):
        raise malformed("URL_INVALID")  # only games and t.me links may open from a button
    if (given.get("cache_time") or 0) < 0:
        raise malformed('parameter "cache_time" must not be negative')
    query = world.queries.get(given["callback_query_id"])
    if query is None or query.answer is not None:
        raise declined(_TOO_OLD)
    if world.clock.now() - query.at > world.rules.callback_seconds:
        raise declined(_TOO_OLD)
    query.answer = {
        "query_id": query.id,
        "text": words,
        "show_alert": given.get("show_alert", False),
    }
    query.chat.notice("toast", query.answer | {"user_id": query.person.id})
    return True


def _without_webhook(world: World, given: Given) -> bool:
    world.updates.webhook = {}
    if given.get("drop_pending_updates"):
        world.updates.clear()
    return True


def _kinds(given: Given) -> list[str] | None:
    kinds: list[str] | None = given.get("allowed_updates")
    unknown = set(kinds or ()) - specification().update_kinds
    if unknown:
        raise malformed(f"unknown update type {', '.join(sorted(unknown))} in allowed_updates")
    return kinds
