"""What a focal point of the tests answers to a question: typed in one way or another, or tapped."""

import random
from dataclasses import dataclass
from datetime import date

from plan.form import Box, Question
from plan.phrasebook import Phrasebook
from reports import read
from reports.readings import AskBack, NeedsReason, Unclear
from reports.values import Chosen, Narrative, Value, YesNo

_MOST = 40  # people or papers of one commune: enough for figures, far from what is asked back
_SENTENCES = (
    "Đã đưa thêm nữ vào quy hoạch, đợt {n}.",
    "- Cử {n} nữ cán bộ đi bồi dưỡng;\n- Tổ chức tọa đàm.",
    "Tỷ lệ nữ tăng so với năm trước (mục {n}).",
    "Cán bộ nữ còn ít do đơn vị mới sắp xếp lại & thiếu nguồn <{n}>.",
)


@dataclass(frozen=True)
class Reply:
    """Messages to type one after another, or a button to tap; `value` is what must be stored.

    `value` None: the button leads to a further question first.
    """

    value: Value | None
    typed: tuple[str, ...] = ()
    tapped: str = ""


class Replies:
    """One person's way of answering: sensible figures that fit each other, in changing words.

    `typing` answers everything by typing (for comparisons with bots that know no buttons).
    """

    def __init__(self, rng: random.Random, book: Phrasebook, *, typing: bool = False) -> None:
        self._rng = rng
        self._book = book
        self._typing = typing
        self.figures: dict[str, int] = {}  # what was told so far, by code

    def to(self, question: Question, today: date) -> Reply:
        """Return a reply to a question."""
        if not self._typing and (reply := self._nothing(question)):
            return reply
        return getattr(self, f"_{question.kind}")(question, today)

    def _nothing(self, question: Question) -> Reply | None:
        """Return one of the kinds of nothing, now and then."""
        if question.kind == "narrative" or self._rng.random() > 0.06 or not question.nothings:
            return None
        kind = self._rng.choice(question.nothings)
        label = self._book.plain(f"report.button.{kind}")
        if kind == "unknown":
            return Reply(None, tapped=label)
        if kind == "zero" and any((box.usual_least or 0) > 0 for box in question.boxes):
            return None
        if kind == "zero":
            self.figures |= dict.fromkeys(question.codes, 0)
        return Reply(read.nothing(question, kind), tapped=label)

    def _numbers(self, question: Question, today: date) -> Reply:
        counts = self._counts(question)
        self.figures |= dict(zip(question.codes, counts, strict=True))
        return self._read(question, self._rng.choice(_ways(question, counts)), today)

    def _counts(self, question: Question) -> list[int]:
        match question.id:
            case "DT01":
                total = self._rng.randint(0, self.figures.get("QH02", 0))
                return [self._rng.randint(0, total), total]
            case "DS02":
                return [self._rng.randint(1, 2), 0]
            case "CC03":
                total = self._rng.randint(*_range(question.boxes[0]))
                return [total, self._rng.randint(1, total)]
        first = self._rng.randint(*_range(question.boxes[0]))
        if len(question.boxes) == 1:
            return [first]
        if question.share:
            return [first, self._rng.randint(0, first)]
        return [first, self._rng.randint(*_range(question.boxes[1]))]

    def _money(self, question: Question, today: date) -> Reply:
        ways = [f"{self._rng.randint(1, 900)} triệu", f"{self._rng.randint(1, 90)},5 triệu"]
        if not self._typing:
            ways.append("50 nghìn")  # so little that it is asked back
        return self._read(question, self._rng.choice(ways), today)

    def _percent(self, question: Question, today: date) -> Reply:
        return self._read(
            question, f"{self._rng.randint(1, 99)},{self._rng.randint(0, 9)}%", today
        )

    def _document(self, question: Question, today: date) -> Reply:
        number = self._rng.randint(1, 400)
        typed = f"{number}/KH-UBND ngày {self._rng.randint(10, 28)}/3/{today.year}"
        return self._read(question, typed, today)

    def _yes_no(self, question: Question, today: date) -> Reply:
        yes = self._rng.random() < 0.5
        no = question.negative or self._book.plain("report.button.no")
        label = self._book.plain("report.button.yes") if yes else no
        if self._typing or self._rng.random() < 0.3:
            return self._read(question, label.lower(), today)
        return Reply(YesNo(yes=yes), tapped=label)

    def _choice(self, question: Question, today: date) -> Reply:
        option = self._rng.choice(question.options)
        if self._typing or self._rng.random() < 0.3:
            return self._read(question, option.label, today)
        return Reply(Chosen(option=option.key), tapped=option.label)

    def _narrative(self, question: Question, today: date) -> Reply:
        short = self._typing or (question.max_length or 1000) <= 500
        count = 1 if short else self._rng.randint(1, 3)
        words = [self._rng.choice(_SENTENCES) for _ in range(count)]
        typed = tuple(each.format(n=self._rng.randint(1, 10_000)) for each in words)
        return Reply(Narrative(text="\n".join(map(read.own_words, typed))), typed)

    def _read(self, question: Question, typed: str, today: date) -> Reply:
        match said := read.read(question, typed, today):
            case AskBack(value):
                return Reply(value, (typed,))
            case Unclear() | NeedsReason():
                raise AssertionError(f"{question.id}: {typed!r} is {said}")
            case value:
                return Reply(value, (typed,))


def _range(box: Box) -> tuple[int, int]:
    least = max(box.least, box.usual_least or 0, 1)
    return least, max(least, min(_MOST, box.most or _MOST, box.usual_most or _MOST))


def _ways(question: Question, counts: list[int]) -> list[str]:
    """Return the same figures as different people type them."""
    if len(counts) == 1:
        return [str(counts[0])]
    first, second = counts
    ways = [f"{first} {second}", f"{first} / {second}"]
    if question.share and "nữ" in question.boxes[1].words:
        ways += [f"tổng {first} nữ {second}", f"{first} người, trong đó {second} nữ"]
    return ways
