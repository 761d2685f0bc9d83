"""The control plane: the same people, faults and questions, over HTTP, for real processes.

``POST /control/<verb>`` with a JSON object answers ``{"ok": true, "result": ...}`` or
``{"ok": false, "error": "..."}``. The verbs stand in ``verbs``; ``remote`` is the typed client.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .conversation import ScriptError, Silence
from .verbs import VERBS

if TYPE_CHECKING:
    from .api import BotApi


class Control:
    """Answers /control/ requests for one fake Telegram."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """Carry out one verb."""
        try:
            verb = VERBS[request.path.removeprefix("/control/")]
            body = json.loads(await request.read() or b"{}")
            result = await verb(self._api, body)
        except (ScriptError, KeyError, TypeError, ValueError) as error:
            return _reply({"ok": False, "error": f"{type(error).__name__}: {error}"}, 400)
        except Silence as silence:
            return _reply({"ok": False, "error": str(silence)}, 408)
        return _reply({"ok": True, "result": result})


def _reply(body: dict[str, Any], status: int = 200) -> web.Response:
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, status=status, content_type="application/json")
