"""Signs said aloud in a dictated text, as signs: the words for a question mark become one."""

import re
from functools import cache

from plan.answering.language import read
from plan.names import clean


def written(text: str) -> str:
    """Return a text with the signs that were said aloud in it as signs."""
    for pattern, sign in _said():
        text = pattern.sub(sign, text)
    return text


@cache
def _said() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = read("dictation")
    roman = table["roman"]
    pairs = [
        (rf"\s{{1,9}}{_spoken(words)}(?![^\W_])", sign) for words, sign in _longest(table["signs"])
    ]
    pairs += [
        (rf"\s{{1,9}}{_spoken(words)}[\s.]*$", sign) for words, sign in _longest(table["last"])
    ]
    pairs += [
        (rf"(?<![^\W_]){_spoken(number)}\s{{1,9}}{_spoken(roman['behind'])}(?![^\W_])", numeral)
        for number, numeral in roman["numbers"].items()
    ]
    return tuple((re.compile(words, re.IGNORECASE), sign) for words, sign in pairs)


def _spoken(words: str) -> str:
    return r"\s{1,9}".join(map(re.escape, clean(words).split()))


def _longest(table: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(table.items(), key=lambda pair: -len(pair[0]))
