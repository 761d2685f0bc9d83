"""One dialogue being played: the database, the cast, the clock, the stage."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handlers.house import House
from plan.deadlines import ZONE
from plan.programme import Programme
from storage.engine import Store
from tests.dialogues.script import Line, Step

_CODE = re.compile(
    r"\b(?:[0-9A-HJKMNP-TV-Z]{26}|(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2})\b"
)
# Between two lines of one conversation: time enough for every answer to count.
_PAUSE = timedelta(seconds=20)


class TestClock:
    """A clock that stands still until the script moves it."""

    __test__ = False

    def __init__(self) -> None:
        self.moment = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def set(self, local: str) -> None:
        """Move to a local moment "2026-11-20 08:00"."""
        self.moment = datetime.fromisoformat(local).replace(tzinfo=ZONE).astimezone(UTC)

    def pause(self) -> None:
        """Let a little time pass."""
        self.moment += _PAUSE


@dataclass
class Scene:
    """What the set-up sentences arrange and the stage plays on."""

    store: Store
    programme: Programme
    folder: Path
    channel: str = ""
    # Set by the stage: how an account is called there.
    address_of: Callable[[str], str] = field(default=str)
    clock: TestClock = field(default_factory=TestClock)
    training: bool = False
    people: dict[str, int] = field(default_factory=dict)  # who joined by a set-up sentence
    cast: list[str] = field(default_factory=list)  # everybody, in order of appearance
    words: dict[str, str] = field(default_factory=dict)  # {ma} and the like

    @property
    def house(self) -> House:
        """Return the house as handlers see it."""
        return House(
            self.programme,
            training=self.training,
            public_url="https://baocao.example",
            bot_name="troly_bot",
        )

    @property
    def url(self) -> str:
        """Return the database, for whoever opens it anew."""
        return self.store.url.render_as_string(hide_password=False)

    def enters(self, name: str) -> str:
        """Return the address of somebody's account, the same through the whole dialogue."""
        if name not in self.cast:
            self.cast.append(name)
        return self.address_of(name)

    def name_of(self, address: str) -> str:
        """Return who has this account."""
        return next(name for name in self.cast if self.address_of(name) == address)

    def filled(self, text: str) -> str:
        """Return a line with {mã} and the like filled in."""
        return re.sub(r"\{([^{}]+)\}", lambda m: self.words.get(m[1], m[0]), text)

    def noticed(self, *texts: str) -> None:
        """Remember the newest code that somebody was shown."""
        for text in texts:
            if found := _CODE.findall(text):
                self.knows(found[-1])

    def masked(self, text: str) -> str:
        """Return a text with every code written as {mã}: codes differ each time."""
        return _CODE.sub("{mã}", text)

    def knows(self, code: str) -> None:
        """Let scripts say a code as {mã}, or as a hand would copy it from paper."""
        self.words["mã"] = code
        bare = code.replace("-", "").lower().replace("0", "o").replace("1", "l")
        self.words["mã viết tay"] = " ".join(bare[at : at + 4] for at in range(0, 26, 4))


def plain_lines(text: str) -> tuple[str, ...]:
    """Return a text line by line, without blank lines and surplus blanks."""
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def compared(step: Step, heard: list[Line], *, contact: bool) -> Step | None:
    """Return None when everything expected was heard and nothing else, else the step as heard.

    Where people have no contact cards, the button that shares one is not expected.
    """
    wanted = [line if contact else line.without_contact() for line in step.expected]
    heard = _in_order(step, heard)
    if len(wanted) == len(heard) and all(w.matches(h) for w, h in zip(wanted, heard, strict=True)):
        return None
    kept = [next((w for w in wanted if w.matches(line)), line) for line in heard]
    return replace(step, expected=kept)


def _in_order(step: Step, heard: list[Line]) -> list[Line]:
    """Return what was heard: whoever spoke first, then the others by name, each in order."""
    return sorted(heard, key=lambda line: (line.to != step.who, line.to))
