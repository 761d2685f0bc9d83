"""A command typed wrong, said in Vietnamese: what, how it is used, where to read more."""

import re
from typing import Any

from typer.exceptions import TyperException

from bot.cli.frame import words
from bot.complaint import Complaint

_QUOTED = re.compile(r"'([^']*)'")


def misused(error: TyperException) -> Complaint | None:
    """Return what is wrong with a command line; None when it was empty and its help was shown."""
    context: Any = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return None
    path = context.command_path if context else "troly"
    usage = context.get_usage().partition(": ")[2] if context else path
    return Complaint("misused", what=_what(error), usage=" ".join(usage.split()), command=path)


def _what(error: Any) -> str:
    parameter = getattr(error, "param", None)
    if parameter is not None:
        name = next((o for o in parameter.opts if o.startswith("--")), parameter.name)
        phrase = "misuse_value" if error.message else "misuse_missing"
        return words(phrase, name=name, meaning=getattr(parameter, "help", "") or "")
    if option := getattr(error, "option_name", ""):
        return words("misuse_option", name=option)
    typed = _QUOTED.search(error.message) or re.search(r"\(([^)]*)\)$", error.message)
    return words("misuse_word", name=typed[1] if typed else error.message)
