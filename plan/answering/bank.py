"""Bank lines with alternatives, spread into single formulations."""

import re
from collections.abc import Iterator

_CHOICE = re.compile(r"\(([^()]*)\)")


def spread(line: str, most: int = 8) -> Iterator[str]:
    """Return formulations of a line "(a|b) c", the same ones every time, at most so many.

    Every alternative of a list appears when it is no longer than `most`.
    """
    choices = [m.group(1).split("|") for m in _CHOICE.finditer(line)]
    if not choices:
        yield line
        return
    longest = max(map(len, choices))
    turns = min(most, longest * (1 if len(choices) == 1 else 2))
    seen = set()
    for turn in range(turns):
        picks = [_pick(turn, at, options) for at, options in enumerate(choices)]
        text = " ".join(_fill(line, picks).split())
        if text not in seen:
            seen.add(text)
            yield text


def _pick(turn: int, at: int, options: list[str]) -> str:
    """Walk each list at its own pace, so that neighbours meet in new pairs."""
    laps = turn // len(options)
    return options[(turn + at * 7 + laps * (at * 3 + 1)) % len(options)]


def _fill(line: str, picks: list[str]) -> str:
    rest = iter(picks)
    return _CHOICE.sub(lambda _: next(rest), line)
