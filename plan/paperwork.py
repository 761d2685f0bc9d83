"""What a programme's written report says around the answers: heads, sentences, recipients."""

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from plan.units import Unit

Frozen = ConfigDict(frozen=True, extra="forbid")
# commune: the committee's own head; department: under its parent body; plain: no national head,
# for Party, front and mass-organisation bodies, which have rules of their own.
HeadStyle = Literal["commune", "department", "plain"]
_SLOT = re.compile(r"\{([\w.]+)\}")


class OwnPaper(BaseModel):
    """What one unit's paper has differently. `name` may have several lines."""

    model_config = Frozen

    parent: str | None = None
    name: str = ""
    sign: str = ""
    signer: tuple[str, ...] = ()


class PaperText(BaseModel):
    """document.toml of a pack. Texts have slots in braces."""

    model_config = Frozen

    # By kind of unit (units.csv).
    styles: dict[str, HeadStyle]
    parent: str
    place: str
    # Dropped from the official names of these kinds in sentences: the head says it above.
    of: str = ""
    of_kinds: tuple[str, ...] = ()
    addressee: str
    subject: str
    opening: str
    request: str
    closing: str
    share: str
    sensitive: str
    signer: dict[HeadStyle, tuple[str, ...]]
    recipients: dict[HeadStyle, tuple[str, ...]]
    units: dict[str, OwnPaper] = {}
    # By question id: a sentence with the codes as slots; yes and no have one each.
    sentences: dict[str, str] = {}
    yes: dict[str, str] = {}
    no: dict[str, str] = {}

    def style(self, unit: Unit) -> HeadStyle:
        """Return how a unit's paper is headed; unknown kinds get the plain one."""
        return self.styles.get(unit.kind, "plain")

    def own(self, unit: Unit) -> OwnPaper:
        """Return what the unit's paper has differently."""
        return self.units.get(unit.code, OwnPaper())

    def name_in_text(self, unit: Unit) -> str:
        """Return a unit's official name without the province's."""
        if unit.kind not in self.of_kinds:
            return unit.official_name
        return unit.official_name.removesuffix(f" {self.of}")


def fill(text: str, slots: Mapping[str, str]) -> str | None:
    """Return a text with its slots filled, or None when one of them has no value."""
    wanted = set(_SLOT.findall(text))
    if not wanted <= set(slots):
        return None
    return _SLOT.sub(lambda m: slots[m.group(1)], text)
