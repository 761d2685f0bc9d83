"""One number as people write or spell it, with scales and halves, and what is doubtful in it."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from plan.names import compare_key, fold
from reports.vocabulary import vocabulary

Doubt = Literal["", "comma", "thousand_letter", "loose", "mixed_zero"]
PieceKind = Literal[
    "digits", "unit", "teen", "ty", "scale", "half", "link", "point", "thousand_letter"
]
_TOO_LONG = 18
_THOUSANDS = 1000


@dataclass(frozen=True)
class Numeral:
    """A run of digits with its two possible readings; a grouped one may also be a decimal."""

    grouped: Decimal | None
    decimal: Decimal | None
    comma: bool = False


@dataclass(frozen=True)
class Piece:
    """One step of a spoken or written number."""

    kind: Literal[
        "digits", "unit", "teen", "ty", "scale", "half", "link", "point", "thousand_letter"
    ]
    text: str
    value: int = 0
    numeral: Numeral | None = None


@dataclass(frozen=True)
class Quantity:
    """A number with what is doubtful about its reading; `text` when it is digits alone."""

    value: Decimal
    doubt: Doubt = ""
    text: str = ""


def numeral(text: str) -> Numeral | None:
    """Return the readings of digits with points and commas, or None when they make no number."""
    if len(text) > _TOO_LONG:
        return Numeral(Decimal(10) ** _TOO_LONG, None)
    if text.isdecimal():
        return Numeral(Decimal(text), None)
    for mark, other in ((".", ","), (",", ".")):
        if other not in text:
            return _one_mark(text, mark)
    return _both_marks(text)


def _one_mark(text: str, mark: str) -> Numeral | None:
    head, *groups = text.split(mark)
    whole = all(len(g) == 3 for g in groups) and 1 <= len(head) <= 3 and not head.startswith("0")
    grouped = Decimal(head + "".join(groups)) if whole else None
    decimal = Decimal(f"{head}.{groups[0]}") if len(groups) == 1 and groups[0] else None
    if grouped is None and decimal is None:
        return None
    return Numeral(grouped, decimal, comma=mark == ",")


def _both_marks(text: str) -> Numeral | None:
    mark = max(".,", key=text.rfind)
    other = "," if mark == "." else "."
    head, _, tail = text.rpartition(mark)
    if mark in head or not re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{other}\d{{3}})+", head):
        return None
    return Numeral(None, Decimal(f"{head.replace(other, '')}.{tail}"))


@cache
def pieces_by_word() -> dict[str, Piece]:
    """Return the number words of the language, each as a piece."""
    words = vocabulary()
    found = {w: Piece("unit", w, value) for w, value in words["digits"].items()}
    found |= {w: Piece("scale", w, value) for w, value in words["scales"].items()}
    for kind in ("teen", "ty"):
        found |= {w: Piece(kind, w) for w in words["tens"][kind]}
    for kind in ("half", "link", "point", "thousand_letter"):
        found |= {w: Piece(kind, w) for w in words["number_words"][kind]}  # type: ignore[arg-type]
    return {compare_key(word): piece for word, piece in found.items()}


@cache
def pieces_by_folded() -> dict[str, tuple[Piece, ...]]:
    """Return the number words without diacritics; some stand for two (ten, and tens)."""
    found: dict[str, tuple[Piece, ...]] = {}
    for word, piece in pieces_by_word().items():
        found[fold(word)] = (*found.get(fold(word), ()), piece)
    return found


class Reader:
    """Reads quantities off a list of pieces, longest first."""

    def __init__(self, pieces: list[tuple[Piece, ...]]) -> None:
        self._pieces = pieces
        self._at = 0
        self._doubt: Doubt = ""

    def all(self) -> list[Quantity] | None:
        """Return every quantity in order, or None when the pieces make no numbers."""
        found: list[Quantity] = []
        while self._at < len(self._pieces):
            quantity = self._quantity()
            if quantity is None:
                return None
            found.append(quantity)
        return found

    def _peek(self, kind: str) -> Piece | None:
        if self._at >= len(self._pieces):
            return None
        return next((p for p in self._pieces[self._at] if p.kind == kind), None)

    def _take(self, kind: str) -> Piece | None:
        piece = self._peek(kind)
        self._at += piece is not None
        return piece

    def _quantity(self) -> Quantity | None:
        self._doubt = ""
        first = self._take("digits")
        value = self._reading(first) if first else self._with_point(self._spoken())
        if value is None and self._peek("scale"):
            value = Decimal(1)
        if value is None:
            return None
        if self._take("thousand_letter"):
            return Quantity(value * _THOUSANDS, "thousand_letter")
        scale = self._peek("scale")
        if scale is None:
            return Quantity(value, self._doubt, first.text if first else "")
        return self._scaled(value)

    def _with_point(self, whole: Decimal | None) -> Decimal | None:
        if whole is None or not self._take("point"):
            return whole
        tail = self._spoken()
        return None if tail is None else whole + tail / (10 if tail < 10 else 100)

    def _reading(self, piece: Piece) -> Decimal | None:
        number = piece.numeral
        if number is None:
            return None
        scaled = self._peek("scale") is not None
        if number.grouped is not None and number.decimal is not None and (scaled or number.comma):
            self._doubt = "comma"
        first, second = number.grouped, number.decimal
        if scaled and number.comma:
            first, second = second, first
        return first if first is not None else second

    def _scaled(self, value: Decimal) -> Quantity:
        total, limit = Decimal(0), None
        part: Decimal | None = value
        while part is not None:
            scale = self._peek("scale")
            if scale is None or (limit is not None and scale.value >= limit):
                total += self._tail(part, limit)
                break
            self._at += 1
            limit = scale.value
            if inner := self._peek("scale"):  # a hundred thousand, a thousand billion
                part, limit = part * limit, inner.value * 10
                continue
            total += part * scale.value
            if self._take("half"):
                total += Decimal(scale.value) / 2
                break
            part = self._follower(limit)
        return Quantity(total, self._doubt)

    def _follower(self, limit: int) -> Decimal | None:
        """Return the next number below a scale just read, or None when a new quantity begins."""
        linked = self._take("link") is not None
        digits = self._peek("digits")
        if digits and digits.numeral and (linked or self._below(digits, limit)):
            self._at += 1
            self._tail_digits = 0 if linked else len(digits.text)
            return self._reading(digits)
        before = self._at
        spoken = self._spoken()
        self._tail_digits = 0 if linked else (1 if self._at - before == 1 else 2)
        return spoken

    def _below(self, digits: Piece, limit: int) -> bool:
        value = digits.numeral.grouped if digits.numeral else None
        return value is not None and value < min(limit, _THOUSANDS)

    def _tail(self, part: Decimal, limit: int | None) -> Decimal:
        """Return what a number without a scale of its own adds: one billion two is 1.2 billion."""
        if limit is None or self._tail_digits == 0:
            return part
        if limit <= _THOUSANDS:
            if self._tail_digits > 1:
                return part
            self._doubt = "loose"
            return part * limit / 10
        if self._tail_digits > 1:
            self._doubt = "loose"
            return part * limit / _THOUSANDS
        return part * limit / 10

    _tail_digits = 0

    def _spoken(self) -> Decimal | None:
        """Return a spoken number below one thousand: hundreds, tens, units."""
        start = self._at
        head = self._tens()
        scale = self._peek("scale")
        if head is not None and head < 10 and scale and scale.value == 100:
            self._at += 1
            rest = self._after_hundred()
            return head * 100 + rest
        if head is None:
            self._at = start
        return head

    def _after_hundred(self) -> Decimal:
        if self._take("half"):
            return Decimal(50)
        linked = self._take("link") is not None
        before = self._at
        rest = self._tens()
        if rest is None:
            return Decimal(0)
        if not linked and self._at - before == 1 and rest < 10:
            self._doubt = "loose"
            return rest * 10
        return rest

    def _tens(self) -> Decimal | None:
        unit = self._peek("unit")
        if unit and self._ty_follows():
            self._at += 2
            after = self._take("unit")
            return Decimal(unit.value * 10 + (after.value if after else 0))
        if self._take("teen"):
            after = None if self._ty_follows() else self._take("unit")
            return Decimal(10 + (after.value if after else 0))
        if unit:
            self._at += 1
            return Decimal(unit.value * 10 + self._unit_of_tens() if self._short() else unit.value)
        return None

    def _short(self) -> bool:
        """Return whether a word follows that stands only after tens: four-and-five is 45."""
        if self._at >= len(self._pieces):
            return False
        after = vocabulary()["tens"]["only_after_tens"]
        return all(piece.text in after for piece in self._pieces[self._at])

    def _unit_of_tens(self) -> int:
        piece = self._take("unit")
        return piece.value if piece else 0

    def _ty_follows(self) -> bool:
        at = self._at + 1
        return at < len(self._pieces) and any(p.kind == "ty" for p in self._pieces[at])
