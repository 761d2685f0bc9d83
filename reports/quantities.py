"""Typed words → the numbers of a question; anything doubtful is asked back, never guessed."""

from decimal import ROUND_HALF_UP, Decimal

from plan.form import Box, Question
from reports.boxes import HUGE, fill, joined_groups, refusal
from reports.lexemes import Mark, Number, Sentence, sentence
from reports.numerals import numeral
from reports.readings import AskBack, Reading, Unclear
from reports.values import Numbers, Percent
from reports.vocabulary import View

_DOUBTS = {
    "comma": "read.comma",
    "thousand_letter": "read.thousand_letter",
    "loose": "read.loose",
    "about": "read.about",
    "dash": "read.dash",
    "mixed_zero": "read.zero_letter",
    "blanks": "read.blanks",
    "swapped": "read.swapped",
    "falls": "read.falls",
    "added": "read.added",
    "odd": "read.extra_words",
}


def read_numbers(question: Question, seen: View) -> Reading:
    """Return the counts of every box of a question, or why they are not clear."""
    said = sentence(seen, question)
    if trouble := _trouble(said, question):
        return trouble
    if any(_has_decimals(number) for number in said.numbers):
        return Unclear("read.whole_number", {"example": question.example})
    filled = fill(said, question)
    if isinstance(filled, Unclear):
        return filled
    if refused := refusal(filled.boxes, question):
        return refused
    counts = zip(question.boxes, filled.boxes, strict=True)
    value = Numbers(boxes={box.code: int(count) for box, count in counts})
    return _doubted(value, question, filled.doubt or _doubt(said, question))


def read_money(question: Question, seen: View) -> Reading:
    """Return an amount of whole dong, or why it is not clear."""
    said = sentence(seen, question)
    if trouble := _trouble(said, question):
        return trouble
    numbers = said.numbers
    joined = joined_groups(numbers)
    if len(numbers) > 1 and joined is None:
        return Unclear("read.one_number", {"example": question.example})
    amount = numbers[0].quantity.value if joined is None else joined
    if amount != amount.to_integral_value():
        return Unclear("read.whole_dong", {"example": question.example})
    if amount >= HUGE:
        return Unclear("read.too_big", {"example": question.example})
    value = Numbers(boxes={question.id: int(amount)})
    return _doubted(value, question, _doubt(said, question) if joined is None else "blanks")


def read_percent(question: Question, seen: View) -> Reading:
    """Return a share of 0-100 with one decimal, or why it is not clear."""
    said = sentence(seen, question)
    if trouble := _trouble(said, question, percent=True):
        return trouble
    if len(said.numbers) != 1 or "slash" in said.said:
        return Unclear("read.one_percent", {"example": question.example})
    exact = _as_percent(said.numbers[0])
    value = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if value > 100:
        return Unclear("read.percent_range", {"example": question.example})
    answer = Percent(value=value)
    if value != exact:
        return AskBack(answer, "read.rounded", {})
    doubt = _doubt(said, question)
    return AskBack(answer, _DOUBTS[doubt], {}) if doubt and doubt != "comma" else answer


def confirmed_range(question: Question, value: Numbers) -> AskBack | None:
    """Return the question back for a value outside its usual range, or None when it is usual."""
    for box in question.boxes:
        count = value.boxes[box.code]
        if _unusual(box, count):
            return AskBack(value, "read.unusual", {"box": box.name, "count": count})
    if question.kind != "money":
        return None
    amount = value.boxes[question.id]
    if question.confirm_above is not None and amount > question.confirm_above:
        return AskBack(value, "read.money_large", {})
    if question.confirm_below is not None and 0 < amount < question.confirm_below:
        return AskBack(value, "read.money_small", {"example": question.example})
    return None


def _trouble(said: Sentence, question: Question, *, percent: bool = False) -> Unclear | None:
    example = {"example": question.example}
    if "minus" in said.said:
        return Unclear("read.negative", example)
    if "vague" in said.said:
        return Unclear("read.vague", example)
    if said.broken or not said.numbers:
        return Unclear("read.not_a_number", example)
    several = len(question.boxes) > 1
    if "or" in said.said or ("dash" in said.said and not several):
        return Unclear("read.vague" if several else "read.one_number", example)
    if not percent and len([n for n in said.numbers if not n.percent]) == 0:
        return Unclear("read.count_not_percent", example)
    return None


def _doubt(said: Sentence, question: Question) -> str:
    """Return the first thing that makes the reading doubtful, or an empty string."""
    for number in said.numbers:
        if number.quantity.doubt:
            return number.quantity.doubt
    for sign in ("about", "mixed_zero"):
        if sign in said.said:
            return sign
    labelled = any(isinstance(item, Mark) for item in said.items)
    if "dash" in said.said and len(question.boxes) > 1 and not labelled:
        return "dash"
    strange = bool(said.odd) or "odd" in said.said
    strange |= "currency" in said.said and question.kind != "money"
    strange |= "slash" in said.said and len(question.boxes) < 2
    return "odd" if strange else ""


def _doubted(value: Numbers, question: Question, doubt: str) -> Reading:
    unusual = confirmed_range(question, value)
    if doubt and not (doubt == "odd" and unusual):
        return AskBack(value, _DOUBTS[doubt], {})
    return unusual or value


def _unusual(box: Box, count: int) -> bool:
    low = box.usual_least is not None and count < box.usual_least
    return low or (box.usual_most is not None and count > box.usual_most)


def _as_percent(number: Number) -> Decimal:
    """Return the decimal reading where there is one: "33.333" is never 33 thousand percent."""
    read = numeral(number.quantity.text)
    if read is None or read.decimal is None:
        return number.quantity.value
    return read.decimal


def _has_decimals(number: Number) -> bool:
    read = numeral(number.quantity.text)
    return read is not None and read.grouped is None and not number.percent
