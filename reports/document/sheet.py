"""Everything that a written report is made from: one unit, one round, what was told."""

from dataclasses import dataclass, field
from datetime import date

from plan.paperwork import PaperText
from plan.units import Unit
from reports.flow import Draft
from reports.summary import Beside


@dataclass(frozen=True)
class Sheet:
    """One report to be written down.

    `cut_off` is the day the figures are of; `written` the day the draft is made; `signed` the
    day to print, or None to leave it open; `request` the official letter that asked for it.
    """

    unit: Unit
    text: PaperText
    draft: Draft
    year: int
    cut_off: date
    written: date
    signed: date | None = None
    request: str = ""
    training: bool = False
    beside: Beside = field(default_factory=Beside)

    @property
    def name(self) -> str:
        """Return the unit's name as it stands in sentences."""
        return self.text.name_in_text(self.unit)
