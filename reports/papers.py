"""An official paper as people type it: its number and sign, and its day."""

import re
from datetime import date

from plan.form import Question
from plan.names import compare_key, fold
from reports.dates import Day, read_day
from reports.readings import AskBack, Reading, Unclear
from reports.values import Document
from reports.vocabulary import straighten, vocabulary

_SIGN = r"[^\W\d_][\w.&]*(?:\s*[/-]\s*[^\W\d_][\w.&]*)*"
_NUMBER = re.compile(rf"(?<![\d/])\d{{1,6}}[A-Za-z]?\s*[/-]\s*(?:\d{{4}}\s*[/-]\s*)?{_SIGN}")
_NO_SLASH = re.compile(r"(?<![\d/])(\d{1,6})\s*([^\W\d_]{1,4}-[\w.&-]+)")
_DAY = re.compile(r"\d{1,4}\s*[/.\-]\s*\d{1,2}(?:\s*[/.\-]\s*\d{2,4})?")
_OLDEST = 2015  # a plan or report of this programme is not older


def read_paper(question: Question, typed: str, today: date) -> Reading:
    """Return the paper's number and day (None when not told), or why they are not clear."""
    text = " ".join(straighten(typed).split())
    number, rest, doubtful = _number(text)
    if not number:
        return Unclear("read.paper_number", {"example": question.example})
    if question.max_length and len(number) > question.max_length:
        return Unclear("read.too_long", {"count": len(number), "most": question.max_length})
    words, day = _day(rest, today)
    if day is None and re.search(r"\d", rest):
        return Unclear("read.paper_day", {"example": question.example})
    value = Document(number=number, day=day.value if day else None)
    doubtful = doubtful or bool(words) or (day is not None and day.doubtful)
    doubt = _doubt_of_day(value, today) or ("read.extra_words" if doubtful else "")
    return AskBack(value, doubt) if doubt else value


def _doubt_of_day(value: Document, today: date) -> str:
    if value.day is None:
        return ""
    if value.day > today:
        return "read.paper_future"
    return "read.paper_old" if value.day.year < _OLDEST else ""


def _number(text: str) -> tuple[str, str, bool]:
    if found := _NUMBER.search(text):
        return _tidy(found.group()), _around(text, found), False
    if found := _NO_SLASH.search(text):
        return _tidy(f"{found.group(1)}/{found.group(2)}"), _around(text, found), True
    return "", text, False


def _around(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip()


def _tidy(number: str) -> str:
    """Return a number and sign without blanks; one typed in small letters becomes capitals."""
    tight = re.sub(r"\s+", "", number).strip(".-/&")
    return tight.upper() if tight == tight.lower() else tight


def _day(rest: str, today: date) -> tuple[str, Day | None]:
    text = _without_fillers(rest)
    if day := read_day(text, today):
        return "", day
    found = _DAY.search(rest)
    if found and (day := read_day(found.group(), today)):
        return _without_fillers(_around(rest, found)), day
    return text, None


def _without_fillers(text: str) -> str:
    """Return the words that are neither punctuation nor the usual words around a number."""
    phrases = vocabulary()["papers"]["filler"]
    fillers = {fold(compare_key(word)) for phrase in phrases for word in phrase.split()}
    words = (word for word in re.split(r"[\s,;:()]+", text) if word.strip(".-"))
    return " ".join(word for word in words if fold(compare_key(word)) not in fillers)
