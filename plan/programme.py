"""One programme pack: a folder of data, loaded whole, checked whole, refused if wrong."""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from plan.days import Calendar, Day, read_days
from plan.deadlines import Deadline, deadline_before
from plan.faults import Fault, PackReader, ProgrammeError
from plan.form import Form
from plan.ladder import Ladder
from plan.paperwork import PaperText
from plan.phrasebook import Phrasebook, product_phrases, read_phrases
from plan.provisions import PlanText, Provision
from plan.units import Unit, Units, read_units

Frozen = ConfigDict(frozen=True, extra="forbid")
MonthDay = Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")]
PACKS = Path(str(files("plan") / "programmes"))


class RoundRule(BaseModel):
    """How the annual rounds follow from the plan's report regime."""

    model_config = Frozen

    years: tuple[int, ...]
    title: str
    # What screens with little room call it; without one, the title.
    short: str = ""
    before: MonthDay
    cut_off: MonthDay
    closes: MonthDay
    provision: str


class ProgrammeSettings(BaseModel):
    """Defaults that the coordinator may change while it runs (stored as facts)."""

    model_config = Frozen

    leader_approval: bool = False
    mass_organisations_through_front: bool = False
    key_leader_definition: str = "V1"
    training_reading: str = "cumulative"
    confirm_first_joiner: bool = True
    invitation_days: int = 7
    invitation_paper_days: int = 30
    wrong_codes_an_hour: int = 5
    attachments_a_unit: int = 20
    attachment_megabytes: int = 20


class Manifest(BaseModel):
    """programme.toml: what the pack is called and which files it has."""

    model_config = Frozen

    id: str
    version: str
    name: str
    short_name: str
    place: str
    issuer: str
    coordinator: str
    training_unit: str
    country: str = "VN"
    forms: tuple[str, ...] = ()
    rounds: RoundRule
    settings: ProgrammeSettings = ProgrammeSettings()


class Programme:
    """A loaded pack. Everything in it is immutable; one running server serves one programme."""

    def __init__(self, folder: Path, manifest: Manifest, parts: dict[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest
        self.plan: PlanText = parts["plan"]
        self.units: Units = parts["units"]
        self.calendar: Calendar = parts["calendar"]
        self.ladder: Ladder = parts["ladder"]
        self.forms: dict[str, Form] = parts["forms"]
        self.phrases: Phrasebook = parts["phrases"]
        # The words around a written report; a pack without them offers no DOCX.
        self.paper: PaperText | None = parts["paper"]

    @property
    def collects(self) -> bool:
        """Return whether units report through this assistant; else it only answers questions."""
        return bool(self.forms)

    @property
    def form(self) -> Form:
        """Return the newest form version, the one that new rounds take.

        Only a programme that collects reports has one.
        """
        return self.forms[max(self.forms)]

    @property
    def coordinator(self) -> Unit:
        """Return the coordinating agency."""
        return self.units[self.manifest.coordinator]

    def deadline(self, year: int) -> Deadline:
        """Return the deadline of an annual round."""
        return deadline_before(in_year(self.manifest.rounds.before, year), self.calendar)

    @cached_property
    def settings(self) -> ProgrammeSettings:
        """Return the defaults of the coordinator's settings."""
        return self.manifest.settings


def load_programme(folder: Path) -> Programme:
    """Load and check a pack folder. Raises ProgrammeError with every fault found."""
    if not (folder / "programme.toml").is_file():
        raise ProgrammeError(
            folder, [Fault(file="programme.toml", key="-", problem="file_missing")]
        )
    reader = PackReader(folder)
    manifest = reader.take("programme.toml", read_toml, Manifest)
    parts = {
        "plan": PlanText(reader.take("provisions.json", _json, list[Provision]) or ()),
        "units": Units(reader.take("units.csv", read_units, list[Unit]) or ()),
        "calendar": _calendar(reader, manifest.country if manifest else "VN"),
        "ladder": reader.take("reminders.toml", read_toml, Ladder),
        "phrases": product_phrases().overlaid(read_phrases_of(folder)),
        "forms": _forms(reader, manifest.forms if manifest else ()),
        "paper": reader.maybe("document.toml", read_toml, PaperText),
    }
    if manifest is None or reader.faults:
        raise ProgrammeError(folder, reader.faults)
    return Programme(folder, manifest, parts)


def find_pack(name_or_folder: str) -> Path:
    """Return the folder of a shipped pack by its name, or the folder itself."""
    shipped = PACKS / name_or_folder
    return shipped if shipped.is_dir() else Path(name_or_folder)


def in_year(month_day: str, year: int) -> date:
    """Return a "MM-DD" of the data as a day of a year."""
    return date.fromisoformat(f"{year}-{month_day}")


def read_phrases_of(folder: Path) -> dict[str, str]:
    """Return the programme's own wordings, if it has any."""
    own = folder / "phrases"
    return read_phrases(own) if own.is_dir() else {}


def _forms(reader: PackReader, names: Iterable[str]) -> dict[str, Form]:
    """Return the form versions that the manifest lists."""
    found = (reader.take(name, read_toml, Form) for name in names)
    return {form.version: form for form in found if form}


def _calendar(reader: PackReader, country: str) -> Calendar:
    """Return the calendar of the days file, or of the package alone when there is none."""
    days = reader.maybe("holidays.csv", read_days, list[Day])
    return Calendar(days or (), country)


def read_toml(text: str) -> Any:
    """Return a TOML text as a tree."""
    return tomllib.loads(text)


def _json(text: str) -> Any:
    return TypeAdapter(list[dict[str, Any]]).validate_json(text)
