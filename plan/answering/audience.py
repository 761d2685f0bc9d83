"""Whom an answer is about: as named, else of the turn before, else the asker's own unit."""

from collections.abc import Sequence
from functools import cached_property

from plan.answering.compose import Audience
from plan.answering.context import introduced
from plan.answering.lore import Agency, Lore
from plan.answering.query import Query, Turn
from plan.answering.reading import Reader, Reading
from plan.answering.recognise import Mention
from plan.programme import Programme
from plan.units import Unit


class Audiences:
    """Finds the audience of a question."""

    def __init__(self, programme: Programme, lore: Lore, reader: Reader) -> None:
        self._units = programme.units
        self._lore = lore
        self._reader = reader

    def of(
        self, query: Query, reading: Reading, earlier: Reading | None, *, leaning: bool
    ) -> Audience:
        """Return the audience: the agency as named, then of the turn before, then the asker's.

        Who speaks of the own unit is heard as it, whoever else is named beside it.
        """
        own, unit = self._own(query.asker_unit)
        if own is None:
            own, unit = self._introduced([*query.context, Turn("user", query.question)])
        levels = reading.named.levels
        speaks_of_own = own is not None and bool(reading.named.of("own"))
        named = self._named(reading)
        if len(named) > 1 and (self_named := introduced(reading)) and not query.asker_unit:
            named = [(a, m) for a, m in named if m != self_named]
        if not named and earlier and not reading.named.of("own") and not levels:
            named = self._named(earlier) if leaning or not own else []
        spoken = {*levels, *(a.level for a, _ in named)}
        compares = own is not None and len(spoken) > 1 and own.level in spoken
        others = [] if speaks_of_own or compares else named
        agency, about, level = own, unit, own.level if own else ""
        if others:
            agency, about = others[0][0], self._unit_named(others[0][1])
            level = agency.level
        elif len(levels) == 1 and levels[0] != level and not compares:
            agency, about, level = self._standing_for(levels[0]), None, levels[0]
        return Audience(
            agency=agency,
            unit=about,
            level=level,
            named=tuple(named),
            percents=reading.named.percents,
            shares_of=reading.named.shares_of,
            years=reading.named.years,
            doubts="verify" in reading.concepts or "?" in query.question,
        )

    def unit(self, asker_unit: str | None) -> Unit | None:
        """Return the asker's unit by code or by name as people write it."""
        return self._own(asker_unit)[1]

    def _own(self, asker_unit: str | None) -> tuple[Agency | None, Unit | None]:
        """Return the asker's agency and unit; a unit that is not in the pack has its kind only."""
        if not asker_unit:
            return None, None
        hits = [m.unit for m in self._units.find(asker_unit) if m.exact]
        known = self._units[asker_unit] if asker_unit in self._units else next(iter(hits), None)
        if known is not None:
            return self._reader.recogniser.agency_of(known), known
        named = self._reader.recogniser.recognise(self._reader.read(asker_unit).words)
        for mention in named.mentions:
            if mention.agency:
                return self._agencies[mention.agency], self._unit_of(mention)
        kinds = (a for a in self._lore.agencies.agency if a.level in named.levels)
        return next(kinds, None), None

    def _introduced(self, talk: Sequence[Turn]) -> tuple[Agency | None, Unit | None]:
        """Return the unit that a stranger named as their own earlier in the talk, newest first."""
        told = (introduced(self._reader.read(t.text)) for t in reversed(talk) if t.role == "user")
        mention = next((m for m in told if m and m.agency), None)
        if mention is None:
            return None, None
        return self._agencies[mention.agency], self._unit_of(mention)

    def _unit_of(self, mention: Mention) -> Unit | None:
        agency = self._agencies[mention.agency]
        only = agency.units[0] if len(agency.units) == 1 else ""
        code = mention.unit or only
        return self._units[code] if code else None

    def _standing_for(self, level: str) -> Agency | None:
        """Return the body that stands for a whole level ("and the communes?"), where one does."""
        bodies = [a for a in self._lore.agencies.agency if a.level == level]
        return bodies[0] if len(bodies) == 1 else None

    @cached_property
    def _agencies(self) -> dict[str, Agency]:
        return {agency.id: agency for agency in self._lore.agencies.agency}

    def _named(self, reading: Reading) -> list[tuple[Agency, Mention]]:
        found: dict[tuple[str, str], Mention] = {}
        for mention in reading.named.of("agency", "unit"):
            if mention.agency:
                single = len(self._agencies[mention.agency].units) == 1
                found.setdefault((mention.agency, "" if single else mention.unit), mention)
        return [(self._agencies[agency], mention) for (agency, _), mention in found.items()]

    def _unit_named(self, mention: Mention) -> Unit | None:
        return self._units[mention.unit] if mention.unit else None
