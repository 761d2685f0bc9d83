"""Answers in words: the fact first, then the plan's own words with their place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plan.answering.lore import Agency, Lore, Topic
from plan.answering.recognise import Mention
from plan.phrasebook import Markup, join
from plan.programme import Programme
from plan.provisions import Provision
from plan.targets import Target
from plan.units import Unit

_MOST = 2300
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_NUMBERED = re.compile(r"(\S+) (\d)$")


@dataclass(frozen=True)
class Audience:
    """Whom an answer is about: a unit, an agency, a level; what was named, if anything."""

    agency: Agency | None = None
    unit: Unit | None = None
    level: str = ""
    named: tuple[tuple[Agency, Mention], ...] = ()
    percents: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    doubts: bool = False


@dataclass(frozen=True)
class Composed:
    """Markup and the provisions it cites, best first."""

    markup: Markup
    citations: tuple[str, ...]


class Composer:
    """Builds answers from the pack's leads, the phrasebook and verbatim quotations."""

    def __init__(self, programme: Programme, lore: Lore) -> None:
        self._plan = programme.plan
        self._programme = programme
        self._lore = lore
        self._say = programme.phrases.render
        self._plain = programme.phrases.plain

    def topic(self, topic: Topic, audience: Audience) -> Composed:
        """Return the answer of a topic for an audience."""
        if topic.kind == "targets":
            return self._targets(topic, audience)
        if topic.kind == "target":
            return self._target(topic, self._lore.target[topic.target], audience)
        if topic.kind in ("tasks", "tasks_compare"):
            return self._tasks(topic, audience)
        lead = topic.lead
        if topic.kind == "deadline":
            lead = " ".join([lead, *self._year_notes(audience.years)])
        elif topic.kind == "target_list":
            lead = f"{lead}"
        return self._quoted([lead], topic.provisions, topic.also, brief=topic.brief)

    def provision(self, provision_id: str) -> Composed:
        """Return a provision, with all below it, in its own words."""
        leaves = self._plan.leaves(provision_id)
        own = self._plan[provision_id]
        shown = [own, *leaves] if own.kind == "node" and own not in leaves else leaves
        return self._quoted([], [p.id for p in shown], ())

    def both(self, first: Composed, second: Composed) -> Composed:
        """Return two answers to a question that may mean either."""
        cited = tuple(dict.fromkeys([*first.citations[:4], *second.citations[:4]]))
        if len(first.markup) + len(second.markup) > _MOST or set(second.citations) <= set(
            first.citations
        ):
            return first
        markup = self._say("ask.two", first=first.markup, second=second.markup)
        return Composed(markup, cited)

    def place(self, provision: Provision) -> str:
        """Return where a provision stands, in words."""
        label = provision.label
        found = _NUMBERED.search(label)
        if found and int(found.group(2)) <= len(_ORDINALS) and "," in label:
            ordinal = self._plain(f"ask.place.{_ORDINALS[int(found.group(2)) - 1]}")
            label = f"{label[: found.start()]}{ordinal}"
        return label[:1].upper() + label[1:]

    def _quoted(
        self,
        leads: Iterable[str | Markup],
        provisions: Sequence[str],
        also: Sequence[str],
        *,
        brief: bool = False,
        ends: Sequence[str | Markup] = (),
    ) -> Composed:
        parts: list[str | Markup] = [lead for lead in leads if lead]
        left = _MOST - sum(map(len, parts)) - sum(map(len, ends))
        shown = [p for i in provisions for p in ([self._plan[i]] if brief else self._leaves(i))]
        for provision in dict.fromkeys(shown):
            text = self._first_sentence(provision) if brief else _body(provision)
            quote = self._say("ask.quote", place=self.place(provision), text=text)
            if len(quote) <= left:
                parts.append(quote)
                left -= len(quote) + 2
        cited = [*dict.fromkeys([*provisions, *(p.id for p in shown), *also])]
        return Composed(join([*parts, *ends], "\n\n"), tuple(cited[:8]))

    def _leaves(self, provision_id: str) -> list[Provision]:
        own = self._plan[provision_id]
        if own.kind == "leaf" or len(own.text) > len(own.heading):
            return [own]
        return self._plan.leaves(provision_id)

    def _first_sentence(self, provision: Provision) -> str:
        body = _body(provision)
        end = re.search(r"[.:;](?=\s[^\W\d_a-z])", body)
        return body[: end.start()] if end and end.start() > 20 else body

    def _targets(self, topic: Topic, audience: Audience) -> Composed:
        agency, level = audience.agency, audience.level
        if not level:
            whole = self._lore.topic.get("target.list", topic)
            return self._quoted([whole.lead, self._frame()], topic.provisions, ())
        mine = [(t, f) for t in self._lore.targets.target for f in t.figures if level in f.levels]
        figures = "; ".join(f.words for _, f in mine)
        who = self._who(audience) or (agency.name if agency else "")
        lead = self._say("ask.own_targets", who=who, figures=figures) if who else figures
        provisions = [t.provision for t, _ in mine] or list(topic.provisions)
        note = [] if len(mine) == len(self._lore.targets.target) else [self._say("ask.front_note")]
        return self._quoted([lead], provisions, (), ends=[*note, self._frame()])

    def _target(self, topic: Topic, target: Target, audience: Audience) -> Composed:
        mine = sorted(target.figures, key=lambda f: audience.level not in f.levels)
        if not audience.level:
            mine = sorted(target.figures, key=lambda f: f.value, reverse=True)
        lead = self._say("ask.one_target", figures=_capital("; ".join(f.words for f in mine)))
        lead = self._verdict(lead, mine[0].value if mine else "", target, audience)
        return self._quoted([lead], topic.provisions, topic.also, ends=[self._frame()])

    def _verdict(self, lead: Markup, value: str, target: Target, audience: Audience) -> Markup:
        """Confirm or correct a figure that the question claims; never repeat a wrong one."""
        claimed = audience.percents
        if not (audience.doubts and len(claimed) == 1 and value):
            return lead
        known = {f.value for f in target.figures}
        key = "ask.right" if claimed[0] == value else "ask.wrong"
        return (
            lead
            if claimed[0] in known - {value} and not audience.level
            else self._say(key, lead=lead)
        )

    def _tasks(self, topic: Topic, audience: Audience) -> Composed:
        bodies: list[tuple[Agency, Mention | None]] = list(audience.named)
        if not bodies and audience.agency is not None:
            bodies = [(audience.agency, None)]
        if not bodies:
            named = self._lore.topic.get("task.named", topic)
            return self._quoted([named.lead], named.provisions, ())
        leads: list[str | Markup] = []
        provisions: list[str] = []
        also: list[str] = []
        for agency, mention in bodies[:3]:
            unit = self._unit_of(mention) if mention is not None else audience.unit
            name = _capital(
                unit.short_name if unit and "{name}" in agency.summary else agency.name
            )
            if mention is not None and mention.former:
                leads.append(self._say("ask.former", old=_capital(mention.former), new=name))
            leads.append(
                self._say("ask.tasks_other", summary=agency.summary.replace("{name}", name))
            )
            provisions += agency.tasks
            also += agency.also
        return self._quoted(leads, provisions, also)

    def _unit_of(self, mention: Mention) -> Unit | None:
        return self._programme.units[mention.unit] if mention.unit else None

    def _who(self, audience: Audience) -> str:
        if audience.unit:
            return audience.unit.short_name
        return audience.agency.name if audience.agency else ""

    def _frame(self) -> Markup:
        return self._say("ask.frame_targets", frame=self._lore.targets.frame)

    def _year_notes(self, years: Sequence[int]) -> list[str]:
        notes = []
        for year in years:
            if year in self._programme.manifest.rounds.years:
                last = self._programme.deadline(year).last_working_day
                weekday = self._plain(f"ask.weekday.d{last.weekday()}")
                day = f"{last:%d/%m/%Y}"
                notes.append(self._plain("ask.year_deadline", year=year, weekday=weekday, day=day))
        return notes


def _body(provision: Provision) -> str:
    return provision.text.removeprefix("- ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
