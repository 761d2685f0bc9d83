"""Programme packs for whoever starts something: found by name or folder, faults as a complaint."""

from collections.abc import Callable
from pathlib import Path

from bot.complaint import Complaint
from plan.faults import Fault, ProgrammeError
from plan.phrasebook import product_phrases
from plan.programme import PACKS, Programme, find_pack, load_programme


def programme_from(name: str, load: Callable[[Path], Programme] = load_programme) -> Programme:
    """Return a programme by pack name or folder. Raises Complaint listing its faults.

    `load` is plan.checking.checked_programme where a pack is to be checked as a whole.
    """
    folder = find_pack(name)
    if not folder.is_dir():
        known = ", ".join(sorted(pack.name for pack in PACKS.iterdir() if pack.is_dir()))
        raise Complaint("programme_missing", folder=folder, known=known)
    try:
        return load(folder)
    except ProgrammeError as error:
        raise programme_complaint(error) from None


def programme_complaint(error: ProgrammeError, most: int = 3) -> Complaint:
    """Return the faults of a pack as a complaint of at most six lines."""
    shown = most if len(error.faults) <= most else most - 1
    faults = [_line(fault) for fault in error.faults[:shown]]
    if len(error.faults) > shown:
        faults.append(product_phrases().plain("cli.more_faults", count=len(error.faults) - shown))
    return Complaint(
        "programme_wrong",
        count=len(error.faults),
        folder=error.folder,
        faults="\n".join(faults),
    )


def _line(fault: Fault) -> str:
    """Return a fault in one line: which file, where in it, what and how to mend it."""
    book = product_phrases()
    what = book.plain(f"fault.{fault.problem}", **fault.slots)
    if fault.key == "-":
        return book.plain("fault.line_file", file=fault.file, what=what)
    row, _, column = fault.key.partition(":")
    if row.isdecimal() and column:
        place = book.plain("fault.place_row", row=row, column=column)
    else:
        place = book.plain("fault.place_key", key=fault.key)
    return book.plain("fault.line", file=fault.file, place=place, what=what)
