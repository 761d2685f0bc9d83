"""Reading and writing dialogue files (the format is told in README.md)."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent
_CLOCK = re.compile(r"@ (\d{4}-\d\d-\d\d \d\d:\d\d)")
_TYPED = re.compile(r"(\w+) > ?(.*)")
_TAPPED = re.compile(r"(\w+) \[(.+)\]")
_SENT = re.compile(r"(\w+) gửi (.+)")
_HEARD = re.compile(r"\s+(?:(\w+) )?< ?(.*)")
_MORE = re.compile(r"\s+\| ?(.*)")
_LABELS = re.compile(r"(?:\[[^\[\]]+\]\s*)+")

Kind = Literal["comment", "setting", "clock", "typed", "tapped", "sent"]


class DialogueError(ValueError):
    """A dialogue file says something the runner does not understand."""


@dataclass(frozen=True)
class Line:
    """One message somebody got: its text line by line, then the labels of its buttons."""

    to: str
    text: tuple[str, ...]
    labels: tuple[str, ...] = ()

    def without_contact(self) -> "Line":
        """Return the line as it is where contact cards cannot be shared."""
        return replace(self, labels=tuple(x for x in self.labels if not x.startswith("☎")))

    def matches(self, heard: "Line") -> bool:
        """Return whether what was heard is what is written here ("..." stands for anything)."""
        return (
            self.to == heard.to
            and _fits(list(self.text), list(heard.text))
            and _fits(list(self.labels), list(heard.labels))
        )


@dataclass
class Step:
    """One line of the file that does something, and what must be heard after it."""

    kind: Kind
    number: int
    who: str = ""
    text: str = ""
    expected: list[Line] = field(default_factory=list)


def read(file: Path) -> list[Step]:
    """Return the steps of a dialogue file. Raises DialogueError with the place."""
    steps: list[Step] = []
    for number, raw in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not raw.strip():
            continue
        if raw[0].isspace():
            if not steps or not _take_indented(steps[-1], raw):
                raise DialogueError(f"{file.name}:{number}: who hears this? {raw.strip()}")
        else:
            steps.append(_step(raw, number))
    return steps


def _step(raw: str, number: int) -> Step:
    if raw.startswith("#"):
        return Step("comment", number, text=raw)
    if found := _CLOCK.fullmatch(raw.strip()):
        return Step("clock", number, text=found[1])
    for kind, pattern in (("typed", _TYPED), ("tapped", _TAPPED), ("sent", _SENT)):
        if found := pattern.fullmatch(raw.rstrip()):
            return Step(kind, number, found[1], found[2])
    return Step("setting", number, text=raw.strip())


def _take_indented(step: Step, raw: str) -> bool:
    if found := _HEARD.fullmatch(raw):
        step.expected.append(Line(found[1] or step.who, (found[2],) if found[2] else ()))
        return True
    if not step.expected:
        more = _MORE.fullmatch(raw)
        if more and step.kind == "typed":
            step.text += f"\n{more[1]}"
        return bool(more)
    last = step.expected[-1]
    if _LABELS.fullmatch(raw.strip()):
        labels = tuple(re.findall(r"\[([^\[\]]+)\]", raw))
        step.expected[-1] = Line(last.to, last.text, last.labels + labels)
    elif last.labels:
        return False
    else:
        step.expected[-1] = Line(last.to, (*last.text, raw.strip()))
    return True


def _fits(wanted: list[str], heard: list[str]) -> bool:
    if not wanted:
        return not heard
    if wanted[0] == "...":
        return any(_fits(wanted[1:], heard[at:]) for at in range(len(heard) + 1))
    if not heard:
        return False
    parts = (re.escape(part) for part in wanted[0].split("..."))
    return bool(re.fullmatch(".*".join(parts), heard[0])) and _fits(wanted[1:], heard[1:])


def written(steps: list[Step], source: str) -> str:
    """Return a dialogue file with these expectations; everything else as it stands."""
    lines = source.splitlines()
    out: list[str] = []
    by_number = {step.number: step for step in steps}
    for number, raw in enumerate(lines, start=1):
        if raw[:1].isspace() and raw.strip() and not _MORE.fullmatch(raw):
            continue
        out.append(raw)
        step = by_number.get(number)
        if step is not None and not _continues(lines, number):
            out += _shown(step)
        elif _MORE.fullmatch(raw) and not _continues(lines, number):
            out += _shown(max((s for s in steps if s.number < number), key=lambda s: s.number))
    return "\n".join(out).rstrip() + "\n"


def _continues(lines: list[str], number: int) -> bool:
    return number < len(lines) and bool(_MORE.fullmatch(lines[number]))


def _shown(step: Step) -> list[str]:
    out: list[str] = []
    for line in step.expected:
        first, *more = line.text or ("",)
        name = "" if line.to == step.who else f"{line.to} "
        out.append(f"    {name}< {first}".rstrip())
        out += [f"      {text}" for text in more]
        if line.labels:
            out.append("      " + " ".join(f"[{label}]" for label in line.labels))
    return out
