"""A typed answer cut into numbers, the labels beside them, and what makes them doubtful."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Literal

from plan.form import Box, Question
from plan.names import fold
from reports.numerals import (
    Piece,
    Quantity,
    Reader,
    numeral,
    pieces_by_folded,
    pieces_by_word,
)
from reports.vocabulary import Token, View, vocabulary, words_of

Kind = Literal[
    "number",
    "label",
    "filler",
    "about",
    "vague",
    "or",
    "currency",
    "percent",
    "minus",
    "separator",
]
MEN = -1
_SEPARATORS = frozenset(",;:/()|.")
_ABOUT_SIGNS = frozenset("~≈<>≥≤")
_LONGEST = 4
_TWO = re.compile(r"[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})")


@dataclass(frozen=True)
class Mark:
    """A word or sign that is no number. `box` tells which box a label names."""

    kind: Kind
    text: str
    box: int = MEN


@dataclass(frozen=True)
class Number:
    """A quantity at its place; `percent` when a percent sign follows it."""

    quantity: Quantity
    percent: bool = False


@dataclass
class Sentence:
    """The numbers and labels of an answer in order, and what else was said."""

    items: list[Number | Mark] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    odd: list[str] = field(default_factory=list)
    broken: bool = False

    @property
    def numbers(self) -> list[Number]:
        """Return the numbers in order."""
        return [item for item in self.items if isinstance(item, Number)]


def sentence(seen: View, question: Question) -> Sentence:
    """Return an answer to a question of numbers, cut up; `broken` when digits make no number."""
    plain = View(_without_days(seen.text), seen.bare)
    return _Cutter(plain, question).cut()


def _without_days(text: str) -> str:
    """Drop full dates and years in words: "since 01/01/2026" is no figure of the answer."""
    year = "|".join({*vocabulary()["days"]["year"], *map(fold, vocabulary()["days"]["year"])})
    text = re.sub(r"(?<!\S)\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\S)", " ", text)
    return re.sub(rf"(?<!\S)(?:{year}) 20\d\d(?!\d)", " ", text)


class _Cutter:
    def __init__(self, seen: View, question: Question) -> None:
        self._tokens = seen.tokens()
        self._digits = any(token.is_number for token in self._tokens)
        self._bare = seen.bare
        self._several = len(question.boxes) > 1
        self._marks, self._folded = _marks(question.boxes, question.share)
        self._letter_is_zero = all(map(self._may_stand_beside_zero, range(len(self._tokens))))
        self._out = Sentence()
        self._run: list[tuple[Piece, ...]] = []

    def cut(self) -> Sentence:
        at = 0
        while at < len(self._tokens):
            at += self._step(at)
        self._close_run()
        return self._out

    def _step(self, at: int) -> int:
        """Take one or more tokens; return how many."""
        token = self._tokens[at]
        if token.is_number:
            return self._take_digits(at)
        size, mark = self._mark_at(at)
        piece = self._piece_at(at)
        if piece and size <= 1 and not self._rather_a_mark(mark, at):
            self._run.append(piece)
            return 1
        if mark:
            self._close_run()
            self._put(mark)
            return size
        self._take_sign(at)
        return 1

    def _take_digits(self, at: int) -> int:
        text, size = self._tokens[at].text, 1
        while at + size < len(self._tokens) and self._is_zero_letter(self._tokens[at + size]):
            text, size = text + "0", size + 1
        if self._several and _TWO.fullmatch(text) and not self._percent_after(at):
            return self._take_two(text)
        found = numeral(text)
        if found is None or (at and self._strange_letters_before(at)):
            self._out.broken = True
            return size
        if size > 1:
            self._out.said.add("mixed_zero")
        self._run.append((Piece("digits", text, numeral=found),))
        return size

    def _percent_after(self, at: int) -> bool:
        mark = self._mark_at(at + 1)[1]
        return mark is not None and mark.kind == "percent"

    def _take_two(self, text: str) -> int:
        """Take "31,12" as two numbers where the question has two boxes; it will be asked back."""
        for part in text.split(","):
            self._run.append((Piece("digits", part, numeral=numeral(part)),))
        self._out.said.add("dash")
        return 1

    def _may_stand_beside_zero(self, at: int) -> bool:
        """Return whether a token lets a letter o be a zero: in a sentence it is a word."""
        token = self._tokens[at]
        if (
            not token.text[0].isalpha()
            or token.text in vocabulary()["number_words"]["zero_letter"]
        ):
            return True
        mark = self._mark_at(at, most=1)[1]
        return mark is not None and mark.kind == "label"

    def _is_zero_letter(self, token: Token) -> bool:
        return token.glued and token.text in vocabulary()["number_words"]["zero_letter"]

    def _strange_letters_before(self, at: int) -> bool:
        """Return whether unknown letters touch the digits, as in 1e400; "nu12" is known."""
        before = self._tokens[at - 1].text
        touches = self._tokens[at].glued and before[0].isalpha()
        return touches and not self._piece_at(at - 1) and not self._mark_at(at - 1, most=1)[1]

    def _mark_at(self, at: int, most: int = _LONGEST) -> tuple[int, Mark | None]:
        texts = [token.text for token in self._tokens[at : at + most]]
        for size in range(len(texts), 0, -1):
            key = tuple(texts[:size])
            folded = tuple(map(fold, key)) if self._bare else key
            if mark := self._marks.get(key) or self._folded.get(folded):
                return size, mark
        return 0, None

    def _piece_at(self, at: int) -> tuple[Piece, ...] | None:
        text = self._tokens[at].text
        if self._letter_is_zero and text in vocabulary()["number_words"]["zero_letter"]:
            return (Piece("digits", "0", numeral=numeral("0")),)
        if piece := pieces_by_word().get(text):
            return (piece,)
        pieces = pieces_by_folded().get(text, ())
        kinds = {piece.kind for piece in pieces}
        return pieces if pieces and (self._bare or kinds <= {"scale", "half"}) else None

    def _rather_a_mark(self, mark: Mark | None, at: int) -> bool:
        if mark is None:
            return False
        if mark.kind == "number":
            return not self._is_hundred(at + 1)
        return mark.kind == "label" and (mark.box != MEN or self._digits)

    def _is_hundred(self, at: int) -> bool:
        return at < len(self._tokens) and any(
            piece.value == 100 for piece in self._piece_at(at) or ()
        )

    def _take_sign(self, at: int) -> None:
        text, after = self._tokens[at].text, self._tokens[at + 1 : at + 2]
        before_number = bool(after) and after[0].is_number
        self._close_run()
        in_between = bool(self._out.numbers)
        if text == "-" and before_number:
            said = "dash" if in_between else "minus" if after[0].glued else "odd"
            self._out.said.add(said)
        elif text in _ABOUT_SIGNS:
            self._out.said.add("about")
        elif text == "/":
            self._out.said.add("slash")
        elif text not in _SEPARATORS:
            self._out.odd.append(text)
            self._out.broken |= self._touches_digits(at)

    def _touches_digits(self, at: int) -> bool:
        token = self._tokens[at]
        return at > 0 and token.glued and self._tokens[at - 1].is_number

    def _put(self, mark: Mark) -> None:
        match mark.kind:
            case "label":
                self._out.items.append(mark)
            case "number":
                self._out.items.append(Number(Quantity(Decimal(0))))
            case "percent":
                self._make_percent()
            case "separator":
                self._out.said.add("out_of" if self._out.numbers else "about")
            case "filler":
                pass
            case kind:
                self._out.said.add(kind)

    def _make_percent(self) -> None:
        last = self._out.items[-1] if self._out.items else None
        if isinstance(last, Number):
            self._out.items[-1] = Number(last.quantity, percent=True)
        else:
            self._out.odd.append("%")

    def _close_run(self) -> None:
        if not self._run:
            return
        quantities = Reader(self._run).all()
        if quantities is None:
            self._out.odd.extend(pieces[0].text for pieces in self._run)
        else:
            self._out.items.extend(Number(quantity) for quantity in quantities)
        self._run = []


_Marks = dict[tuple[str, ...], Mark]


@cache
def _marks(boxes: tuple[Box, ...], share: bool) -> tuple[_Marks, _Marks]:
    """Return what words beside numbers mean for a question, with and without diacritics."""
    words = vocabulary()
    beside, numbers = words["beside"], words["number_words"]
    lists: list[tuple[Kind, list[str]]] = [
        ("filler", beside["filler"]),
        ("separator", beside["out_of"]),
        ("number", beside["none_of"]),
        ("about", beside["about"]),
        ("vague", beside["vague"]),
        ("or", beside["or"]),
        ("currency", numbers["currency"]),
        ("percent", numbers["percent"]),
    ]
    found = {words_of(w): Mark(kind, w) for kind, group in lists for w in group}
    found |= {words_of(w): Mark("minus", w) for w in beside["minus"]}
    found |= {words_of(box.unit): Mark("filler", box.unit) for box in boxes if box.unit}
    if share:
        found |= {words_of(w): Mark("label", w, MEN) for w in beside["men"]}
    for at, box in enumerate(boxes):
        found |= {words_of(w): Mark("label", w, at) for w in (box.name, *box.words)}
    return found, {tuple(fold(word) for word in key): mark for key, mark in found.items()}
