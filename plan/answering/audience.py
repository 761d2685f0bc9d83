"""Whom an answer is about: as named, else of the turn before, else the asker's own unit."""

from functools import cached_property

from plan.answering.compose import Audience
from plan.answering.lore import Agency, Lore
from plan.answering.query import Query
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
        """Return the audience: the agency as named, then of the turn before, then the asker's."""
        unit = self.unit(query.asker_unit)
        own = self._reader.recogniser.agency_of(unit) if unit else None
        named = self._named(reading)
        levels = reading.named.levels
        if not named and earlier and not reading.named.of("own") and not levels:
            inherits = leaning or not own
            named = self._named(earlier) if inherits else []
        agency, about = own, unit
        if named:
            agency, about = named[0][0], self._unit_named(named[0][1])
        level = agency.level if named and agency else levels[0] if len(levels) == 1 else ""
        level = level or (own.level if own else "")
        elsewhere = bool(levels) and not named and own is not None and levels[0] != own.level
        return Audience(
            agency=agency,
            unit=None if elsewhere else about,
            level=level,
            named=tuple(named),
            percents=reading.named.percents,
            years=reading.named.years,
            doubts="verify" in reading.concepts or "?" in query.question,
        )

    def unit(self, asker_unit: str | None) -> Unit | None:
        """Return the asker's unit by code or by name as people write it."""
        if not asker_unit:
            return None
        if asker_unit in self._units:
            return self._units[asker_unit]
        hits = [m.unit for m in self._units.find(asker_unit) if m.exact]
        return hits[0] if hits else self._by_mention(asker_unit)

    def _by_mention(self, text: str) -> Unit | None:
        named = self._reader.recogniser.recognise(self._reader.read(text).words)
        codes = [m.unit for m in named.mentions if m.unit]
        agency = next((m.agency for m in named.mentions if m.agency), "")
        if not codes and agency:
            codes = list(self._agencies[agency].units)
        return self._units[codes[0]] if codes else None

    @cached_property
    def _agencies(self) -> dict[str, Agency]:
        return {agency.id: agency for agency in self._lore.agencies.agency}

    def _named(self, reading: Reading) -> list[tuple[Agency, Mention]]:
        found: dict[tuple[str, str], Mention] = {}
        for mention in reading.named.of("agency", "unit"):
            if mention.agency:
                found.setdefault((mention.agency, mention.unit), mention)
        return [(self._agencies[agency], mention) for (agency, _), mention in found.items()]

    def _unit_named(self, mention: Mention) -> Unit | None:
        return self._units[mention.unit] if mention.unit else None
