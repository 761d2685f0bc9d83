"""The door of this room: a typed question in, what to say out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from plan.answering.compiled import Learnt, is_fresh, learn, load
from plan.answering.compose import Audience, Composed, Composer
from plan.answering.decide import Decision, decide, grouped
from plan.answering.language import phrases, read
from plan.answering.lore import Agency, BankLine, load_lore
from plan.answering.places import find_place
from plan.answering.query import Answered, FollowUp, Option, Query, Turn
from plan.answering.rank import Ranked, ordered, rank
from plan.answering.reading import Reader, Reading
from plan.answering.recognise import Mention
from plan.answering.words import word
from plan.phrasebook import Markup, join, strip_markup
from plan.programme import Programme
from plan.units import Unit

_SILENT_INTENT = {"no.off_topic": "oos", "no.injection": "oos"}


class Answerer:
    """Answers questions about one programme. Immutable after it is built; safe to share."""

    def __init__(
        self,
        programme: Programme,
        approved_replies: Iterable[object] = (),
        extra_bank: Iterable[BankLine] = (),
    ) -> None:
        self.programme = programme
        self.lore = load_lore(programme.folder)
        self._learnt = self._voters()
        self._reader = Reader(self.lore, programme.units, self._learnt.mender)
        self._composer = Composer(programme, self.lore)
        self._say = programme.phrases.render
        self._ids = frozenset(p.id for p in programme.plan)
        for line in extra_bank:
            self._learnt.neighbours.add(line.label, self._reader.read(line.text).features)

    def answer(self, query: Query) -> Answered:
        """Return what to say to a question. Any text is allowed; nothing is raised."""
        reading = self._reader.read(query.question)
        before = self._before(query.context)
        ranked = self._rank(reading, before)
        audience = self._audience(query, reading, before)
        place = find_place(query.question, self._ids, self._base(query.context))
        decision = decide(ranked, self.lore)
        explain = self._explain(reading, ranked, decision, place)
        if place and decision.move != "silence":
            return self._told(self._composer.provision(place), "provision:" + place, explain)
        return replace(self._carried_out(decision, audience, ranked), explain=explain)

    def tell(self, topic: str, query: Query) -> Answered:
        """Return the answer of a topic or provision that a button names, for the query's asker."""
        reading = self._reader.read(query.question)
        audience = self._audience(query, reading, self._before(query.context))
        if topic.startswith("provision:"):
            return self._told(
                self._composer.provision(topic.removeprefix("provision:")), topic, ()
            )
        return self._carried_out(self._plain_decision(topic), audience, None)

    def looks_like_question(self, text: str) -> float:
        """Return how much a text is a question about the plan rather than a reply, 0 to 1."""
        reading = self._reader.read(text)
        letters = [w for w in reading.words if w.text.isalpha()]
        if not letters:
            return 0.0
        ranked = self._rank(reading, None)
        asked = "?" in text or bool(reading.concepts & _asking())
        known = ranked.likeness
        return min(
            1.0, (0.6 if asked else 0.1) * min(1.0, known * 1.5) + (0.3 if "?" in text else 0)
        )

    def _voters(self) -> Learnt:
        learnt = load(self.lore)
        if learnt is None or not is_fresh(learnt, self.lore):
            return learn(self.lore, self.programme.units, self.programme.plan)
        return learnt

    def _before(self, context: Sequence[Turn]) -> Reading | None:
        asked = [turn.text for turn in context if turn.role == "user"]
        return self._reader.read(asked[-1]) if asked else None

    def _base(self, context: Sequence[Turn]) -> str:
        for turn in reversed(context):
            found = find_place(turn.text, self._ids)
            if found:
                return found
        return ""

    def _rank(self, reading: Reading, before: Reading | None) -> Ranked:
        if before is None:
            return rank([(reading, 1.0)], self._learnt)
        if self._leans(reading):
            return rank([(before, 0.9), (reading, 0.1)], self._learnt)
        joint = self._reader.read_words([*before.words, *reading.words])
        ranked = rank([(reading, 0.65), (joint, 0.35)], self._learnt)
        return ranked

    def _leans(self, reading: Reading) -> bool:
        """Return whether a text has nothing of its own but a name ("and the wards?")."""
        light = self._light
        return all(w.folded in light for w in reading.bare if not w.text.isdigit())

    @cached_property
    def _light(self) -> frozenset[str]:
        words = {
            part for p in phrases(read("recognise")["elliptic"]["words"]) for part in p.split()
        }
        words |= {
            part
            for level in self.lore.targets.level
            for p in phrases(level.words)
            for part in p.split()
        }
        return frozenset(word(w).folded for w in words)

    def _unit(self, asker_unit: str | None) -> Unit | None:
        if not asker_unit:
            return None
        units = self.programme.units
        if asker_unit in units:
            return units[asker_unit]
        hits = [m.unit for m in units.find(asker_unit) if m.exact]
        return hits[0] if hits else self._unit_by_mention(asker_unit)

    def _unit_by_mention(self, text: str) -> Unit | None:
        named = self._reader.recogniser.recognise(self._reader.read(text).words)
        codes = [m.unit for m in named.mentions if m.unit]
        agency = next((m.agency for m in named.mentions if m.agency), "")
        if not codes and agency:
            codes = list(self._agencies[agency].units)
        return self.programme.units[codes[0]] if codes else None

    @cached_property
    def _agencies(self) -> dict[str, Agency]:
        return {agency.id: agency for agency in self.lore.agencies.agency}

    def _audience(self, query: Query, reading: Reading, before: Reading | None) -> Audience:
        unit = self._unit(query.asker_unit)
        own = self._reader.recogniser.agency_of(unit) if unit else None
        named = self._named(reading)
        if not named and before and self._leans(reading) and not reading.named.of("own"):
            named = self._named(before) if not reading.named.levels else []
        agency, about = (named[0][0], self._unit_named(named[0][1])) if named else (own, unit)
        levels = reading.named.levels
        level = agency.level if named and agency else ""
        level = level or (levels[0] if len(levels) == 1 else "") or (own.level if own else "")
        return Audience(
            agency=agency,
            unit=about if not levels or named or not own or levels[0] == own.level else None,
            level=level,
            named=tuple(named),
            percents=reading.named.percents,
            years=reading.named.years,
            doubts="verify" in reading.concepts or "?" in query.question,
        )

    def _named(self, reading: Reading) -> list[tuple[Agency, Mention]]:
        found = {}
        for mention in reading.named.of("agency", "unit"):
            if mention.agency:
                found.setdefault((mention.agency, mention.unit), mention)
        return [(self._agencies[agency], mention) for (agency, _), mention in found.items()]

    def _unit_named(self, mention: Mention) -> Unit | None:
        return self.programme.units[mention.unit] if mention.unit else None

    def _plain_decision(self, label: str) -> Decision:
        if label.startswith("intent."):
            return Decision("intent", label)
        topic = self.lore.topic.get(label)
        silent = label.startswith("no.") or topic is None or topic.silent
        return Decision("silence" if silent else "answer", label)

    def _carried_out(
        self, decision: Decision, audience: Audience, ranked: Ranked | None
    ) -> Answered:
        if decision.move == "answer":
            topic = self.lore.topic[decision.label]
            return self._told(self._composer.topic(topic, audience), decision.label, ())
        if decision.move == "intent":
            return self._intent(decision.label.removeprefix("intent."), audience)
        if decision.move == "silence":
            return self._silence(decision.label, ranked)
        return self._asked_back(decision, audience, ranked)

    def _told(self, composed: Composed, topic: str, explain: tuple[str, ...]) -> Answered:
        return Answered(
            markup=composed.markup,
            answer_text=strip_markup(composed.markup),
            citations=composed.citations,
            topic=topic,
            follow_ups=self._follow_ups(topic),
            explain=explain,
        )

    def _follow_ups(self, topic: str) -> tuple[FollowUp, ...]:
        labels = ("target.all", "task.of", "report.when")
        return tuple(
            FollowUp(self.lore.topic[label].name, label)
            for label in labels
            if label in self.lore.topic and label != topic
        )

    def _intent(self, intent: str, audience: Audience) -> Answered:
        if intent == "deadline":
            topic = next(t for t in self.lore.topics.topic if t.kind == "deadline")
            told = self._told(self._composer.topic(topic, audience), topic.id, ())
            return replace(told, intent="deadline")
        markup = self._say(f"ask.intent.{intent}")
        return Answered(markup, strip_markup(markup), intent=intent, topic=f"intent.{intent}")

    def _silence(self, label: str, ranked: Ranked | None) -> Answered:
        intent = _SILENT_INTENT.get(label, "qa")
        topic = self.lore.topic.get(label)
        family = self.lore.topics.silent.get(label.removeprefix("no."))
        coordinator = self.programme.coordinator.short_name
        send = self._say("ask.no_person", coordinator=coordinator)
        if topic:
            parts: list[Markup] = [self._say("ask.silent_lead", lead=topic.lead), send]
            near = topic.provisions
        elif intent == "oos":
            parts, near = [self._say("ask.outside")], ()
        else:
            kind = family.name if family else ""
            head = self._say("ask.no", kind=kind) if kind else self._say("ask.no_plain")
            parts, near = [head, send], family.provisions if family else ()
        near = self._nearest(ranked) or near
        markup = join(parts, " ")
        return Answered(
            markup,
            strip_markup(markup),
            citations=tuple(near[:3]),
            abstained=True,
            intent=intent,
            nearest=near[0] if near else "",
            topic=label,
        )

    def _nearest(self, ranked: Ranked | None) -> tuple[str, ...]:
        if ranked is None:
            return ()
        for label, share in ranked.shares.items():
            topic = self.lore.topic.get(label)
            if topic and not topic.silent and share > 0.05:
                return topic.provisions
        return ()

    def _asked_back(
        self, decision: Decision, audience: Audience, ranked: Ranked | None
    ) -> Answered:
        options = [self._option(label, audience) for label in decision.options]
        silence = (
            decision.label if decision.label.startswith("no.") else self._silent_label(ranked)
        )
        none = self._silence(silence, ranked)
        options.append(
            Option(
                strip_markup(self._say("ask.none_of_these")),
                silence,
                none.markup,
                none.answer_text,
                none.citations,
                abstained=True,
                intent=none.intent,
            )
        )
        markup = self._say("ask.which")
        return Answered(markup, strip_markup(markup), choices=tuple(options), topic="ask")

    def _silent_label(self, ranked: Ranked | None) -> str:
        labels = ranked.shares if ranked else {}
        return next((label for label in labels if label.startswith("no.")), "no.other")

    def _option(self, label: str, audience: Audience) -> Option:
        said = self._carried_out(self._plain_decision(label), audience, None)
        topic = self.lore.topic.get(label)
        name = (
            topic.name
            if topic
            else strip_markup(self._say(f"ask.button.{label.removeprefix('intent.')}"))
        )
        return Option(
            name[:1].upper() + name[1:],
            label,
            said.markup,
            said.answer_text,
            said.citations,
            said.abstained,
            said.intent,
        )

    def _explain(
        self, reading: Reading, ranked: Ranked, decision: Decision, place: str
    ) -> tuple[str, ...]:
        groups = list(grouped(ranked.shares, self.lore).items())[:5]
        return (
            *reading.steps,
            "read: " + " ".join(t.text for t in reading.terms),
            "concepts: " + ", ".join(sorted(reading.concepts)),
            "named: "
            + ", ".join(f"{m.kind}:{m.agency or m.unit}" for m in reading.named.mentions),
            "voices: " + ", ".join(f"{who} {said}" for who, said in ranked.voices.items()),
            "shares: " + ", ".join(f"{g} {s:.2f}" for g, s in groups),
            f"place: {place}",
            f"decision: {decision.move} {decision.label} {' '.join(decision.options)}",
        )


def _asking() -> frozenset[str]:
    return frozenset(read("concepts")["ask"])


__all__ = ["Answerer", "ordered"]
