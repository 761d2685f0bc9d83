"""A message read against one programme: names put aside, concepts found, features counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from plan.answering.language import phrases, read
from plan.answering.lore import Lore, concept_phrases
from plan.answering.mend import Mender
from plan.answering.normalise import normalise
from plan.answering.phrase_index import PhraseIndex
from plan.answering.recognise import Mention, Recognised, Recogniser, as_typed
from plan.answering.words import Word, spell, word, words_of
from plan.units import Units

_SIGNS = {"own": "@own", "agency": "@agency", "place": "@place", "paper": "@paper"}
_SIGNS |= {"person": "@person"}
Features = tuple[str, ...]
# What stands before the first word.
_START = Word("^", "^", "^", "^", plain=True)


def sign(text: str) -> Word:
    """Return a placeholder that stands for a name ("@agency")."""
    return Word(text, text, text, text, plain=True)


@dataclass(frozen=True)
class Reading:
    """What was understood of one text before anything is decided."""

    words: tuple[Word, ...]
    terms: tuple[Word, ...]
    named: Recognised
    concepts: frozenset[str]
    features: Features
    steps: tuple[str, ...]

    @property
    def bare(self) -> tuple[Word, ...]:
        """Return the words that are not names."""
        return tuple(t for t in self.terms if not t.text.startswith("@"))


class Reader:
    """Reads texts for one programme."""

    def __init__(self, lore: Lore, units: Units, mender: Mender | None = None) -> None:
        self._lore = lore
        self.recogniser = Recogniser(lore, units)
        self.mender = mender
        if mender is not None:
            mender.meet(words_of(name) for unit in units for name in units.names(unit))
        self._concepts = PhraseIndex(
            (form, concept)
            for phrase, concept in concept_phrases(lore)
            for form in as_typed(phrase, lore.short)
        )

    @cached_property
    def _stand_ins(self) -> dict[str, str]:
        return {agency.id: f"@{agency.stand_in}" for agency in self._lore.agencies.agency}

    @cached_property
    def _polite(self) -> PhraseIndex[bool]:
        return PhraseIndex((p, True) for p in phrases(read("openers")["phrases"]))

    def spelt(self, text: str) -> str:
        """Return a typed text in proper spelling, as far as it is known; signs are lost."""
        return spell(normalise(text, self._lore.short, self.mender).words)

    def read(self, text: str) -> Reading:
        """Return the reading of a typed text."""
        message = normalise(text, self._lore.short, self.mender)
        return self.read_words(message.words, message.steps)

    def read_words(
        self, words: Sequence[Word], steps: tuple[str, ...] = (), *, folded: bool = False
    ) -> Reading:
        """Return the reading of words; `folded` forgets the accents (for teaching)."""
        if folded:
            words = [w if w.text.startswith("@") else word(w.folded) for w in words]
        named = self.recogniser.recognise(words)
        kept = self._without_polite(words, named)
        if len(kept) < len(words):
            named = self.recogniser.recognise(kept)
        terms = _terms(kept, named.mentions, self._stand_ins)
        concepts = frozenset(
            hit.value for hit in self._concepts.find(terms) if _clear(terms, hit.start, hit.end)
        )
        features = _features(terms, concepts, named)
        return Reading(tuple(kept), tuple(terms), named, concepts, features, steps)

    def _without_polite(self, words: Sequence[Word], named: Recognised) -> list[Word]:
        """Return words without courtesy; a name is no courtesy ("cho hoi nong dan")."""
        inside = {at for m in named.of("agency", "unit") for at in range(m.start, m.end)}
        hits = [
            hit
            for hit in self._polite.longest(words)
            if inside.isdisjoint(range(hit.start, hit.end))
        ]
        gone = {at for hit in hits if hit.end - hit.start > 1 for at in range(hit.start, hit.end)}
        small = {hit.start for hit in hits if hit.end - hit.start == 1}
        kept = [at for at in range(len(words)) if at not in gone]
        while len(kept) > 1 and kept[-1] in small:
            kept.pop()
        while len(kept) > 1 and kept[0] in small:
            kept.pop(0)
        return [words[at] for at in kept] or list(words)


def _clear(terms: Sequence[Word], start: int, end: int) -> bool:
    """Refuse a concept told by one short unaccented syllable: it may be many words."""
    return end - start > 1 or not terms[start].plain or len(terms[start].folded) > 4


def _terms(
    words: Sequence[Word], mentions: Sequence[Mention], stand_ins: Mapping[str, str]
) -> list[Word]:
    starts = {m.start: m for m in mentions}
    terms: list[Word] = []
    at = 0
    while at < len(words):
        mention = starts.get(at)
        name = _sign_of(mention, stand_ins) if mention else None
        terms.append(sign(name) if name else words[at])
        at = mention.end if mention and name else at + 1
    return terms


def _sign_of(mention: Mention, stand_ins: Mapping[str, str]) -> str | None:
    if mention.kind == "unit":
        return stand_ins.get(mention.agency, "@agency")
    return _SIGNS.get(mention.kind)


def _features(terms: Sequence[Word], concepts: frozenset[str], named: Recognised) -> Features:
    found: set[str] = set()
    before = _START
    for term in terms:
        found |= {f"w:{term.folded}", f"b:{before.folded} {term.folded}", f"s:{term.sound}"}
        if not term.plain:
            found.add(f"a:{term.key}")
        if not (term.plain and before.plain):
            found.add(f"B:{before.key} {term.key}")
        before = term
    found.add(f"b:{before.folded} $")
    found |= {f"c:{concept}" for concept in concepts}
    found |= {f"x:{m.agency}" for m in named.mentions if m.agency}
    found |= {f"%:{percent}" for percent in named.percents}
    return tuple(sorted(found))
