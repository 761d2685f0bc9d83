"""The door of this room: a typed question in, what to say out."""

from collections.abc import Iterable
from dataclasses import replace

from plan.answering.audience import Audiences
from plan.answering.compiled import Learnt, is_fresh, learn, load
from plan.answering.compose import LONGEST, Audience, Composed, Composer, shortened
from plan.answering.decide import Decision
from plan.answering.language import read
from plan.answering.lore import BankLine, load_lore
from plan.answering.query import Answered, FollowUp, Option, Query
from plan.answering.rank import Ranked
from plan.answering.reading import Reader
from plan.answering.segments import asks
from plan.answering.understand import Understander, Understanding, told
from plan.phrasebook import Markup, join, strip_markup
from plan.programme import Programme
from plan.units import Unit


class Answerer:
    """Answers questions about one programme. Immutable after it is built; safe to share.

    `extra_bank`: formulations that the coordinator approved while running.
    """

    def __init__(self, programme: Programme, extra_bank: Iterable[BankLine] = ()) -> None:
        self.programme = programme
        self.lore = load_lore(programme.folder)
        learnt = self._voters()
        self._reader = Reader(self.lore, programme.units, learnt.mender)
        self._understander = Understander(self.lore, programme.plan, self._reader, learnt)
        self._audiences = Audiences(programme, self.lore, self._reader)
        self._composer = Composer(programme, self.lore)
        self._say = programme.phrases.render
        for line in extra_bank:
            learnt.neighbours.add(line.label, self._reader.read(line.text).features)

    def answer(self, query: Query) -> Answered:
        """Return what to say to a question. Any text is allowed; nothing is raised."""
        found = self._understander.understand(query)
        said = [self._said(query, one) for one in found]
        explain = tuple(line for one in found for line in told(one, self.lore))
        if len(said) == 1:
            return replace(said[0], explain=explain)
        markup = join([shortened(s.markup, LONGEST // len(said)) for s in said], "\n\n")
        cited = tuple(dict.fromkeys(c for s in said for c in s.citations))
        return replace(
            said[0],
            markup=markup,
            answer_text=strip_markup(markup),
            citations=cited[:8],
            explain=explain,
        )

    def tell(self, topic: str, query: Query) -> Answered:
        """Return the answer of a topic or provision that a button names, for the query's asker."""
        audience = self._audiences.of(query, self._reader.read(""), None, leaning=False)
        if topic.startswith("provision:"):
            return self._provision(topic.removeprefix("provision:"), audience)
        return self._carried_out(self._plain_decision(topic), audience, None)

    def unit_named(self, text: str) -> Unit | None:
        """Return the first unit that a text names, by any of its names; None when none is."""
        return self._audiences.unit(text)

    def bare_words(self, text: str) -> tuple[str, ...]:
        """Return the words of a text as read: short forms spelt out, courtesy and tones gone."""
        return tuple(word.folded for word in self._reader.read(text).words)

    def looks_like_question(self, text: str) -> float:
        """Return how much a text is a question about the plan rather than a reply, 0 to 1."""
        if not asks(text):  # cheap, and most replies end here
            return 0.0
        reading, ranked = self._understander.share_of_intent(text)
        if not any(w.text.isalpha() for w in reading.words):
            return 0.0
        asked = "?" in text or bool(reading.concepts & frozenset(read("concepts")["ask"]))
        return min(1.0, (0.3 if "?" in text else 0.0) + (0.7 if asked else 0.2) * ranked.likeness)

    def _voters(self) -> Learnt:
        learnt = load(self.lore)
        if learnt is None or not is_fresh(learnt, self.lore):
            return learn(self.lore, self.programme.units, self.programme.plan)
        return learnt

    def _said(self, query: Query, found: Understanding) -> Answered:
        audience = self._audiences.of(query, found.reading, found.earlier, leaning=found.leaning)
        if found.place and found.decision.move != "silence" and not self._tells_all_of_it(found):
            return self._provision(found.place, audience)
        return self._carried_out(found.decision, audience, found.ranked)

    def _tells_all_of_it(self, found: Understanding) -> bool:
        """Return whether the topic decided for tells the whole part of the plan that is named."""
        topic = self.lore.topic.get(found.decision.label)
        parts = {below.id for below in self.programme.plan.children(found.place)}
        told = topic is not None and found.decision.move == "answer" and set(topic.provisions)
        return bool(told and parts and parts <= told)

    def _provision(self, place: str, audience: Audience) -> Answered:
        return self._told(self._composer.provision(place, audience), f"provision:{place}")

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
            return self._answered(decision, audience)
        if decision.move == "intent":
            return self._intent(decision.label.removeprefix("intent."), audience)
        if decision.move == "silence":
            return self._silence(decision.label, ranked)
        return self._asked_back(decision, audience, ranked)

    def _answered(self, decision: Decision, audience: Audience) -> Answered:
        first = self._composer.topic(self.lore.topic[decision.label], audience)
        if decision.second:
            more = self._composer.topic(self.lore.topic[decision.second], audience)
            first = self._composer.both(first, more)
        return self._told(first, decision.label)

    def _told(self, composed: Composed, topic: str) -> Answered:
        return Answered(
            markup=composed.markup,
            answer_text=strip_markup(composed.markup),
            citations=composed.citations,
            topic=topic,
            follow_ups=self._follow_ups(topic),
        )

    def _follow_ups(self, topic: str) -> tuple[FollowUp, ...]:
        known = [self.lore.topic[label] for label in self.lore.topics.next]
        return tuple(FollowUp(_capital(t.name), t.id) for t in known if t.id != topic)[:3]

    def _intent(self, intent: str, audience: Audience) -> Answered:
        if intent == "deadline":
            topic = next(t for t in self.lore.topics.topic if t.kind == "deadline")
            said = self._told(self._composer.topic(topic, audience), topic.id)
            return replace(said, intent="deadline")
        markup = self._say(f"ask.intent.{intent}")
        return Answered(markup, strip_markup(markup), intent=intent, topic=f"intent.{intent}")

    def _silence(self, label: str, ranked: Ranked | None) -> Answered:
        topic = self.lore.topic.get(label)
        outside = self._outside(label)
        near = () if outside else self._near(label, ranked)
        markup = join(self._silent_words(label), " ")
        return Answered(
            markup,
            strip_markup(markup),
            citations=(topic.provisions if topic else near)[:3],
            abstained=True,
            intent="oos" if outside else "qa",
            nearest=near[0] if near else "",
            topic=label,
        )

    def _outside(self, label: str) -> bool:
        family = self.lore.topics.silent.get(label.removeprefix("no."))
        return family is not None and family.outside

    def _silent_words(self, label: str) -> list[Markup]:
        if self._outside(label):
            return [self._say("ask.outside")]
        topic = self.lore.topic.get(label)
        family = self.lore.topics.silent.get(label.removeprefix("no."))
        send = self._say("ask.no_person", coordinator=self.programme.coordinator.short_name)
        if topic:
            return [self._say("ask.silent_lead", lead=topic.lead), send]
        if family:
            return [self._say("ask.no", kind=family.name), send]
        return [self._say("ask.no_plain"), send]

    def _near(self, label: str, ranked: Ranked | None) -> tuple[str, ...]:
        """Return the provisions that come nearest to what the plan does not say."""
        for other, share in (ranked.shares if ranked else {}).items():
            topic = self.lore.topic.get(other)
            if topic and not topic.silent and share > 0.05:
                return topic.provisions
        own = self.lore.topic.get(label)
        family = self.lore.topics.silent.get(label.removeprefix("no."))
        return own.provisions if own else family.provisions if family else ()

    def _asked_back(
        self, decision: Decision, audience: Audience, ranked: Ranked | None
    ) -> Answered:
        options = [self._option(label, audience) for label in decision.options]
        silent = next((s for s in ranked.shares if s.startswith("no.")), "") if ranked else ""
        none = self._silence(silent, ranked)
        name = strip_markup(self._say("ask.none_of_these"))
        options.append(_option(name, silent, none))
        markup = self._say("ask.which")
        return Answered(markup, strip_markup(markup), choices=tuple(options), topic="ask")

    def _option(self, label: str, audience: Audience) -> Option:
        said = self._carried_out(self._plain_decision(label), audience, None)
        topic = self.lore.topic.get(label)
        intent = label.removeprefix("intent.")
        name = topic.name if topic else strip_markup(self._say(f"ask.button.{intent}"))
        return _option(_capital(name), label, said)


def _option(name: str, label: str, said: Answered) -> Option:
    return Option(
        name, label, said.markup, said.answer_text, said.citations, said.abstained, said.intent
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
