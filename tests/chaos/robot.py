"""A focal point that reports: reads each message of the assistant and does what it asks.

The mind alone, without a network: `hears` takes a message and returns what the person does. It
remembers what it told and what the assistant confirmed, so that the database can be compared.
"""

import random
import re
from dataclasses import dataclass, field
from datetime import date

from plan.form import Form, Question
from plan.phrasebook import Phrasebook, strip_markup
from reports.values import Unknown, Value, to_json
from tests.botapi.conversation import Seen
from tests.chaos.replies import Replies


@dataclass(frozen=True)
class Say:
    """Type a text."""

    text: str


@dataclass(frozen=True)
class Tap:
    """Press a button of a message."""

    message: Seen
    label: str


Deed = Say | Tap


@dataclass
class Told:
    """What a person told and was told, for the comparison with the database."""

    sent: dict[str, list[str]] = field(default_factory=dict)  # values by question, as told
    echoed: dict[str, list[str]] = field(default_factory=dict)  # by the question's short name
    receipts: list[str] = field(default_factory=list)
    repeats: int = 0  # the same message once more (at least once, not exactly once)
    asked_again: int = 0  # an answer that was not taken, and the question came back
    puzzling: list[str] = field(default_factory=list)
    taps: int = 0
    texts: int = 0


class Robot:
    """Fills in the form, keeps correcting it until `released`, then sends it and is `done`.

    `typing`: it types whatever can be typed, and fills the optional part too (for benches).
    """

    def __init__(
        self, form: Form, book: Phrasebook, seed: int, today: date, *, typing: bool = False
    ) -> None:
        self._asked = {question.text: question for question in form}
        self._typing = typing
        self._rng = random.Random(seed)
        self._today = today
        self._words = _Words(book)
        self._replies = Replies(self._rng, book, typing=typing)
        self._known: set[str] = set()
        self._open: str | None = None  # the question told last, not confirmed yet
        self._pieces = 0  # parts of a narrative typed, whose count was not shown yet
        self.told = Told()
        self.released = False
        self.at_review = False
        self.done = False

    def hears(self, message: Seen) -> list[Deed]:
        """Return what the person does about a message; nothing about a repeated one."""
        if (token := _token(message)) in self._known:
            self.told.repeats += 1
            return []
        self._known.add(token)
        self._note_echo(message)
        deeds = self._react(message)
        self.told.taps += sum(isinstance(deed, Tap) for deed in deeds)
        self.told.texts += sum(isinstance(deed, Say) for deed in deeds)
        return deeds

    def glances(self, message: Seen) -> None:
        """Take note of what a message confirms, and do nothing about it."""
        self._note_echo(message)

    def _note_echo(self, message: Seen) -> None:
        for line in message.text.splitlines():
            if found := self._words.noted.fullmatch(line):
                self.told.echoed.setdefault(found["question"], []).append(found["value"])
                self._open = None

    def _react(self, message: Seen) -> list[Deed]:
        words, labels = self._words, message.labels
        if words.recall in labels and words.copy in labels:
            return self._receipt(message)
        if straight := [label for label in words.straight if label in labels]:
            return [Tap(message, straight[0])]
        if words.optional_skip in labels:
            skip = not self._typing and self._rng.random() < 0.6
            return [Tap(message, words.optional_skip if skip else words.optional_fill)]
        if question := self._question(message):
            return self._answer(question, message)
        return self._go_on(message)

    def _go_on(self, message: Seen) -> list[Deed]:
        words, labels = self._words, message.labels
        if words.reason in labels:
            return self._reason()
        if words.done in labels:
            return self._narrative(message)
        if words.explaining in message.text:
            return [Say("Do sắp xếp lại đơn vị hành chính.")]
        return self._look_over(message)

    def _question(self, message: Seen) -> Question | None:
        found = (self._asked.get(line) for line in message.text.splitlines())
        return next((question for question in found if question), None)

    def _answer(self, question: Question, message: Seen) -> list[Deed]:
        if self._open == question.id:  # it was not taken, and is asked once more
            self.told.sent[question.id].pop()
            self.told.asked_again += 1
        reply = self._replies.to(question, self._today)
        self._open, self._pieces = question.id, len(reply.typed)
        if reply.value is not None:
            self._tell(question.id, reply.value)
        if reply.tapped:
            return [Tap(message, reply.tapped)]
        return [Say(text) for text in reply.typed]

    def _tell(self, question: str, value: Value) -> None:
        self.told.sent.setdefault(question, []).append(to_json(value))

    def _reason(self) -> list[Deed]:
        reason = f"Đang rà soát đợt {self._rng.randint(1, 100)}"
        if self._open is not None:
            self._tell(self._open, Unknown(reason=reason))
        return [Say(reason)]

    def _narrative(self, message: Seen) -> list[Deed]:
        self._pieces -= 1
        return [Tap(message, self._words.done)] if self._pieces == 0 else []

    def _look_over(self, message: Seen) -> list[Deed]:
        """Do something about the summary, or the table of contents behind it."""
        words, labels = self._words, message.labels
        self.at_review = words.edit in labels or words.send in labels
        if odd := [label for label in labels if words.explain.fullmatch(label)]:
            return [Tap(message, odd[0])]
        if words.send in labels:
            ready = self.released or self._rng.random() < 0.04
            return [Tap(message, words.send if ready else words.edit)]
        if wrong := [label for label in labels if label.startswith(words.mend)]:
            return [Tap(message, wrong[0])]
        if words.go_on in labels and len(labels) > 1:
            others = [label for label in labels if label not in {words.go_on, words.sections}]
            return [Tap(message, words.go_on if self.released else self._rng.choice(others))]
        if message.file_name is None:
            self.told.puzzling.append(message.text)
        return []

    def _receipt(self, message: Seen) -> list[Deed]:
        self.told.receipts.append(message.text)
        self.done = self.released
        return [] if self.done else [Tap(message, self._words.recall)]


class _Words:
    """The labels and sentences by which a person knows the screens."""

    def __init__(self, book: Phrasebook) -> None:
        def label(name: str) -> str:
            return book.plain(f"report.button.{name}")

        self.recall, self.copy, self.send = label("recall"), label("copy"), label("send")
        # Where one of these stands, it is what anybody would press.
        self.straight = [
            label(name) for name in ("recall_confirm", "send_confirm", "keep_mine", "correct")
        ]
        self.optional_skip, self.optional_fill = label("optional_skip"), label("optional_fill")
        self.done, self.edit, self.sections = label("done"), label("edit"), label("sections")
        self.go_on, self.reason = label("continue"), book.plain("report.reason.counting")
        self.mend = book.raw("report.button.mend").partition("{")[0]
        self.explain = re.compile(_pattern(book.raw("report.button.explain")))
        self.explaining = strip_markup(book.raw("report.explain_wanted")).split("\n")[-1][:20]
        self.noted = re.compile(_pattern(strip_markup(book.raw("report.noted"))))


def _pattern(phrase: str) -> str:
    """Return a phrase as a pattern with its slots as groups."""
    parts = re.split(r"\{(\w+)\}", phrase)
    return "".join(
        f"(?P<{part}>.+?)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    )


def _token(message: Seen) -> str:
    """Return what tells one line from another: its buttons' token, else its words."""
    for row in message.buttons:
        for button in row:
            if button.data:
                return button.data.rpartition(".")[0]
    return f"{message.text}|{message.file_name}"
