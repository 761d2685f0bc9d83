"""Programme packs for whoever starts something: found by name or folder, faults as a complaint."""

from bot.complaint import Complaint
from plan.phrasebook import product_phrases
from plan.programme import PACKS, Programme, ProgrammeError, find_pack, load_programme


def programme_from(name: str) -> Programme:
    """Return a programme by pack name or folder. Raises Complaint listing its faults."""
    folder = find_pack(name)
    if not folder.is_dir():
        known = ", ".join(sorted(pack.name for pack in PACKS.iterdir() if pack.is_dir()))
        raise Complaint("programme_missing", folder=folder, known=known)
    try:
        return load_programme(folder)
    except ProgrammeError as error:
        raise programme_complaint(error) from None


def programme_complaint(error: ProgrammeError, most: int = 3) -> Complaint:
    """Return the faults of a pack as a complaint of at most six lines."""
    faults = [f"{f.file}: {f.key}: {f.problem}" for f in error.faults[: most - 1]]
    if len(error.faults) >= most:
        faults.append(
            product_phrases().plain("cli.more_faults", count=len(error.faults) - most + 1)
        )
    return Complaint(
        "programme_wrong",
        count=len(error.faults),
        folder=error.folder,
        faults="\n".join(faults),
    )
