"""The settings of a fake Telegram: what it limits and how long it remembers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages Telegram takes; ``burst`` messages more are forgiven at once."""

    overall: int = 30
    """messages in a second, to everybody"""
    per_chat: int = 1
    """messages in a second, to one person"""
    per_group: int = 20
    """messages in a minute, to one group or channel"""
    burst: int = 0
    slack: float = 0.02
    """seconds of a window that are forgiven, for the jitter of a real network"""


@dataclass(frozen=True, slots=True)
class Rules:
    """What may differ between one fake Telegram and another."""

    limits: Limits | None = None
    """None: no rate limits"""
    seed: int = 0
    """of the random faults"""
    callback_seconds: float = 15.0
    """how long a pressed button waits for its answer"""
    update_seconds: int = 86_400
    """how long an update is kept; a clock that jumps further loses what was not confirmed"""
    privacy: bool = True
    """in groups the bot hears only commands, mentions and replies to itself"""
    monotonic: Callable[[], float] = field(default=time.monotonic)
    """the clock of the rate limits"""
