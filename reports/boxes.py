"""Which number belongs in which box: by order, by size, or by the words beside the numbers."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from plan.form import Question
from reports import figures
from reports.lexemes import MEN, Mark, Number, Sentence
from reports.readings import Unclear

# Above this nothing in a report is a count or a sum of dong; it also keeps the arithmetic exact.
HUGE = Decimal(10) ** 15
_FRACTION = frozenset({"slash", "out_of"})
_Named = tuple[dict[int, Decimal], list[Decimal]]


@dataclass(frozen=True)
class Filled:
    """A number for every box, with what is doubtful about it."""

    boxes: tuple[Decimal, ...]
    doubt: str = ""


def fill(said: Sentence, question: Question) -> Filled | Unclear:
    """Return a number for every box, or why that cannot be told."""
    numbers, doubt = _plain_numbers(said)
    labels = [item for item in said.items if isinstance(item, Mark)]
    if labels:
        return _by_labels(said, question)
    count = len(question.boxes)
    joined = joined_groups(numbers) if count == 1 else None
    if joined is not None:
        return Filled((joined,), "blanks")
    if len(numbers) == count:
        fraction = bool(said.said & _FRACTION)
        values = [n.quantity.value for n in numbers]
        return _in_order(values, question, doubt, fraction=fraction)
    if len(numbers) == 1 and numbers[0].quantity.value == 0:
        return Filled((Decimal(0),) * count, doubt)
    if len(numbers) == 1:
        return _needs_both(question, None)
    key = "read.one_number" if count == 1 else "read.too_many_numbers"
    return Unclear(key, {"example": question.example})


def _plain_numbers(said: Sentence) -> tuple[list[Number], str]:
    """Return the numbers without percentages; our own echo "12/31 (38,7%)" may be sent back."""
    plain = [number for number in said.numbers if not number.percent]
    shares = [number.quantity.value for number in said.numbers if number.percent]
    if not shares:
        return plain, ""
    values = sorted(number.quantity.value for number in plain)
    if len(values) == 2 and values[1] and len(shares) == 1:
        share = (values[0] / values[1] * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return plain, "" if share == shares[0] else "odd"
    return plain, "odd"


def _in_order(values: list[Decimal], question: Question, doubt: str, *, fraction: bool) -> Filled:
    """Fill by order. A part written over its whole (12/31) is plain; a bare "12 31" is not."""
    if question.share:
        turned = values[0] < values[1] and not fraction
        return Filled((max(values), min(values)), doubt or ("swapped" if turned else ""))
    if question.rises and values[0] > values[1]:
        return Filled((values[1], values[0]), doubt or "swapped")
    falls = question.usually_rises and values[0] > values[1] > 0
    return Filled(tuple(values), doubt or ("falls" if falls else ""))


def _by_labels(said: Sentence, question: Question) -> Filled | Unclear:
    """Fill boxes by the words beside the numbers, whether they stand before or after them."""
    possible = [
        filled
        for named in (_pair(said.items, step) for step in (1, -1))
        if named is not None
        for filled in [_complete(named, question)]
        if filled is not None
    ]
    fine = [filled for filled in possible if not refusal(filled.boxes, question)]
    plain = [number.quantity.value for number in _plain_numbers(said)[0]]
    if not fine and question.share and len(plain) == 2 and said.said & _FRACTION:
        return _in_order(plain, question, "", fraction=True)  # "12/31 women": twelve of them
    for candidates in (fine, possible):
        if candidates:
            return candidates[0]
    named = _pair(said.items, 1) or _pair(said.items, -1)
    known = named[0] if named else {}
    return _needs_both(question, next((box for box in known if box != MEN), None), known)


def _pair(items: list[Number | Mark], step: int) -> _Named | None:
    """Return numbers by the label before (step 1) or after (-1) them, and the unlabelled rest."""
    named: dict[int, Decimal] = {}
    used: set[int] = set()
    for at, item in enumerate(items):
        if not isinstance(item, Mark):
            continue
        beside = at + step
        number = items[beside] if 0 <= beside < len(items) else None
        if not isinstance(number, Number):
            if _joined(items, at, step):
                continue
            return None
        if item.box in named or number.percent:
            return None
        named[item.box] = number.quantity.value
        used.add(beside)
    rest = [
        item.quantity.value
        for at, item in enumerate(items)
        if isinstance(item, Number) and at not in used and not item.percent
    ]
    return named, rest


def _joined(items: list[Number | Mark], at: int, step: int) -> bool:
    """Return whether a label merely repeats its neighbour (total number, total 31)."""
    beside = items[at + step] if 0 <= at + step < len(items) else None
    mine = items[at]
    return isinstance(beside, Mark) and isinstance(mine, Mark) and beside.box == mine.box


def _complete(named: _Named, question: Question) -> Filled | None:
    by_box, rest = dict(named[0]), list(named[1])
    men = by_box.pop(MEN, None)
    missing = [at for at in range(len(question.boxes)) if at not in by_box]
    if len(rest) == len(missing):
        by_box |= dict(zip(missing, rest, strict=True))
        missing = []
    doubt = ""
    if missing == [0] and men is not None and not rest and question.share:
        by_box[0], missing, doubt = men + by_box[1], [], "added"
    if missing == [1] and men is not None and not rest and question.share:
        by_box[1], missing, doubt = by_box[0] - men, [], "added"
    if missing or len(by_box) != len(question.boxes):
        return None
    if men is not None and by_box[0] != men + by_box[1]:
        return None
    return Filled(tuple(by_box[at] for at in range(len(question.boxes))), doubt)


def _needs_both(
    question: Question, known: int | None, values: dict[int, Decimal] | None = None
) -> Unclear:
    if known is None or values is None or len(question.boxes) != 2:
        names = ", ".join(box.name for box in question.boxes)
        return Unclear("read.all_boxes", {"boxes": names, "example": question.example})
    box, other = question.boxes[known], question.boxes[1 - known]
    slots = {"known": box.name, "count": str(values[known]), "missing": other.name}
    return Unclear("read.missing_box", {**slots, "example": question.example})


def refusal(values: tuple[Decimal, ...], question: Question) -> Unclear | None:
    """Return why these numbers may not stand in the boxes, or None when they may."""
    if any(value != value.to_integral_value() for value in values):
        return Unclear("read.whole_number", {"example": question.example})
    if any(value < 0 for value in values):
        return Unclear("read.negative", {"example": question.example})
    for box, value in zip(question.boxes, values, strict=True):
        if value >= HUGE or (box.most is not None and value > box.most):
            most = HUGE - 1 if box.most is None else box.most
            return Unclear("read.box_too_big", {"box": box.name, "most": figures.count(int(most))})
        if value < box.least:
            return Unclear("read.box_too_small", {"box": box.name, "least": box.least})
    return _part_over_whole(values, question)


def _part_over_whole(values: tuple[Decimal, ...], question: Question) -> Unclear | None:
    if not (question.share or question.rises):
        return None
    at = (0, 1) if question.share else (1, 0)
    (whole, total), (part, count) = ((question.boxes[i].name, int(values[i])) for i in at)
    if count <= total:
        return None
    slots = {"part": part, "count": figures.count(count), "whole": whole}
    return Unclear("read.part_over_whole", {**slots, "total": figures.count(total)})


def joined_groups(numbers: list[Number]) -> Decimal | None:
    """Return digits grouped by blanks ("45 500 000") as one number, or None when they are not."""
    texts = [number.quantity.text for number in numbers]
    if len(texts) < 2 or not all(len(text) == 3 and text.isdigit() for text in texts[1:]):
        return None
    return Decimal("".join(texts)) if texts[0].isdigit() and len(texts[0]) <= 3 else None
