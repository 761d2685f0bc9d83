"""What is wrong in a pack: which file, where in it, what; gathered, told in Vietnamese later."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

T = TypeVar("T")
_LINE = re.compile(r"line (\d+),? column (\d+)")
# What pydantic says, as a phrase of fault.toml; whatever is not here is "does not fit".
_PHRASES = {
    "missing": "key_missing",
    "extra_forbidden": "key_unknown",
    "int_type": "whole_number",
    "int_parsing": "whole_number",
    "int_from_float": "whole_number",
    "decimal_type": "number",
    "decimal_parsing": "number",
    "string_type": "text",
    "bool_type": "yes_no",
    "bool_parsing": "yes_no",
    "tuple_type": "several",
    "list_type": "several",
    "dict_type": "group",
    "model_type": "group",
    "model_attributes_type": "group",
}


class Fault(BaseModel):
    """One thing that is wrong: the file, the key (or line and column), and the phrase for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    key: str
    problem: str
    slots: dict[str, str] = {}


class Flawed(ValueError):
    """Values that fit their types and not each other. `flaws` are (phrase, slots)."""

    def __init__(self, flaws: Iterable[tuple[str, dict[str, str]]]) -> None:
        self.flaws = list(flaws)
        super().__init__("; ".join(f"{phrase} {slots}" for phrase, slots in self.flaws))


class ProgrammeError(Exception):
    """The programme pack cannot be used; every fault is listed at once."""

    def __init__(self, folder: Path, faults: Iterable[Fault]) -> None:
        self.folder = folder
        self.faults = list(faults)
        lines = (f"{f.file}: {f.key}: {f.problem} {f.slots or ''}" for f in self.faults)
        super().__init__(f"{folder.name}: " + "; ".join(lines))


class PackReader:
    """Reads the files of one folder and gathers faults instead of stopping at the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []

    def take(self, name: str, parse: Callable[[str], Any], shape: type[T]) -> T | None:
        """Return one file validated as a shape, or None with its faults noted."""
        tree: Any = None
        try:
            tree = parse((self.folder / name).read_text(encoding="utf-8"))
            return TypeAdapter(shape).validate_python(tree)
        except ValidationError as error:
            self.faults += _faults(name, tree, error)
        except OSError:
            self.note(name, "-", "file_missing")
        except ValueError as error:
            self.faults.append(_unreadable(name, str(error)))
        return None

    def maybe(self, name: str, parse: Callable[[str], Any], shape: type[T]) -> T | None:
        """Return a file that a pack may do without."""
        return self.take(name, parse, shape) if (self.folder / name).is_file() else None

    def note(self, file: str, key: str, problem: str, **slots: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(file=file, key=key or "-", problem=problem, slots=slots))


def _faults(file: str, tree: Any, error: ValidationError) -> Iterator[Fault]:
    for each in error.errors(include_input=False, include_url=False):
        place, context = _place(file, tree, each["loc"]), each.get("ctx", {})
        cause = context.get("error")
        if isinstance(cause, Flawed):
            for problem, slots in cause.flaws:
                yield Fault(file=file, key=place, problem=problem, slots=slots)
            continue
        if each["type"] == "json_invalid":
            yield _unreadable(file, str(cause))
            continue
        problem, slots = _problem(each["type"], context)
        yield Fault(file=file, key=place, problem=problem, slots=slots)


def _unreadable(file: str, why: str) -> Fault:
    """Return the fault of a file that is no TOML or JSON, with the line where that shows."""
    found = _LINE.search(why)
    slots = {"row": found[1], "column": found[2]} if found else {"why": why}
    return Fault(file=file, key="-", problem="syntax" if found else "file_unreadable", slots=slots)


def _problem(kind: str, context: dict[str, Any]) -> tuple[str, dict[str, str]]:
    if kind in {"literal_error", "enum"}:
        return "one_of", {"known": str(context.get("expected", "")).replace(" or ", ", ")}
    if kind == "string_pattern_mismatch":
        return "pattern", {"pattern": str(context.get("pattern", ""))}
    if kind.startswith("date"):
        return "date", {}
    if kind.startswith("time"):
        return "time", {}
    return _PHRASES.get(kind, "misfit"), {}


def _place(file: str, tree: Any, path: tuple[int | str, ...]) -> str:
    """Return where a value stands: line and column of a table, else keys, ids for numbers."""
    if file.endswith(".csv") and path and isinstance(path[0], int):
        column = ".".join(map(str, path[1:2]))
        return f"{path[0] + 2}:{column}"  # after the line of headings, counted from one
    said, here = [], tree
    for step in path:
        try:
            here = here[step]
        except (LookupError, TypeError):
            here = None
        name = here.get("id") or here.get("code") if isinstance(here, dict) else None
        said.append(str(name if isinstance(step, int) and name else step))
    return ".".join(said) or "-"
