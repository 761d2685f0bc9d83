"""What a bot says about itself: commands by scope, descriptions, menu buttons."""

from __future__ import annotations

from typing import Any

Scope = tuple[str, int, int]
"""kind of scope, chat, user"""


class Profile:
    """All the bot has set with setMy... and setChatMenuButton."""

    def __init__(self) -> None:
        self.commands: dict[tuple[Scope, str], list[dict[str, str]]] = {}
        self.words: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, dict[str, Any]] = {}

    def say(self, field: str, language: str, words: str) -> None:
        """Set a name or description in a language; an empty one removes it."""
        if words:
            self.words[field, language] = words
        else:
            self.words.pop((field, language), None)

    def said(self, field: str, language: str) -> str:
        """Return the words for a language, falling back to those without one."""
        return self.words.get((field, language)) or self.words.get((field, ""), "")

    def commands_for(self, user_id: int, language: str = "") -> list[dict[str, str]]:
        """Return what a person sees in the menu of the private chat: the narrowest scope wins."""
        narrow: Scope = ("chat", user_id, 0)
        for scope in (narrow, ("all_private_chats", 0, 0), ("default", 0, 0)):
            for spoken in (language, ""):
                if commands := self.commands.get((scope, spoken)):
                    return commands
        return []

    def menu_button_for(self, user_id: int) -> dict[str, Any]:
        """Return the button beside the text field of a private chat."""
        fallback = self.menu_buttons.get(0, {"type": "commands"})
        own = self.menu_buttons.get(user_id, fallback)
        return fallback if own["type"] == "default" else own
