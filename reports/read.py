"""Typed words → the value of a question, or why not; nothing is guessed silently."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import cache
from typing import assert_never

from plan.form import NothingKind, Question
from plan.names import fold
from reports import figures
from reports.papers import read_paper
from reports.quantities import confirmed_range, read_money, read_numbers, read_percent
from reports.readings import AskBack, NeedsReason, Reading, Unclear
from reports.values import (
    Chosen,
    Narrative,
    NotApplicable,
    Numbers,
    Percent,
    Skipped,
    Unknown,
    Value,
    YesNo,
)
from reports.vocabulary import View, straighten, view, vocabulary, words_of

LONGEST_REASON = 300
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
_KINDS: tuple[NothingKind, ...] = ("unknown", "not_applicable", "skip")
_BREAKS = re.compile(r"\n{3,}")


def read(question: Question, typed: str, today: date) -> Reading:
    """Return what a typed reply means for a question.

    A value may be stored and echoed (echo.words); AskBack is stored once the person confirms;
    Unclear is said; NeedsReason asks for the reason of "no figure yet".
    """
    if question.kind == "narrative":
        return _narrative(question, typed)
    seen = view(typed)
    if not seen.text:
        return Unclear("read.empty", {"example": question.example})
    if question.kind == "yes_no":
        return _yes_no(question, seen)
    if question.kind == "choice":
        return _choice(question, seen)
    if said := _nothing_said(question, seen, typed):
        return said
    return _figure(question, seen, typed, today)


def nothing(question: Question, kind: NothingKind, reason: str = "") -> Value:
    """Return the value of a button of nothing. A narrative of no words means there is nothing."""
    match kind:
        case "unknown":
            return Unknown(reason=reason)
        case "not_applicable":
            return NotApplicable()
        case "skip":
            return Skipped()
        case "zero" if question.kind == "narrative":
            return Narrative(text="")
        case "zero" if question.kind == "percent":
            return Percent(value=Decimal(0))
        case "zero":
            return Numbers(boxes=dict.fromkeys(question.codes, 0))
        case _:
            assert_never(kind)


def says_as_last_year(typed: str) -> bool:
    """Return whether the whole reply means last year's value ("as last year")."""
    return view(typed).means(vocabulary()["whole"]["as_last_year"])


def read_reason(typed: str) -> str | Unclear:
    """Return a reason or an explanation in one line, or why it will not do."""
    text = " ".join(own_words(typed).split())
    if sum(c.isalpha() for c in text) < 2:
        return Unclear("read.reason_empty")
    if len(text) > LONGEST_REASON:
        return _too_long(text, LONGEST_REASON)
    return text


def own_words(typed: str) -> str:
    """Return a person's own words fit for storing: line breaks, quotes and bullets stay."""
    text = unicodedata.normalize("NFC", typed.translate(_INVISIBLE).translate(_BIDI))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
    kept = (" ".join("".join(map(_printable, line)).split()) for line in lines)
    return _BREAKS.sub("\n\n", "\n".join(kept)).strip()


def _printable(letter: str) -> str:
    """Return a letter fit for a document; controls become blanks, lone halves nothing."""
    kind = unicodedata.category(letter)
    if kind == "Cs" or letter in "\ufffe\uffff":
        return ""
    return " " if kind == "Cc" else letter


def _too_long(text: str, most: int) -> Unclear:
    told = {"count": figures.count(len(text)), "most": figures.count(most)}
    return Unclear("read.too_long", told)


def _figure(question: Question, seen: View, typed: str, today: date) -> Reading:
    match question.kind:
        case "numbers":
            return read_numbers(question, seen)
        case "money":
            return read_money(question, seen)
        case "percent":
            return read_percent(question, seen)
        case "document":
            return read_paper(question, typed, today)
        case kind:
            raise ValueError(kind)


def _narrative(question: Question, typed: str) -> Reading:
    text = own_words(typed)
    if not any(c.isalnum() for c in text):
        return Unclear("read.empty", {"example": question.example})
    if "zero" in question.nothings and view(text).means(vocabulary()["whole"]["zero"]):
        return Narrative(text="")
    if question.max_length and len(text) > question.max_length:
        return _too_long(text, question.max_length)
    return Narrative(text=text)


def _yes_no(question: Question, seen: View) -> Reading:
    words = vocabulary()["whole"]
    if seen.means(words["unknown"]):
        return Unclear("read.yes_no", {"question": question.short})
    if seen.means(words["doing"]):
        return AskBack(YesNo(yes=False), "read.doing")
    if seen.means([*words["no"], "k"]):
        return YesNo(yes=False)
    if seen.means(words["yes"]):
        return YesNo(yes=True)
    return _begins_with_yes_or_no(question, seen)


def _begins_with_yes_or_no(question: Question, seen: View) -> Reading:
    words = vocabulary()["whole"]
    first, _, rest = seen.text.partition(" ")
    begins = View(first.strip(",.;:"), seen.bare)
    against = any(View(w, seen.bare).means([*words["no"], *words["doing"]]) for w in rest.split())
    if begins.means(words["yes"]) and rest and not against:
        return AskBack(YesNo(yes=True), "read.extra_words")
    if begins.means(words["no"]) and rest and not View(rest, seen.bare).means(words["yes"]):
        return AskBack(YesNo(yes=False), "read.extra_words")
    return Unclear("read.yes_no", {"question": question.short})


def _choice(question: Question, seen: View) -> Reading:
    for option in question.options:
        if any(_is_all(phrase, seen) for phrase in (option.label, *option.words)):
            return Chosen(option=option.key)
    inside = [o for o in question.options if any(_within(w, seen) for w in (o.label, *o.words))]
    if len(inside) == 1:
        return AskBack(Chosen(option=inside[0].key), "read.extra_words")
    labels = ", ".join(option.label for option in question.options)
    return Unclear("read.choice", {"options": labels})


def _is_all(phrase: str, seen: View) -> bool:
    said = tuple(token.text for token in seen.tokens())
    return said == words_of(phrase) or seen.means([phrase])


def _within(phrase: str, seen: View) -> bool:
    wanted, said = words_of(phrase), tuple(token.text for token in seen.tokens())
    size = len(wanted)
    return any(said[at : at + size] == wanted for at in range(len(said) - size + 1))


def _nothing_said(question: Question, seen: View, typed: str) -> Reading | None:
    """Return the kind of nothing that the whole reply means, or None when it says something."""
    words = vocabulary()["whole"]
    if _may_lack_figures(seen) and (reason := _reason_given(typed)):
        return Unknown(reason=reason) if "unknown" in question.nothings else _not_here(question)
    kind = next((kind for kind in _KINDS if seen.means(words[kind])), None)
    if kind is not None:
        allowed = kind in question.nothings
        return _chosen_nothing(question, kind) if allowed else _not_here(question)
    if question.kind != "document" and seen.means(words["zero"]):
        value = nothing(question, "zero")
        asked = confirmed_range(question, value) if isinstance(value, Numbers) else None
        return asked or value
    if seen.means(words["none_or_unknown"]):
        return Unclear("read.none_or_unknown", {"example": question.example})
    return None


def _chosen_nothing(question: Question, kind: NothingKind) -> Reading:
    return NeedsReason() if kind == "unknown" else nothing(question, kind)


def _not_here(question: Question) -> Unclear:
    return Unclear("read.must_answer", {"example": question.example})


def _may_lack_figures(seen: View) -> bool:
    """Return whether a reply begins like "no figures yet": most do not."""
    first = fold(seen.text.split(" ", 1)[0])
    return any(phrase.startswith(first) for phrase in _lacking())


@cache
def _lacking() -> tuple[str, ...]:
    return tuple(map(fold, vocabulary()["whole"]["unknown"]))


def _reason_given(typed: str) -> str:
    """Return the reason in "no figures yet because ...", or nothing."""
    words, because = straighten(typed).split(), vocabulary()["whole"]["because"]
    unknown = vocabulary()["whole"]["unknown"]
    for at in range(len(words) - 1, 0, -1):
        if not view(" ".join(words[:at])).means(unknown):
            continue
        rest = " ".join(words[at:])
        joined = words[at - 1][-1] in ",:;-.(" or words[at][0] in ",:;-("
        for word in sorted(because, key=len, reverse=True):
            if view(rest).text.startswith(f"{word} "):
                return " ".join(rest.split()[len(word.split()) :]).strip(" .,:;-()")
        return rest.strip(" .,:;-()") if joined else ""
    return ""
