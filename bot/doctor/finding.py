"""One examined thing: how it stands, and what to do about it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How a thing stands."""

    passed = "pass"
    warn = "warn"
    fail = "fail"


@dataclass(frozen=True)
class Finding:
    """`check` names the thing; `phrase` is a key of doctor.toml; no slot may hold a secret."""

    check: str
    level: Level
    phrase: str
    slots: dict[str, Any] = field(default_factory=dict)


def passed(check: str, phrase: str, **slots: Any) -> Finding:
    """Return that a thing is well."""
    return Finding(check, Level.passed, phrase, slots)


def warn(check: str, phrase: str, **slots: Any) -> Finding:
    """Return that a thing works but wants attention."""
    return Finding(check, Level.warn, phrase, slots)


def fail(check: str, phrase: str, **slots: Any) -> Finding:
    """Return that a thing does not work."""
    return Finding(check, Level.fail, phrase, slots)


def exit_status(findings: list[Finding]) -> int:
    """Return 0 when all is well, 1 with warnings, 2 with failures."""
    levels = {finding.level for finding in findings}
    return 2 if Level.fail in levels else int(Level.warn in levels)
