"""From a query to what it means: readings, the talk before, votes, scope, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from plan.answering.compiled import Learnt
from plan.answering.context import (
    Before,
    asked_slot,
    asks_more,
    before,
    goes_on,
    is_short,
    leans,
    names_a_thing,
    ordinal,
    points_back,
    step,
    wants_item,
)
from plan.answering.decide import Decision, decide, group_of, grouped
from plan.answering.dictation import written
from plan.answering.language import phrases, read
from plan.answering.lore import Lore, Topic
from plan.answering.places import find_place, two_places
from plan.answering.query import Query
from plan.answering.rank import Ranked, Shares, ordered, rank
from plan.answering.reading import Reader, Reading
from plan.answering.scope import within
from plan.answering.segments import announced, body, enumerated, halves, segments
from plan.answering.words import words_of
from plan.provisions import PlanText

# The talk before makes topics of the same part of the plan likelier.
_NEARBY = 3.0
# How much a short text counts beside itself read behind the question before, as it points back.
_ALONE, _POINTING = 0.6, 0.3
# A text that by itself is silence as surely as this is silence in any talk.
_OPEN = 0.9
# So many questions back the thing spoken of is looked for.
_BACK = 3
# A short text that is as clear as this by itself, or clearer where voters differ, asks anew.
_BY_ITSELF, _DISPUTED = 0.6, 0.65
# Of one sentence read as two questions each must have this share, of two that were announced this;
# so many ways are tried.
SURE, _ANNOUNCED, _WAYS = 0.5, 0.3, 6
# The concepts of a text that names the report by itself.
_REPORT = frozenset({"report", "submit"})
# The concepts of a text that asks for a figure.
_FIGURES = frozenset({"how_many", "percent", "target"})


@dataclass(frozen=True)
class Understanding:
    """What one question means. `leaning` says that it took its subject from the turn before."""

    reading: Reading
    earlier: Reading | None
    leaning: bool
    ranked: Ranked
    decision: Decision
    place: str = ""
    rule: str = ""


class Understander:
    """Understands questions about one programme."""

    def __init__(self, lore: Lore, plan: PlanText, reader: Reader, learnt: Learnt) -> None:
        self._lore = lore
        self._plan = plan
        self._reader = reader
        self._learnt = learnt
        self._ids = frozenset(p.id for p in plan)

    def understand(self, query: Query) -> list[Understanding]:
        """Return what the question means, or what each of its two or three questions means."""
        query = replace(query, question=written(query.question))
        parts = segments(query.question)
        talk = before(query.context, self._ids)
        if places := two_places(query.question, self._ids):
            whole = replace(self._whole(query, parts, talk), decision=Decision("answer", ""))
            return [replace(whole, place=place) for place in places]
        counted = len(enumerated(query.question)) > 1
        if not counted and (two := self._both(query, announced(query.question), talk, _ANNOUNCED)):
            return two
        if len(parts) > 1:
            each = [self._part(replace(query, question=part), talk) for part in parts[:3]]
            each = [self._firm(u) for u in each] if counted else each
            told = [u for u in each if u.decision.move == "answer" or u.place]
            different = {u.place or u.decision.label for u in told}
            if len(different) > 1:
                return told
        if len(parts) == 1:
            ways = halves(parts[0], self._reader.spelt)
            if two := self._both(query, ways, talk, SURE):
                return two
        return [self._whole(query, parts, talk)]

    def _both(
        self, query: Query, ways: Sequence[tuple[str, str]], talk: Before | None, least: float
    ) -> list[Understanding]:
        """Return the two questions of one text, the first way in which each is clear enough."""
        for way in ways[:_WAYS]:
            each = [self._part(replace(query, question=half), talk) for half in way]
            groups = {group_of(u.decision.label, self._lore) for u in each}
            each = [self._firm(u) for u in each] if least < SURE else each
            if len(groups) > 1 and all(self._is_clear(u, least) for u in each):
                return each
        return []

    def _is_clear(self, u: Understanding, least: float) -> bool:
        return u.decision.move == "answer" and not u.leaning and self._share(u) >= least

    def _firm(self, u: Understanding) -> Understanding:
        """Return one of several announced questions answered where it was to be asked back."""
        topic = self._lore.topic.get(u.decision.label)
        likely = topic is not None and not topic.silent and self._share(u) >= _ANNOUNCED
        if u.decision.move != "ask" or not likely:
            return u
        return replace(u, decision=Decision("answer", u.decision.label))

    def _share(self, u: Understanding) -> float:
        groups = grouped(u.ranked.shares, self._lore)
        return groups.get(group_of(u.decision.label, self._lore), 0.0)

    def share_of_intent(self, text: str) -> tuple[Reading, Ranked]:
        """Return the reading and ranking of a text by itself."""
        reading = self._reader.read(text)
        return reading, rank([(reading, 1.0)], self._learnt)

    def _part(self, query: Query, talk: Before | None) -> Understanding:
        return self._whole(query, [query.question], talk)

    def _whole(self, query: Query, parts: Sequence[str], talk: Before | None) -> Understanding:
        focus = " ".join(parts)
        reading = self._reader.read(focus)
        readings = [(reading, 1.0)]
        rest = body(query.question)
        if len(rest.split()) > len(focus.split()) + 3:
            readings = [(reading, 0.6), (self._reader.read(rest), 0.4)]
        earlier = self._spoken_of(talk) if talk else None
        leaning = (
            earlier is not None
            and leans(reading, self._level_words)
            and not self._stands_alone(rank(readings, self._learnt), reading)
        )
        ranked = self._ranked(readings, earlier, leaning=leaning)
        shares, rule = within(
            ranked.shares, earlier if leaning and earlier else reading, self._lore
        )
        ranked = replace(ranked, shares=shares)
        place = self._place(focus, reading, talk)
        decision = decide(ranked, self._lore, figure=bool(reading.concepts & _FIGURES))
        if talk and not place and talk.base in self._ids and asks_more(reading):
            place, decision = talk.base, Decision("answer", "")
        elif talk and (open_ := self._left_open(decision, reading)):
            decision = Decision("silence", open_)
        return Understanding(reading, earlier, leaning, ranked, decision, place, rule)

    def _ranked(
        self, readings: list[tuple[Reading, float]], earlier: Reading | None, *, leaning: bool
    ) -> Ranked:
        if earlier is None:
            return rank(readings, self._learnt)
        if leaning:
            return rank([(earlier, 0.92), (readings[0][0], 0.08)], self._learnt)
        reading = readings[0][0]
        by_name = reading.concepts >= _REPORT  # "that report, handed in when?"
        by_itself = rank(readings, self._learnt)
        if by_name or not (is_short(reading) or goes_on(reading)):
            return by_itself
        if self._stands_alone(by_itself, reading):
            return by_itself
        joint = self._reader.read_words([*earlier.words, *reading.words])
        lean = points_back(reading) or not names_a_thing(reading)
        alone = _POINTING if lean and is_short(reading) else _ALONE
        ranked = rank([(reading, alone), (joint, 1 - alone)], self._learnt)
        return replace(ranked, shares=self._nearby(ranked.shares, earlier))

    def _spoken_of(self, talk: Before) -> Reading:
        """Return the newest question before that names its thing ("for whom?" does not)."""
        readings = [self._reader.read(asked) for asked in talk.asked[:_BACK]]
        return next((r for r in readings if names_a_thing(r)), readings[0])

    def _stands_alone(self, ranked: Ranked, reading: Reading) -> bool:
        """Return whether a text is clear without the talk before, as a new question is."""
        if ranked.best.startswith("intent.") and ranked.shares[ranked.best] >= SURE:
            return True
        groups = grouped(ranked.shares, self._lore)
        first = next(iter(groups))
        agreed = {group_of(voice, self._lore) for voice in ranked.voices.values()} == {first}
        least = SURE if reading.named.of("agency", "unit") else _BY_ITSELF
        clear = groups[first] >= (least if agreed else _DISPUTED)
        if first == "silence":  # "how many people?" is as open of anything spoken of
            return agreed and groups[first] >= _OPEN
        return clear and names_a_thing(reading) and not points_back(reading)

    def _left_open(self, decision: Decision, reading: Reading) -> str:
        """Return the silence when a text that goes on wants what the plan does not say of a topic.

        By itself such a text ("on which day?") names no thing, so the voters see the topic only.
        """
        topic, slot = self._lore.topic.get(decision.label), asked_slot(reading)
        goes = is_short(reading) or goes_on(reading)
        if not (topic and topic.slots and slot and goes and decision.move == "answer"):
            return ""
        family = read("slots")["slot"].get(slot, {}).get("family", slot)
        told = slot in phrases(topic.slots) or family not in self._lore.topics.silent
        return "" if told else f"no.{family}"

    def _was(self, earlier: Reading) -> str:
        return rank([(earlier, 1.0)], self._learnt).best

    def _nearby(self, shares: Shares, earlier: Reading) -> Shares:
        """Favour topics of the part of the plan that was spoken of, unless all is silence."""
        topic = self._lore.topic.get(self._was(earlier))
        if topic is None:
            return shares
        return ordered(
            {label: share * self._lift(label, topic) for label, share in shares.items()}
        )

    def _lift(self, label: str, was: Topic) -> float:
        other = self._lore.topic.get(label)
        if other is None or other.silent:
            return 1.0
        here, there = (topic.provisions[0].split(".")[0] for topic in (was, other))
        return _NEARBY if here == there else 1.0

    def _place(self, text: str, reading: Reading, talk: Before | None) -> str:
        place = find_place(text, self._ids, talk.base if talk else "")
        if place or talk is None:
            return place
        if move := step(reading.words):
            return self._sibling(talk.base, move)
        number = ordinal(reading.words)
        if number and wants_item(reading):
            listed = self._listed(talk)
            return listed[number - 1] if 0 < number <= len(listed) else ""
        return ""

    def _listed(self, talk: Before) -> list[str]:
        asked = self._spoken_of(talk)
        was = self._lore.topic.get(self._was(asked))
        if was and was.kind == "tasks" and (tasks := self._tasks_of(asked)):
            return tasks
        if was and len(was.provisions) > 1:
            own = [
                p
                for p in was.provisions
                if self._plan[p].kind == "leaf" or len(was.provisions) < 4
            ]
            return [p for p in own if not any(o.startswith(f"{p}.") for o in was.provisions)]
        return [p.id for p in self._plan.children(talk.base)] if talk.base else []

    def _tasks_of(self, asked: Reading) -> list[str]:
        """Return the paragraphs of the one body whose tasks were asked for, in their order."""
        named = {m.agency for m in asked.named.of("agency", "unit") if m.agency}
        bodies = [a for a in self._lore.agencies.agency if a.id in named]
        if len(bodies) != 1:
            return []
        of_body = bodies[0].tasks
        return [c.id for c in self._plan.children(of_body[0])] if len(of_body) == 1 else [*of_body]

    def _sibling(self, base: str, move: int) -> str:
        if base not in self._ids:
            return ""
        row = [p.id for p in self._plan if p.parent == self._plan[base].parent]
        at = row.index(base) + move
        return row[at] if 0 <= at < len(row) else ""

    @cached_property
    def _level_words(self) -> frozenset[str]:
        lines = [p for level in self._lore.targets.level for p in phrases(level.words)]
        return frozenset(w.folded for line in lines for w in words_of(line))


def told(u: Understanding, lore: Lore) -> tuple[str, ...]:
    """Return the steps of an understanding, for explaining."""
    groups = list(grouped(u.ranked.shares, lore).items())[:5]
    names = (f"{m.kind}:{m.agency or m.unit}" for m in u.reading.named.mentions)
    return (
        *u.reading.steps,
        "read: " + " ".join(t.text for t in u.reading.terms),
        "concepts: " + ", ".join(sorted(u.reading.concepts)),
        "named: " + ", ".join(names),
        f"leaning: {u.leaning}",
        "voices: " + ", ".join(f"{who} {said}" for who, said in u.ranked.voices.items()),
        "shares: " + ", ".join(f"{g} {s:.2f}" for g, s in groups),
        f"place: {u.place} rule: {u.rule}",
        f"decision: {u.decision.move} {u.decision.label} {' '.join(u.decision.options)}",
    )
