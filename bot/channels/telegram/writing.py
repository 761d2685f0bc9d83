"""From our markup and choices to what the Bot API takes: parts below the limit, keyboards."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.channels.contract import Button
from plan.phrasebook import strip_markup

# Bot API: 1-4096 characters after entities parsing; 64 bytes of callback data.
LIMIT = 4096
_TAG = re.compile(r"<(/?)([a-z]+)((?: [^>]*)?)>")
# Two short labels share a row on a narrow phone.
_SHORT = 16


def keyboard(buttons: Sequence[Button]) -> Mapping[str, Any]:
    """Return the inline keyboard of a line, in rows that fit a phone."""
    rows: list[list[Mapping[str, Any]]] = []
    open_row = False
    for button in buttons:
        short = len(button.label) <= _SHORT and not button.own_row
        if short and open_row:
            rows[-1].append(_inline(button))
            open_row = False
        else:
            rows.append([_inline(button)])
            open_row = short
    return {"inline_keyboard": rows}


def contact_keyboard(label: str, buttons: Sequence[Button]) -> Mapping[str, Any]:
    """Return the keyboard that asks for the own phone number.

    A line has one keyboard: what could be tapped instead of sharing stands on it as words.
    """
    share = {"text": label, "request_contact": True}
    rows = [[share], *([{"text": button.label}] for button in buttons)]
    return {"keyboard": rows, "one_time_keyboard": True, "resize_keyboard": True}


def _inline(button: Button) -> Mapping[str, Any]:
    if button.url:
        return {"text": button.label, "url": button.url}
    if button.copy:
        return {"text": button.label, "copy_text": {"text": button.copy[:256]}}
    return {"text": button.label, "callback_data": button.id}


def split(text: str, limit: int = LIMIT) -> Iterator[str]:
    """Yield the text in parts of at most `limit` visible characters, tags balanced in each.

    Parts end at line breaks where there are any, never inside a tag or an entity.
    """
    if len(text) <= limit:
        if strip_markup(text).strip():
            yield text.strip("\n")
        return
    part, room, open_tags = "", limit, list[str]()
    for piece in _pieces(text, limit):
        if len(strip_markup(piece)) > room and strip_markup(part).strip():
            yield _closed(part.strip("\n"), open_tags)
            part, room = "".join(open_tags), limit
        part += piece
        room -= len(strip_markup(piece))
        _follow(piece, open_tags)
    if strip_markup(part).strip():
        yield part.strip("\n")


def _pieces(text: str, limit: int) -> Iterator[str]:
    """Yield lines (their break first), and words where a line alone is too long."""
    for number, line in enumerate(text.split("\n")):
        start = "\n" if number else ""
        if len(strip_markup(line)) < limit:
            yield start + line
            continue
        for index, word in enumerate(re.split(r"(?<= )(?![^<]*>)", line)):
            yield from _chunks((start if index == 0 else "") + word, limit)


def _chunks(word: str, limit: int) -> Iterator[str]:
    """Yield a word too long for one message in slices; markup inside such a word is dropped."""
    if len(strip_markup(word)) < limit:
        yield word
        return
    plain = re.findall(r"&[a-z#0-9]+;|<[^>]+>|.", word, re.DOTALL)
    step = limit // 2
    for start in range(0, len(plain), step):
        yield "".join(p for p in plain[start : start + step] if not _TAG.fullmatch(p))


def _follow(piece: str, open_tags: list[str]) -> None:
    for match in _TAG.finditer(piece):
        if match.group(1):
            if open_tags:
                open_tags.pop()
        else:
            open_tags.append(match.group())


def _closed(part: str, open_tags: Sequence[str]) -> str:
    names = [_TAG.fullmatch(tag) for tag in reversed(open_tags)]
    return part + "".join(f"</{name.group(2)}>" for name in names if name)
